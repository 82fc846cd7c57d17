//! What holds without an AWS to call: reports, documents, examples, the
//! printer and the token handler.
//!
//! `cargo test --test offline matrix::` runs the tests of one file.

#[path = "../provider/mod.rs"]
mod provider;
#[path = "../support/mod.rs"]
mod support;

mod diff;
mod documents;
mod examples;
mod grammar;
mod handler;
mod hostile;
mod language;
mod matrix;
mod printer;
mod readme;
mod rules;
