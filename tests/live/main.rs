//! What real programs answer: Terraform with the real AWS provider, an
//! emulator of AWS over HTTP, and Node.
//!
//! `cargo test --test live walkthrough::` runs the tests of one file.

#[path = "../support/mod.rs"]
mod support;

mod access_tokens;
mod audit;
mod authorizers;
mod first_hour;
mod machine_clients;
mod oidc;
mod second_opinion;
mod verify;
mod walkthrough;
