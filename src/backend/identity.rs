//! Identity providers, one file each.

pub(super) mod cognito;
pub(super) mod oidc;
