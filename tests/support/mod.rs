//! What several test programs share: the compiler and the real tools around it.
//! Each program uses a part of it.
#![allow(dead_code, unused_imports, unused_macros)]

pub(crate) mod applied;
pub(crate) mod checks;
pub(crate) mod compile;
pub(crate) mod emulator;
pub(crate) mod examples;
pub(crate) mod fixes;
pub(crate) mod gateway;
pub(crate) mod grammar;
pub(crate) mod harness;
pub(crate) mod install;
pub(crate) mod merge;
pub(crate) mod oidc;
pub(crate) mod pages;
pub(crate) mod recipes;
pub(crate) mod terraform;
pub(crate) mod tools;
pub(crate) mod verify;
pub(crate) mod witness;
