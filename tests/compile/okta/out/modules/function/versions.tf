terraform {
  required_version = ">= 1.5"

  # Only a floor, and the lowest one: the root module decides which version runs.
  # Without the architecture it would be 3.39.
  # Below 3.0 the provider appends ":*" to the ARN of a log group, and the role's
  # policy here would then name no log group at all.
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 4.67"
    }
  }
}
