# The role belongs to this one function, so a permission given to it reaches no
# other function.
resource "aws_iam_role" "this" {
  name        = var.name
  description = "Execution role of the Lambda function ${var.name}."

  # The Lambda service and nobody else: no account, user or role may assume it.
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
}

# Created here rather than by the first invocation, which would leave a log group
# without retention that Terraform neither knows nor deletes.
resource "aws_cloudwatch_log_group" "this" {
  # checkov:skip=CKV_AWS_158:CloudWatch encrypts logs at rest; a key of your own needs a key policy for the logs service
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
}

resource "aws_iam_role_policy" "logs" {
  name = "logs"
  role = aws_iam_role.this.name

  # The function's own log group only. logs:CreateLogGroup is left out on purpose:
  # with it, an invocation after "terraform destroy" would bring the group back.
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = [
          "logs:CreateLogStream",
          "logs:PutLogEvents",
        ]
        Resource = "${aws_cloudwatch_log_group.this.arn}:*"
      },
    ]
  })
}

resource "aws_lambda_function" "this" {
  # checkov:skip=CKV_AWS_50:Tracing needs further permissions; the function has those for its log group only
  # checkov:skip=CKV_AWS_115:Reserved concurrency takes from the account's pool; the API's throttling limits load
  # checkov:skip=CKV_AWS_116:A dead letter queue serves asynchronous calls; this function is called synchronously
  # checkov:skip=CKV_AWS_117:The function needs nothing inside a VPC
  # checkov:skip=CKV_AWS_272:The package is compared by hash; code signing needs a signing profile of your own
  function_name = var.name
  description   = var.description
  role          = aws_iam_role.this.arn

  filename = var.package
  # Without the hash a changed package of the same name would not be uploaded.
  source_code_hash = filebase64sha256(var.package)

  handler     = var.handler
  runtime     = var.runtime
  memory_size = var.memory_size
  timeout     = var.timeout

  # The function can be called as soon as it exists. By then its log group must
  # exist and the role must be allowed to write to it.
  depends_on = [
    aws_cloudwatch_log_group.this,
    aws_iam_role_policy.logs,
  ]
}
