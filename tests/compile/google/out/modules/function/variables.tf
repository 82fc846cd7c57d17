variable "name" {
  description = "Name of the Lambda function, of its role, and last part of the name of its log group."
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
  nullable    = false

  validation {
    condition     = can(filebase64sha256(var.package))
    error_message = "The package must be the path of a zip file that exists and can be read."
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

# Which runtimes exist changes every year, so only the form is checked here. The
# provider has the list of its version and refuses the rest when Terraform plans.
variable "runtime" {
  description = "Identifier of the Lambda runtime, for example nodejs24.x."
  type        = string
  nullable    = false

  validation {
    condition     = can(regex("^[a-z][a-z0-9.]*$", var.runtime))
    error_message = "The runtime must be an identifier of lower-case letters, digits and dots, such as nodejs24.x."
  }
}

variable "memory_size" {
  description = "Memory of the function in MB. Processing power grows with it."
  type        = number
  default     = 128
  nullable    = false

  validation {
    condition     = var.memory_size >= 128 && var.memory_size <= 10240 && floor(var.memory_size) == var.memory_size
    error_message = "The memory size must be a whole number of MB from 128 to 10240."
  }
}

variable "timeout" {
  description = "Seconds after which Lambda stops an invocation."
  type        = number
  default     = 3
  nullable    = false

  validation {
    condition     = var.timeout >= 1 && var.timeout <= 900 && floor(var.timeout) == var.timeout
    error_message = "The timeout must be a whole number of seconds from 1 to 900."
  }
}

variable "log_retention_days" {
  description = "Days that log entries are kept. 0 keeps them for ever."
  type        = number
  default     = 365
  nullable    = false

  # CloudWatch Logs takes these values and no others.
  validation {
    condition = contains([
      0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731,
      1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ], var.log_retention_days)
    error_message = "The log retention must be 0 (for ever) or one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 and 3653 days."
  }
}

variable "log_kms_key_arn" {
  description = "ARN of the KMS key that encrypts the log group. Its policy must let the logs service use it."
  type        = string
  default     = null

  validation {
    condition     = var.log_kms_key_arn == null || can(regex("^arn:[^:]+:kms:", var.log_kms_key_arn))
    error_message = "The key of the log group must be the ARN of a KMS key."
  }
}

variable "environment" {
  description = "Environment variables of the function. They can be read by whoever may read its configuration, and in Terraform's state."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = alltrue([for key in keys(var.environment) : can(regex("^[a-zA-Z][a-zA-Z0-9_]+$", key))])
    error_message = "The name of an environment variable must have 2 or more letters, digits and underscores and start with a letter."
  }

  # This counts bytes, not characters: Base64 makes four characters of three of them.
  validation {
    condition = 4096 >= sum(concat([0], [
      for text in concat(keys(var.environment), values(var.environment)) :
      length(base64encode(text)) / 4 * 3 - length(regexall("=", base64encode(text)))
    ]))
    error_message = "The names and values of the environment variables must not be larger than 4096 bytes together."
  }
}

variable "layers" {
  description = "ARNs of layer versions, at most 5. Later ones cover files of earlier ones."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.layers) <= 5
    error_message = "A function takes at most 5 layers."
  }
}

variable "vpc" {
  description = "Subnets and security groups of the function, which gets a network interface in each subnet."
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
  description = "Active traces calls with X-Ray, PassThrough leaves the decision to the caller."
  type        = string
  default     = null

  validation {
    condition     = var.tracing_mode == null || contains(["Active", "PassThrough"], coalesce(var.tracing_mode, "Active"))
    error_message = "The tracing mode must be Active or PassThrough."
  }
}

variable "reserved_concurrency" {
  description = "Calls that run at the same time, at most and guaranteed. 0 stops the function."
  type        = number
  default     = -1
  nullable    = false

  validation {
    condition     = var.reserved_concurrency >= -1 && floor(var.reserved_concurrency) == var.reserved_concurrency
    error_message = "The reserved concurrency must be a whole number from 0, or -1 for none."
  }
}

variable "dead_letter_arn" {
  description = "ARN of the SQS queue or SNS topic that gets the events of asynchronous calls which failed."
  type        = string
  default     = null

  validation {
    condition     = var.dead_letter_arn == null || can(regex("^arn:[^:]+:(sqs|sns):", var.dead_letter_arn))
    error_message = "The dead letter target must be the ARN of an SQS queue or an SNS topic."
  }
}

variable "policy_statements" {
  description = "What the function may do besides what its settings need: actions and the resources they are allowed for."
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
