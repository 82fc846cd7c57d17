//! Checks of Terraform files against what the AWS provider and the files
//! themselves declare, without Terraform.
#![allow(dead_code)]

pub(crate) mod references;
pub(crate) mod schema;
