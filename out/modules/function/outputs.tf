output "arn" {
  description = "ARN of the function, for Cognito triggers."
  value       = aws_lambda_function.this.arn
}

output "invoke_arn" {
  description = "URI for API Gateway integrations and authorizers."
  value       = aws_lambda_function.this.invoke_arn
}

output "function_name" {
  description = "Name of the function, for permissions to invoke it."
  value       = aws_lambda_function.this.function_name
}

output "role_arn" {
  description = "ARN of the function's role."
  value       = aws_iam_role.this.arn
}

output "role_name" {
  description = "Name of the function's role, to attach policies to."
  value       = aws_iam_role.this.name
}

output "log_group_name" {
  description = "Name of the function's log group."
  value       = aws_cloudwatch_log_group.this.name
}
