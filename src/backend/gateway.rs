//! Gateways, one file each.

pub mod http_api;
