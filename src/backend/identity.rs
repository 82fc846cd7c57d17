//! Identity providers, one file each.

pub mod cognito;
pub mod oidc;
