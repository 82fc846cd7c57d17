//! What real programs answer: Terraform with the real AWS provider, an
//! emulator of AWS over HTTP, Node, a browser.
//!
//! `cargo test --test live walkthrough::` runs the tests of one file.

#[path = "../support/mod.rs"]
mod support;

mod access_tokens;
mod arrangements;
mod audit;
mod authorizers;
mod changes;
mod ci;
mod evaluator;
mod examples;
mod first_hour;
mod handler;
mod machine_clients;
mod mutations;
mod oidc;
mod page;
mod printer;
mod second_opinion;
mod settles;
mod verify;
mod walkthrough;
mod witness;

use std::process::ExitCode;
use support::harness::{every_test_is_listed, run, trial};

fn main() -> ExitCode {
    let files = [
        access_tokens::trials(),
        arrangements::trials(),
        audit::trials(),
        authorizers::trials(),
        changes::trials(),
        ci::trials(),
        evaluator::trials(),
        examples::trials(),
        first_hour::trials(),
        handler::trials(),
        machine_clients::trials(),
        mutations::trials(),
        oidc::trials(),
        page::trials(),
        printer::trials(),
        second_opinion::trials(),
        settles::trials(),
        verify::trials(),
        verify::fake::trials(),
        walkthrough::trials(),
        witness::trials(),
    ];
    let mut trials: Vec<_> = files.into_iter().flatten().collect();
    trials.push(trial("live::every_test_is_listed", || {
        every_test_is_listed("live")
    }));
    run(trials)
}
