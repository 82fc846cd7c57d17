//! Gateways, one file each.

pub(super) mod http_api;
