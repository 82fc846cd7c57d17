//! What several test programs share: the compiler and the real tools around it.
//! Each program uses a part of it.
#![allow(dead_code, unused_imports, unused_macros)]

pub mod applied;
pub mod checks;
pub mod compile;
pub mod emulator;
pub mod examples;
pub mod fixes;
pub mod grammar;
pub mod harness;
pub mod install;
pub mod oidc;
pub mod pages;
pub mod recipes;
pub mod terraform;
pub mod tools;
pub mod verify;
