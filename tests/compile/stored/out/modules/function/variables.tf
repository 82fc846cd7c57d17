variable "name" {
  description = "Name of the Lambda function and of its role, and last part of its log group's name."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = "The name must have 1 to 64 characters: letters, digits, hyphens and underscores."
  }
}

variable "description" {
  description = "What the function is for, shown in the Lambda console."
  type        = string
  default     = ""
  nullable    = false

  validation {
    condition     = length(var.description) <= 256
    error_message = "The description must have at most 256 characters."
  }
}

variable "package" {
  description = "Path of the zip file with the function's code. The file must exist when Terraform plans."
  type        = string
  default     = null

  validation {
    condition     = var.package == null || can(filebase64sha256(var.package))
    error_message = "The package must be the path of an existing, readable zip file."
  }
}

variable "handler" {
  description = "Entry point of the code in the form its runtime expects, for example index.handler."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[^[:space:]]{1,128}$", var.handler))
    error_message = "The handler must have 1 to 128 characters and no white space."
  }
}

# Runtimes change every year, so only the format is checked here. The AWS provider
# rejects runtimes that it does not know when Terraform plans.
variable "runtime" {
  description = "Identifier of the Lambda runtime, for example nodejs24.x."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9.]*$", var.runtime))
    error_message = "The runtime must be an identifier of lowercase letters, digits and dots, such as nodejs24.x."
  }
}

variable "memory_size" {
  description = "Memory of the function in MB. CPU power is proportional to it."
  type        = number
  default     = 128
  nullable    = false

  validation {
    condition     = var.memory_size >= 128 && var.memory_size <= 10240 && floor(var.memory_size) == var.memory_size
    error_message = "The memory size must be a whole number of MB from 128 to 10240."
  }
}

variable "timeout" {
  description = "Timeout of an invocation, in seconds."
  type        = number
  default     = 3
  nullable    = false

  validation {
    condition     = var.timeout >= 1 && var.timeout <= 900 && floor(var.timeout) == var.timeout
    error_message = "The timeout must be a whole number of seconds from 1 to 900."
  }
}

variable "log_retention_days" {
  description = "Days to keep the logs; 0 never expires."
  type        = number
  default     = 365
  nullable    = false

  # CloudWatch Logs accepts only these values.
  validation {
    condition = contains([
      0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731,
      1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ], var.log_retention_days)
    error_message = "The log retention must be 0 (never expires) or one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 and 3653 days."
  }
}

variable "log_kms_key_arn" {
  description = "ARN of the KMS key that encrypts the log group. Its key policy must let CloudWatch Logs use it."
  type        = string
  default     = null

  validation {
    condition     = var.log_kms_key_arn == null || can(regex("^arn:[^:]+:kms:", var.log_kms_key_arn))
    error_message = "The key of the log group must be the ARN of a KMS key."
  }
}

variable "environment" {
  description = "Environment variables of the function. Anyone with access to the function's configuration or to Terraform's state can read them."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.environment) : can(regex("^[a-zA-Z][a-zA-Z0-9_]+$", key))])
    error_message = "The name of an environment variable must start with a letter and have at least 2 letters, digits and underscores."
  }

  # Counts bytes, not characters: Base64 encodes three bytes as four characters.
  validation {
    condition = 4096 >= sum(concat([0], [
      for text in concat(keys(var.environment), values(var.environment)) :
      length(base64encode(text)) / 4 * 3 - length(regexall("=", base64encode(text)))
    ]))
    error_message = "The names and values of the environment variables must not exceed 4096 bytes in total."
  }
}

variable "layers" {
  description = "ARNs of layer versions, at most 5. Files of later layers override those of earlier ones."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.layers) <= 5
    error_message = "A function can have at most 5 layers."
  }
}

variable "vpc" {
  description = "Subnets and security groups for the function's network interfaces."
  type = object({
    subnet_ids         = list(string)
    security_group_ids = list(string)
  })
  default = null

  validation {
    condition     = var.vpc == null || try(length(var.vpc.subnet_ids) > 0 && length(var.vpc.security_group_ids) > 0, false)
    error_message = "A function in a VPC needs at least one subnet and one security group."
  }
}

variable "tracing_mode" {
  description = "X-Ray tracing mode: Active traces invocations, PassThrough leaves the decision to the caller."
  type        = string
  default     = null

  validation {
    condition     = var.tracing_mode == null || contains(["Active", "PassThrough"], coalesce(var.tracing_mode, "Active"))
    error_message = "The tracing mode must be Active or PassThrough."
  }
}

variable "reserved_concurrency" {
  description = "Concurrent executions reserved for the function, which is also its maximum. 0 disables the function, -1 reserves nothing."
  type        = number
  default     = -1
  nullable    = false

  validation {
    condition     = var.reserved_concurrency >= -1 && floor(var.reserved_concurrency) == var.reserved_concurrency
    error_message = "The reserved concurrency must be a whole number, 0 or more, or -1 for none."
  }
}

variable "dead_letter_arn" {
  description = "ARN of the SQS queue or SNS topic that receives the events of failed asynchronous invocations."
  type        = string
  default     = null

  validation {
    condition     = var.dead_letter_arn == null || can(regex("^arn:[^:]+:(sqs|sns):", var.dead_letter_arn))
    error_message = "The dead letter target must be the ARN of an SQS queue or an SNS topic."
  }
}

variable "policy_statements" {
  description = "Additional permissions of the function: actions, and the resources on which they are allowed."
  type = list(object({
    actions   = list(string)
    resources = list(string)
  }))
  default  = []
  nullable = false

  validation {
    condition     = alltrue([for statement in var.policy_statements : length(statement.actions) > 0 && length(statement.resources) > 0])
    error_message = "Each statement must have at least one action and one resource."
  }
}
