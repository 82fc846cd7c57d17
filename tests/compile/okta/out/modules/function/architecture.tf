# In a file of its own: the argument it serves is younger than the oldest provider
# this module is for, and jwtgen leaves both out for that.
variable "architecture" {
  description = "Instruction set of the function, x86_64 or arm64."
  type        = string
  default     = null

  validation {
    condition     = var.architecture == null || contains(["x86_64", "arm64"], coalesce(var.architecture, "x86_64"))
    error_message = "The architecture must be x86_64 or arm64."
  }
}
