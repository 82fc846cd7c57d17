//! The command line as people use it: the real program in real folders.
//!
//! `SNAPSHOTS=overwrite cargo test --test cli` rewrites what is expected.

mod args;
mod changes;
mod completions;
mod determinism;
mod diff;
mod evaluator;
mod fix;
mod flags;
mod formats;
mod help;
mod hostile;
mod init;
mod input;
mod interrupted;
mod matrix;
mod output;
mod overlay;
mod owner;
mod places;
mod project;
mod reports;
mod rules;
mod tfvars;
