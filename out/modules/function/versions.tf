terraform {
  required_version = ">= 1.5"

  # Only a lower bound, as low as possible: the root module chooses the version.
  # Without the arguments architectures and skip_destroy, 3.39 would do.
  # Below 3.0, the provider appends ":*" to the ARN of a log group, and the role's
  # policy would then match no log group.
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 4.67"
    }
  }
}
