# Needs Terraform 1.7 or later, but no AWS account: run "terraform test" in the
# folder of this module.

mock_provider "aws" {
  # Fixed ARNs, so that the assertions below can name them.
  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::123456789012:role/orders"
    }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = {
      arn = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/orders"
    }
  }

  mock_resource "aws_lambda_function" {
    defaults = {
      arn        = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
      invoke_arn = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:orders/invocations"
    }
  }
}

variables {
  name = "orders"
  # A mock provider uploads nothing, so any file will do.
  package = "versions.tf"
  handler = "index.handler"
  # A mock provider still validates arguments, including runtimes. This is the
  # newest runtime that provider 3.39 accepts.
  runtime = "nodejs14.x"
}

run "role_trusts_the_lambda_service_only" {
  assert {
    condition     = aws_iam_role.this.name == "orders"
    error_message = "The role does not have the function's name."
  }

  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy) == {
      Version = "2012-10-17"
      Statement = [
        {
          Effect    = "Allow"
          Action    = "sts:AssumeRole"
          Principal = { Service = "lambda.amazonaws.com" }
        },
      ]
    }
    error_message = "Only the Lambda service may assume the role."
  }
}

run "policy_is_limited_to_its_log_group" {
  assert {
    condition     = aws_iam_role_policy.this.role == "orders"
    error_message = "The policy belongs to another role."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.this.policy).Statement) == 1
    error_message = "The policy has more than one statement."
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.this.policy).Statement[0].Effect == "Allow"
    error_message = "The statement of the policy is not an Allow statement."
  }

  # Compared as lists: exactly these two actions.
  assert {
    condition     = jsonencode(sort(jsondecode(aws_iam_role_policy.this.policy).Statement[0].Action)) == jsonencode(["logs:CreateLogStream", "logs:PutLogEvents"])
    error_message = "The actions are not exactly logs:CreateLogStream and logs:PutLogEvents."
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.this.policy).Statement[0].Resource == ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/orders:*"]
    error_message = "The policy reaches more, or something other, than the streams of the function's own log group."
  }

  assert {
    condition     = keys(jsondecode(aws_iam_role_policy.this.policy).Statement[0]) == ["Action", "Effect", "Resource"]
    error_message = "The statement has other parts than an effect, actions and a resource."
  }
}

run "log_group" {
  assert {
    condition     = aws_cloudwatch_log_group.this.name == "/aws/lambda/orders"
    error_message = "The log group is not /aws/lambda/<name>, where Lambda writes."
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.retention_in_days == 365
    error_message = "The default retention is not 365 days."
  }
}

run "log_retention_can_be_chosen" {
  variables {
    log_retention_days = 30
  }

  assert {
    condition     = aws_cloudwatch_log_group.this.retention_in_days == 30
    error_message = "The log group does not have the requested retention."
  }
}

run "function_with_defaults" {
  assert {
    condition     = aws_lambda_function.this.function_name == "orders"
    error_message = "The function does not have the given name."
  }

  assert {
    condition     = aws_lambda_function.this.role == "arn:aws:iam::123456789012:role/orders"
    error_message = "The function does not use its own role."
  }

  assert {
    condition     = aws_lambda_function.this.filename == "versions.tf" && aws_lambda_function.this.source_code_hash == filebase64sha256("versions.tf")
    error_message = "The package or its hash is wrong, so changed code would not be uploaded."
  }

  assert {
    condition     = aws_lambda_function.this.handler == "index.handler" && aws_lambda_function.this.runtime == "nodejs14.x"
    error_message = "The function does not have the given handler and runtime."
  }

  assert {
    condition     = aws_lambda_function.this.memory_size == 128 && aws_lambda_function.this.timeout == 3
    error_message = "The defaults are not 128 MB and 3 seconds."
  }
}

run "nothing_else_by_default" {
  assert {
    condition     = length(aws_lambda_function.this.environment) + length(aws_lambda_function.this.vpc_config) + length(aws_lambda_function.this.tracing_config) + length(aws_lambda_function.this.dead_letter_config) == 0
    error_message = "The function has a setting that was not requested."
  }

  assert {
    condition     = aws_lambda_function.this.reserved_concurrent_executions == -1
    error_message = "The function reserves concurrency that was not requested."
  }
}

run "every_setting" {
  variables {
    environment          = { TABLE = "orders", MODE = ":" }
    layers               = ["arn:aws:lambda:eu-west-1:123456789012:layer:tools:3"]
    vpc                  = { subnet_ids = ["subnet-1", "subnet-2"], security_group_ids = ["sg-1"] }
    tracing_mode         = "Active"
    reserved_concurrency = 0
    dead_letter_arn      = "arn:aws:sqs:eu-west-1:123456789012:failed"
    log_kms_key_arn      = "arn:aws:kms:eu-west-1:123456789012:key/1"
    policy_statements = [
      { actions = ["dynamodb:GetItem"], resources = ["arn:aws:dynamodb:eu-west-1:123456789012:table/orders"] },
    ]
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables == tomap({ TABLE = "orders", MODE = ":" })
    error_message = "The function does not have the given environment."
  }

  assert {
    condition     = aws_lambda_function.this.layers == tolist(["arn:aws:lambda:eu-west-1:123456789012:layer:tools:3"])
    error_message = "The function does not have the given layer."
  }

  assert {
    condition     = aws_lambda_function.this.vpc_config[0].subnet_ids == toset(["subnet-1", "subnet-2"]) && aws_lambda_function.this.vpc_config[0].security_group_ids == toset(["sg-1"])
    error_message = "The function does not have the given subnets and security groups."
  }

  assert {
    condition     = aws_lambda_function.this.tracing_config[0].mode == "Active" && aws_lambda_function.this.reserved_concurrent_executions == 0
    error_message = "The function does not have the given tracing mode and reserved concurrency."
  }

  assert {
    condition     = aws_lambda_function.this.dead_letter_config[0].target_arn == "arn:aws:sqs:eu-west-1:123456789012:failed" && aws_cloudwatch_log_group.this.kms_key_id == "arn:aws:kms:eu-west-1:123456789012:key/1"
    error_message = "The dead letter queue or the log group's key is not the given one."
  }

  assert {
    condition = jsonencode([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Action]) == jsonencode([
      ["logs:CreateLogStream", "logs:PutLogEvents"],
      [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
      ],
      ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
      ["sqs:SendMessage"],
      ["dynamodb:GetItem"],
    ])
    error_message = "The permissions are not exactly those that the settings need."
  }

  assert {
    condition = jsonencode([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Resource]) == jsonencode([
      ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/orders:*"],
      ["*"],
      ["*"],
      ["arn:aws:sqs:eu-west-1:123456789012:failed"],
      ["arn:aws:dynamodb:eu-west-1:123456789012:table/orders"],
    ])
    error_message = "A permission is for the wrong resources."
  }
}

