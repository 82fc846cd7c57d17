# Needs Terraform 1.7 or later and no AWS account: run "terraform test" in the
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
  # A mock uploads nothing, so any file will do.
  package = "versions.tf"
  handler = "index.handler"
  # A mocked provider still checks its arguments, runtimes included. This one is
  # old because the list of provider 3.39 ends here.
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
    error_message = "Somebody other than the Lambda service may assume the role."
  }
}

run "policy_is_limited_to_the_own_log_group" {
  assert {
    condition     = aws_iam_role_policy.logs.role == "orders"
    error_message = "The policy belongs to another role."
  }

  assert {
    condition     = length(jsondecode(aws_iam_role_policy.logs.policy).Statement) == 1
    error_message = "The policy has more than one statement."
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.logs.policy).Statement[0].Effect == "Allow"
    error_message = "The statement of the policy does not allow."
  }

  # Compared as lists: equal length and no action besides the two.
  assert {
    condition     = jsonencode(sort(jsondecode(aws_iam_role_policy.logs.policy).Statement[0].Action)) == jsonencode(["logs:CreateLogStream", "logs:PutLogEvents"])
    error_message = "The actions are not exactly logs:CreateLogStream and logs:PutLogEvents."
  }

  assert {
    condition     = jsondecode(aws_iam_role_policy.logs.policy).Statement[0].Resource == "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/orders:*"
    error_message = "The policy reaches more, or something other, than the streams of the function's own log group."
  }

  assert {
    condition     = keys(jsondecode(aws_iam_role_policy.logs.policy).Statement[0]) == ["Action", "Effect", "Resource"]
    error_message = "The statement has other parts than an effect, actions and a resource."
  }
}

run "log_group" {
  assert {
    condition     = aws_cloudwatch_log_group.this.name == "/aws/lambda/orders"
    error_message = "Lambda writes to /aws/lambda/<name>, and the log group is called otherwise."
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
    error_message = "The retention asked for is not the one of the log group."
  }
}

run "function_with_defaults" {
  assert {
    condition     = aws_lambda_function.this.function_name == "orders"
    error_message = "The function has another name."
  }

  assert {
    condition     = aws_lambda_function.this.role == "arn:aws:iam::123456789012:role/orders"
    error_message = "The function runs with another role than its own."
  }

  assert {
    condition     = aws_lambda_function.this.filename == "versions.tf" && aws_lambda_function.this.source_code_hash == filebase64sha256("versions.tf")
    error_message = "The package or its hash is another one, so changed code would not be uploaded."
  }

  assert {
    condition     = aws_lambda_function.this.handler == "index.handler" && aws_lambda_function.this.runtime == "nodejs14.x"
    error_message = "Handler or runtime do not reach the function."
  }

  assert {
    condition     = aws_lambda_function.this.memory_size == 128 && aws_lambda_function.this.timeout == 3
    error_message = "The defaults are not 128 MB and 3 seconds."
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
    error_message = "An output does not name the function, its role or its log group."
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
    error_message = "The smallest memory size and timeout do not reach the function."
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
  }

  assert {
    condition     = aws_lambda_function.this.memory_size == 10240 && aws_lambda_function.this.timeout == 900
    error_message = "The largest memory size and timeout do not reach the function."
  }

  assert {
    condition     = length(aws_lambda_function.this.description) == 256
    error_message = "A description of 256 characters does not reach the function."
  }
}

# Each of the runs below breaks several variables at once. All those listed must
# be refused: one that is accepted makes the run fail.

run "too_small_is_refused" {
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

run "too_large_is_refused" {
  command = plan

  variables {
    name               = "A234567890_234567890-2345678901234567890123456789012345678901234Z"
    description        = format("%0257d", 0)
    handler            = format("%0129d", 0)
    memory_size        = 10241
    timeout            = 901
    log_retention_days = 3654
  }

  expect_failures = [
    var.name,
    var.description,
    var.handler,
    var.memory_size,
    var.timeout,
    var.log_retention_days,
  ]
}

run "malformed_is_refused" {
  command = plan

  variables {
    name        = "orders.v2"
    package     = "no-such-file.zip"
    handler     = "index handler"
    runtime     = "Node.js 24"
    memory_size = 128.5
    timeout     = 1.5
  }

  expect_failures = [
    var.name,
    var.package,
    var.handler,
    var.runtime,
    var.memory_size,
    var.timeout,
  ]
}
