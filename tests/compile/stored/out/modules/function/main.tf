# The role belongs to only this function, so its permissions apply to no other
# function.
resource "aws_iam_role" "this" {
  name        = var.name
  description = "Execution role of the Lambda function ${var.name}."

  # Only the Lambda service: no account, user or role may assume it.
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "sts:AssumeRole"
        Principal = { Service = "lambda.amazonaws.com" }
      },
    ]
  })

  lifecycle {
    create_before_destroy = true
  }
}

# Created here rather than by the first invocation, which would create a log group
# without retention that Terraform does not manage.
resource "aws_cloudwatch_log_group" "this" {
  # checkov:skip=CKV_AWS_158:CloudWatch Logs encrypts data at rest; a customer managed key needs a key policy for it
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
  skip_destroy      = var.keep_logs

  lifecycle {
    create_before_destroy = true
  }
}

# Each setting adds only the permissions it needs. Which statements there are may
# depend on values that are known only after apply, such as the ARN of a queue, so
# this is one policy with a list of statements rather than one policy per setting.
locals {
  # Only the function's own log group. logs:CreateLogGroup is left out on purpose:
  # with it, an invocation after "terraform destroy" would re-create the group.
  log_statements = [
    {
      Effect = "Allow"
      Action = [
        "logs:CreateLogStream",
        "logs:PutLogEvents",
      ]
      Resource = ["${aws_cloudwatch_log_group.this.arn}:*"]
    },
  ]

  # Lambda creates the network interfaces with the function's role. Their IDs do
  # not exist yet, and the describe actions cannot be limited to resources. The
  # actions are those of the managed policy AWSLambdaVPCAccessExecutionRole.
  vpc_statements = var.vpc == null ? [] : [
    {
      Effect = "Allow"
      Action = [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
      ]
      Resource = ["*"]
    },
  ]

  # Neither action can be limited to a resource.
  tracing_statements = var.tracing_mode != "Active" ? [] : [
    {
      Effect = "Allow"
      Action = [
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
      ]
      Resource = ["*"]
    },
  ]

  # The third part of an ARN is its service.
  dead_letter_statements = var.dead_letter_arn == null ? [] : [
    {
      Effect   = "Allow"
      Action   = [split(":", var.dead_letter_arn)[2] == "sqs" ? "sqs:SendMessage" : "sns:Publish"]
      Resource = [var.dead_letter_arn]
    },
  ]

  own_statements = [
    for statement in var.policy_statements : {
      Effect   = "Allow"
      Action   = statement.actions
      Resource = statement.resources
    }
  ]
}

resource "aws_iam_role_policy" "this" {
  name = "permissions"
  role = aws_iam_role.this.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      local.log_statements,
      local.vpc_statements,
      local.tracing_statements,
      local.dead_letter_statements,
      local.own_statements,
    )
  })

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_lambda_function" "this" {
  # checkov:skip=CKV_AWS_50:The caller decides about tracing, with tracing_mode
  # checkov:skip=CKV_AWS_115:Reserved concurrency reduces what is left for the account; throttling of the API limits the load
  # checkov:skip=CKV_AWS_116:A dead letter queue is for asynchronous invocations; an API invokes synchronously
  # checkov:skip=CKV_AWS_117:The caller decides whether the function needs a VPC
  # checkov:skip=CKV_AWS_272:The package is compared by hash; code signing needs a signing profile
  function_name = var.name
  description   = var.description
  role          = aws_iam_role.this.arn

  filename = var.package
  # Without the hash, a changed package with the same name would not be uploaded.
  source_code_hash = var.package == null ? null : filebase64sha256(var.package)

  s3_bucket         = var.s3_package == null ? null : var.s3_package.bucket
  s3_key            = var.s3_package == null ? null : var.s3_package.key
  s3_object_version = var.s3_package == null ? null : var.s3_package.version

  handler     = var.handler
  runtime     = var.runtime
  memory_size = var.memory_size
  timeout     = var.timeout
  layers      = var.layers

  architectures = var.architecture == null ? null : [var.architecture]

  reserved_concurrent_executions = var.reserved_concurrency

  dynamic "environment" {
    for_each = length(var.environment) == 0 ? [] : [true]

    content {
      variables = var.environment
    }
  }

  dynamic "vpc_config" {
    for_each = var.vpc == null ? [] : [true]

    content {
      subnet_ids         = var.vpc.subnet_ids
      security_group_ids = var.vpc.security_group_ids
    }
  }

  dynamic "tracing_config" {
    for_each = var.tracing_mode == null ? [] : [true]

    content {
      mode = var.tracing_mode
    }
  }

  dynamic "dead_letter_config" {
    for_each = var.dead_letter_arn == null ? [] : [true]

    content {
      target_arn = var.dead_letter_arn
    }
  }

  # Another name makes another function: callers switch to it before this one is
  # destroyed.
  lifecycle {
    create_before_destroy = true
  }

  # The function can be invoked as soon as it exists. By then, its log group must
  # exist and its role must have its permissions.
  depends_on = [
    aws_cloudwatch_log_group.this,
    aws_iam_role_policy.this,
  ]
}
