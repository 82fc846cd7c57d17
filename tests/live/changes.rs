//! Changes of a blueprint that is applied: real Terraform, the newest provider of
//! this machine, and a gateway in front of the emulator that refuses what AWS
//! refuses, while calls go on.

mod base;
mod list;
mod place;
mod report;

use crate::support::harness::trials;
use crate::support::install::say;
use crate::support::pages;
use crate::support::tools;
use anyhow::{Context, Result, ensure};
use list::{CHAINS, Change, Promise};
use place::{Applied, Place};
use report::Row;
use std::sync::{Mutex, PoisonError};

trials![
    the_first_half_applies_at_once,
    the_second_half_applies_at_once,
];

/// The rows of the halves, until both are there.
static ROWS: Mutex<[Option<Vec<Row>>; 2]> = Mutex::new([None, None]);

fn the_first_half_applies_at_once() -> Result<()> {
    half(0)
}

fn the_second_half_applies_at_once() -> Result<()> {
    half(1)
}

/// Applies one change after the other; writes the table with the last half.
fn half(index: usize) -> Result<()> {
    let (mut rows, mut problems) = (Vec::new(), Vec::new());
    let mut place = Place::new().context("the first apply")?;
    for change in CHAINS[index] {
        let context = || format!("{}\n\n{}", problems.join("\n\n"), change.name);
        let applied = place.change(change).with_context(context)?;
        match judge(change, &applied) {
            Ok(row) => rows.push(row),
            Err(error) => {
                say(&format!("{}: {error:#}", change.name));
                problems.push(format!("{error:#}"));
            }
        }
        if applied.refusal.is_some() {
            // What follows starts from what is applied.
            let context = || problems.join("\n\n");
            place.restore(change).with_context(context)?;
        }
    }
    ensure!(problems.is_empty(), "{}", problems.join("\n\n"));
    let mut all = ROWS.lock().unwrap_or_else(PoisonError::into_inner);
    all[index] = Some(rows);
    let [Some(first), Some(second)] = &*all else {
        return Ok(());
    };
    let provider = tools::newest_provider()?;
    // Older providers keep no logs and create no users.
    if provider.config.is_none() {
        return Ok(());
    }
    pages::check("docs/changes.md", "changes", &report::table(first, second))
}

/// Compares what came of a change with what was promised.
fn judge(change: &Change, applied: &Applied) -> Result<Row> {
    let name = change.name;
    let context = || format!("{name}: {applied:#?}");
    match change.promise {
        Promise::Seamless => {
            ensure!(applied.refusal.is_none(), "{}", context());
            ensure!(applied.failed.is_empty(), "{}", context());
            ensure!(applied.made >= 5, "too few calls: {}", context());
            ensure!(!applied.warns(), "nothing is lost, but: {}", context());
        }
        Promise::Announced => {
            ensure!(applied.refusal.is_none(), "{}", context());
            ensure!(applied.warns(), "not announced: {}", context());
            ensure!(applied.failed.is_empty(), "{}", context());
        }
        Promise::Interrupted => {
            ensure!(applied.refusal.is_none(), "{}", context());
            ensure!(applied.warns(), "not announced: {}", context());
        }
        Promise::Refused => {
            let refusal = applied.refusal.as_deref().unwrap_or_default();
            let planned = refusal.contains("Instance cannot be destroyed")
                || refusal.contains("cannot modify or remove schema items");
            ensure!(planned, "not refused by the plan: {}", context());
            ensure!(applied.warns(), "not announced: {}", context());
            ensure!(applied.failed.is_empty(), "{}", context());
        }
    }
    if applied.refusal.is_none() {
        ensure!(applied.second.is_empty(), "second plan: {}", context());
    }
    Ok(Row::new(change, applied))
}
