//! Differences as text, Markdown, JSON and findings.

use super::{Change, Diff, Effect, RouteDiff};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::matrix::markdown::{cell, code};
use crate::model::Model;
use crate::rules::{changed_access, widened_access};
use crate::text::one_line;
use serde_json::{Value, json};

/// How many names are listed; the rest are counted.
const NAMES: usize = 6;

/// For a terminal, with ANSI colors.
pub fn text(diff: &Diff) -> String {
    if diff.is_empty() {
        return "access does not change\n".to_owned();
    }
    let mut text = String::new();
    for route in &diff.routes {
        let state = match route.state {
            "kept" => String::new(),
            state => format!(" ({state})"),
        };
        text.push_str(&format!(
            "\x1b[1m{}\x1b[0m{state}\n",
            one_line(&route.route)
        ));
        text.extend(route.changes.iter().map(line));
    }
    if !diff.settings.is_empty() {
        text.push_str("\x1b[1msettings\x1b[0m\n");
        text.extend(diff.settings.iter().map(line));
    }
    text.push_str(&format!("{}\n", summary(diff)));
    text
}

fn line(change: &Change) -> String {
    let (sign, color) = match change.effect {
        Effect::Widens => ("+", "\x1b[31m"),
        Effect::Narrows => ("-", "\x1b[32m"),
        Effect::Changes => ("~", "\x1b[33m"),
    };
    let why = change.why.as_ref().map(|why| format!(": {why}"));
    let words = format!(
        "{}  {} -> {}{}",
        names(&change.subjects, |name| name.to_owned()),
        change.before,
        change.after,
        why.unwrap_or_default()
    );
    format!("  {color}{sign}\x1b[0m {}\n", one_line(&words))
}

fn names(subjects: &[String], show: impl Fn(&str) -> String) -> String {
    let shown: Vec<String> = subjects.iter().take(NAMES).map(|name| show(name)).collect();
    match subjects.len().saturating_sub(NAMES) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// How much widens and how much narrows, in one line.
fn summary(diff: &Diff) -> String {
    let count = |wanted: Effect, one: &str, several: &str| {
        let changes = diff.changes();
        let count = changes.filter(|change| change.effect == wanted).count();
        match count {
            0 => None,
            1 => Some(format!("1 {one}")),
            _ => Some(format!("{count} {several}")),
        }
    };
    let counts = [
        count(
            Effect::Widens,
            "change widens access",
            "changes widen access",
        ),
        count(
            Effect::Narrows,
            "change narrows access",
            "changes narrow access",
        ),
        count(Effect::Changes, "other change", "other changes"),
    ];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    match counts.is_empty() {
        true => "access does not change".to_owned(),
        false => counts.join(", "),
    }
}

/// For a comment on a pull request.
pub fn markdown(diff: &Diff) -> String {
    let mut text = format!("## Who may call what\n\n{}\n", sentence(&summary(diff)));
    if diff.is_empty() {
        return text;
    }
    text.push_str("\n| | Route or setting | Who | Before | After |\n|---|---|---|---|---|\n");
    let mut row = |about: &str, change: &Change| {
        let sign = match change.effect {
            Effect::Widens => "**+**",
            Effect::Narrows => "-",
            Effect::Changes => "~",
        };
        let who = names(&change.subjects, cell);
        let why = change.why.as_ref().map(|why| format!(": {}", cell(why)));
        text.push_str(&format!(
            "| {sign} | {about} | {who} | {} | {}{} |\n",
            cell(&change.before),
            cell(&change.after),
            why.unwrap_or_default()
        ));
    };
    for route in &diff.routes {
        let key = code([route.route.as_str()]);
        let about = match route.state {
            "kept" => key,
            state => format!("{key} ({state})"),
        };
        for change in &route.changes {
            row(&about, change);
        }
    }
    for change in &diff.settings {
        row("", change);
    }
    let quiet = diff.routes.iter().filter(|route| route.changes.is_empty());
    let quiet: Vec<String> = quiet
        .map(|route| format!("{} {}", code([route.route.as_str()]), route.state))
        .collect();
    if !quiet.is_empty() {
        text.push_str(&format!("\nNo effect on access: {}.\n", quiet.join(", ")));
    }
    text
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

/// One JSON document.
pub fn json(diff: &Diff) -> Value {
    json!({
        "version": 1,
        "widens": diff.widens(),
        "routes": diff.routes,
        "settings": diff.settings,
    })
}

/// Findings in the new blueprint, for code scanning.
pub fn findings(diff: &Diff, new: &Model) -> Diagnostics {
    let mut found = Diagnostics::default();
    let mut add = |change: &Change, about: Option<&RouteDiff>| {
        let rule = match change.effect {
            Effect::Widens => &widened_access::RULE,
            Effect::Narrows | Effect::Changes => &changed_access::RULE,
        };
        let place = about.and_then(|route| route.place).unwrap_or(new.name.span);
        let about = about
            .map(|route| format!("`{}`: ", route.route))
            .unwrap_or_default();
        let who = names(&change.subjects, |name| format!("`{name}`"));
        let message = format!("{about}{who}: {} -> {}", change.before, change.after);
        let diagnostic = Diagnostic::new(rule, place, message);
        found.push(match &change.why {
            Some(why) => diagnostic.note(why.clone()),
            None => diagnostic,
        });
    };
    for route in &diff.routes {
        for change in &route.changes {
            add(change, Some(route));
        }
    }
    for change in &diff.settings {
        add(change, None);
    }
    found.sort();
    found
}
