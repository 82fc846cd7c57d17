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
