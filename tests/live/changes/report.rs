//! The table of `docs/changes.md`.

use super::list::{Change, Promise};
use super::place::Applied;
use std::collections::BTreeSet;

/// A row: the change, what Terraform does, what callers see, what jwtgen says.
#[derive(Debug, Clone)]
pub(super) struct Row([String; 4]);

impl Row {
    pub(super) fn new(change: &Change, applied: &Applied) -> Row {
        let calls = match (&change.promise, applied.failed.is_empty()) {
            (Promise::Refused, _) => "all answered; nothing changes",
            (_, true) => "all answered",
            (_, false) => "some fail",
        };
        Row([
            change.name.to_owned(),
            terraform(applied),
            calls.to_owned(),
            said(&applied.said),
        ])
    }
}

/// What Terraform did: by verb, in the order of their first step.
fn terraform(applied: &Applied) -> String {
    if applied.refusal.is_some() {
        return "refuses the plan".to_owned();
    }
    let of = |verb: &str| -> BTreeSet<String> {
        let steps = applied.steps.iter().filter(|(found, _)| found == verb);
        steps.map(|(_, address)| kind(address)).collect()
    };
    let last = |verbs: &[&str]| {
        let found = |(verb, _): &(String, String)| verbs.contains(&verb.as_str());
        applied.steps.iter().rposition(found)
    };
    let first_destroyed = applied
        .steps
        .iter()
        .position(|(verb, _)| verb == "destroys");
    let phrase = |verb: &str| {
        let kinds: Vec<String> = of(verb).into_iter().collect();
        (!kinds.is_empty()).then(|| format!("{verb} {}", kinds.join(", ")))
    };
    let made: Vec<String> = ["creates", "changes"]
        .iter()
        .filter_map(|it| phrase(it))
        .collect();
    let Some(destroyed) = phrase("destroys") else {
        return match made.is_empty() {
            true => "nothing".to_owned(),
            false => made.join("; "),
        };
    };
    let after = last(&["creates", "changes"]) < first_destroyed;
    match (made.is_empty(), after) {
        (true, _) => destroyed,
        (false, true) => format!("{}; then {destroyed}", made.join("; ")),
        (false, false) => format!("{}; {destroyed}", made.join("; ")),
    }
}

/// A resource type in short.
fn kind(address: &str) -> String {
    let parts: Vec<&str> = address.split('.').collect();
    let kind = parts.iter().find(|part| part.starts_with("aws_"));
    let kind = kind.copied().unwrap_or(address);
    let kind = kind
        .trim_start_matches("aws_")
        .trim_start_matches("apigatewayv2_");
    format!("`{kind}`")
}

/// The findings of a compile about the apply.
fn said(text: &str) -> String {
    let found = text.lines().filter_map(|line| {
        let (severity, rest) = line.split_once("[JG07")?;
        let (code, message) = rest.split_once("]: ")?;
        let plain = ["warning", "note"].contains(&severity);
        plain.then(|| format!("JG07{code}: {message}"))
    });
    let found: Vec<String> = found.collect();
    match found.is_empty() {
        true => "nothing".to_owned(),
        false => found.join("<br>"),
    }
}

/// Both halves as a table.
pub(super) fn table(first: &[Row], second: &[Row]) -> String {
    let mut text = String::from(
        "| Change | Terraform | Calls meanwhile | `jwtgen compile` says |\n|---|---|---|---|\n",
    );
    for Row(cells) in first.iter().chain(second) {
        text.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    text
}
