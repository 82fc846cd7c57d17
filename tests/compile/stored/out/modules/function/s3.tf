# In a separate file, because jwtgen leaves it out where every package is part of
# the output.
variable "s3_package" {
  description = "Zip file in S3 with the function's code, in place of package. New code is noticed by another key or version; null stands for the current version."
  type = object({
    bucket  = string
    key     = string
    version = string
  })
  default = null
}
