//! What several test programs share: the real tools, and checks of Terraform
//! files. Each program uses a part of it.
#![allow(dead_code)]

pub mod compile;
pub mod emulator;
pub mod references;
pub mod schema;
pub mod terraform;
pub mod tools;
