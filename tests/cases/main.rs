//! One test for each case of `tests/compile` and of `tests/diagnostics`.
//!
//! `cargo test --test cases compile::oidc` runs the tests of one case, and
//! `SNAPSHOTS=overwrite cargo test --test cases` rewrites what is expected.

#[path = "../provider/mod.rs"]
mod provider;
#[path = "../support/mod.rs"]
mod support;

mod compile;
mod diagnostics;

use std::process::ExitCode;
use support::harness::run;

fn main() -> ExitCode {
    let mut trials = compile::trials();
    trials.extend(diagnostics::trials());
    run(trials)
}