run "topic_as_dead_letter_target" {
  variables {
    dead_letter_arn = "arn:aws:sns:eu-west-1:123456789012:failed"
    tracing_mode    = "PassThrough"
  }

  assert {
    condition     = jsonencode([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Action]) == jsonencode([["logs:CreateLogStream", "logs:PutLogEvents"], ["sns:Publish"]])
    error_message = "The permissions are not exactly those for the logs and the topic."
  }
}

run "outputs" {
  assert {
    condition     = output.arn == "arn:aws:lambda:eu-west-1:123456789012:function:orders"
    error_message = "The output arn is not the function's ARN."
  }

  assert {
    condition     = endswith(output.invoke_arn, ":function:orders/invocations")
    error_message = "The output invoke_arn is not the function's invoke ARN."
  }

  assert {
    condition     = output.function_name == "orders" && output.role_name == "orders" && output.log_group_name == "/aws/lambda/orders"
    error_message = "An output is not the name of the function, its role or its log group."
  }

  assert {
    condition     = output.role_arn == "arn:aws:iam::123456789012:role/orders"
    error_message = "The output role_arn is not the role's ARN."
  }
}

run "smallest_values_are_accepted" {
  command = plan

  variables {
    name               = "o"
    handler            = "h"
    memory_size        = 128
    timeout            = 1
    log_retention_days = 0
  }

  assert {
    condition     = aws_lambda_function.this.memory_size == 128 && aws_lambda_function.this.timeout == 1
    error_message = "The function does not have the smallest memory size and timeout."
  }
}

run "largest_values_are_accepted" {
  command = plan

  variables {
    name               = "A234567890_234567890-234567890123456789012345678901234567890123Z"
    description        = format("%0256d", 0)
    handler            = format("%0128d", 0)
    memory_size        = 10240
    timeout            = 900
    log_retention_days = 3653
    # 4 + 2 * 2046 bytes.
    environment = { SIZE = join("", [for number in range(1023) : "éé"]) }
  }

  assert {
    condition     = aws_lambda_function.this.memory_size == 10240 && aws_lambda_function.this.timeout == 900
    error_message = "The function does not have the largest memory size and timeout."
  }

  assert {
    condition     = length(aws_lambda_function.this.description) == 256
    error_message = "The function does not have the description of 256 characters."
  }
}

# Each of the runs below sets several invalid values at once. All of them must be
# rejected: a run fails if one is accepted.

run "too_small_is_rejected" {
  command = plan

  variables {
    name               = ""
    handler            = ""
    runtime            = ""
    memory_size        = 127
    timeout            = 0
    log_retention_days = 2
  }

  expect_failures = [
    var.name,
    var.handler,
    var.runtime,
    var.memory_size,
    var.timeout,
    var.log_retention_days,
  ]
}

run "too_large_is_rejected" {
  command = plan

  variables {
    name               = "A234567890_234567890-2345678901234567890123456789012345678901234Z"
    description        = format("%0257d", 0)
    handler            = format("%0129d", 0)
    memory_size        = 10241
    timeout            = 901
    log_retention_days = 3654
    environment        = { SIZES = join("", [for number in range(1023) : "éé"]) }
    layers             = ["1", "2", "3", "4", "5", "6"]
  }

  expect_failures = [
    var.name,
    var.description,
    var.handler,
    var.memory_size,
    var.timeout,
    var.log_retention_days,
    var.environment,
    var.layers,
  ]
}

run "malformed_is_rejected" {
  command = plan

  variables {
    name        = "orders.v2"
    package     = "no-such-file.zip"
    handler     = "index handler"
    runtime     = "Node.js 24"
    memory_size = 128.5
    timeout     = 1.5

    environment          = { "a-b" = "" }
    vpc                  = { subnet_ids = ["subnet-1"], security_group_ids = [] }
    tracing_mode         = "active"
    reserved_concurrency = -2
    dead_letter_arn      = "arn:aws:s3:::failed"
    log_kms_key_arn      = "alias/logs"
    policy_statements    = [{ actions = [], resources = ["*"] }]
  }

  expect_failures = [
    var.name,
    var.package,
    var.handler,
    var.runtime,
    var.memory_size,
    var.timeout,
    var.environment,
    var.vpc,
    var.tracing_mode,
    var.reserved_concurrency,
    var.dead_letter_arn,
    var.log_kms_key_arn,
    var.policy_statements,
  ]
}
