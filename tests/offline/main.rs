//! What needs no other program: reports, documents, examples, the language.
//!
//! `cargo test --test offline matrix::` runs the tests of one file.

#[path = "../provider/mod.rs"]
mod provider;
#[path = "../support/mod.rs"]
mod support;

mod accept;
mod alone;
mod audit;
mod ci;
mod dependencies;
mod diff;
mod documents;
mod escapes;
mod examples;
mod forged;
mod grammar;
mod habits;
mod hostile;
mod language;
mod matrix;
mod readme;
mod references;
mod referred;
mod rules;
mod widening;
