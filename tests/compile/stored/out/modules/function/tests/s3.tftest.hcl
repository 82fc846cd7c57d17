# Needs Terraform 1.7 or later, but no AWS account: run "terraform test" in the
# folder of this module.

mock_provider "aws" {
  mock_resource "aws_iam_role" {
    defaults = {
      arn = "arn:aws:iam::123456789012:role/orders"
    }
  }
}

variables {
  name    = "orders"
  handler = "index.handler"
  runtime = "nodejs14.x"
}

run "code_may_be_in_s3" {
  variables {
    s3_package = { bucket = "builds", key = "orders.zip", version = "7" }
  }

  assert {
    condition     = aws_lambda_function.this.s3_bucket == "builds" && aws_lambda_function.this.s3_key == "orders.zip" && aws_lambda_function.this.s3_object_version == "7"
    error_message = "The code is not that of the object."
  }

  assert {
    condition     = aws_lambda_function.this.filename == null
    error_message = "There is a file besides the object."
  }
}

run "the_version_may_be_the_current_one" {
  variables {
    s3_package = { bucket = "builds", key = "orders.zip", version = null }
  }

  assert {
    condition     = aws_lambda_function.this.s3_key == "orders.zip" && aws_lambda_function.this.s3_object_version == null
    error_message = "The version is not left to S3."
  }
}
