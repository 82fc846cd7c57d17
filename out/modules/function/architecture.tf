# In a separate file, because jwtgen leaves it out for AWS providers that do not
# support the argument.
variable "architecture" {
  description = "Instruction set of the function, x86_64 or arm64. Lambda's default is x86_64."
  type        = string
  default     = null

  validation {
    condition     = var.architecture == null || contains(["x86_64", "arm64"], coalesce(var.architecture, "x86_64"))
    error_message = "The architecture must be x86_64 or arm64."
  }
}
