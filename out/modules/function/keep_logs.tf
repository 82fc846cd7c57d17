# In a separate file, because jwtgen leaves it out for AWS providers that do not
# support the argument.
variable "keep_logs" {
  description = "Whether the log group outlives the function: Terraform then forgets it instead of deleting it."
  type        = bool
  default     = true
  nullable    = false
}
