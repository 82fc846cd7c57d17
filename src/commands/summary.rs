//! What `compile` says about the output folder.

use super::{ERROR, shell_word};
use crate::output::{Change, MANIFEST, Planned, WritePlan};
use crate::rules::edited_output;
use serde_json::{Value, json};
use similar::TextDiff;
use std::time::Duration;

const GREEN: &str = "\x1b[32m";
const RED: &str = "\x1b[31m";
const BOLD: &str = "\x1b[1m";
const RESET: &str = "\x1b[0m";

/// Most names listed behind a count, so that the summary fits on a screen.
const NAMES: usize = 16;

/// Longest search for the shortest difference of a file.
const DIFF_TIME: Duration = Duration::from_millis(500);

const WORDS: [(Change, &str); 4] = [
    (Change::Create, "created"),
    (Change::Update, "updated"),
    (Change::Same, "unchanged"),
    (Change::Remove, "removed"),
];

/// What was written, and what to run next.
pub(super) fn written(plan: &WritePlan, blueprint: &str) -> String {
    let folder = plan.folder().display();
    let mut text = format!("{BOLD}compiled{RESET} {blueprint} to {folder}\n");
    for (change, word) in WORDS {
        let names: Vec<&str> = paths(plan, change).collect();
        match (names.len(), change) {
            (0, _) => {}
            (count, Change::Same) => text.push_str(&format!("  {word:<10}{count:>4}\n")),
            (count, _) => {
                text.push_str(&format!("  {word:<10}{count:>4}  {}\n", listed(&names)));
            }
        }
    }
    text.push_str(&kept(plan));
    let shell = shell_word(plan.folder());
    text.push_str(&match plan.is_current() {
        true => "nothing changed\n".to_owned(),
        // Without a manifest before, nobody knows what has been applied.
        false if changes(plan).all(|planned| planned.path == MANIFEST && planned.old.is_some()) => {
            "nothing to apply: only jwtgen's manifest changed\n".to_owned()
        }
        false => {
            format!("next: terraform -chdir={shell} init && terraform -chdir={shell} apply\n")
        }
    });
    text
}

/// What `--check` found.
pub(super) fn check(plan: &WritePlan, blueprint: &str) -> String {
    let folder = plan.folder().display();
    if plan.is_current() {
        return format!("{folder} is up to date\n");
    }
    let mut text = conflicts(plan);
    for planned in changes(plan) {
        // The hashes add nothing to differences that are shown.
        if planned.path != MANIFEST || text.is_empty() {
            text.push_str(&difference(plan, planned));
        }
    }
    text.push_str(&kept(plan));
    text.push_str(&format!(
        "{RED}{BOLD}stale{RESET}: {folder} is not what {blueprint} compiles to; \
         compile it without `--check`\n"
    ));
    text
}

/// Why nothing was written: generated files that were edited, and what they
/// would become.
pub(super) fn refused(plan: &WritePlan) -> String {
    let mut text = conflicts(plan);
    text.push_str(&format!("{ERROR}: nothing was written\n"));
    text
}

fn conflicts(plan: &WritePlan) -> String {
    let mut text = String::new();
    for planned in plan.conflicts() {
        let path = plan.folder().join(&planned.path);
        text.push_str(&format!(
            "{ERROR}[{}]: {}\n",
            edited_output::RULE.code,
            edited_output::message(&path.display().to_string(), planned.known)
        ));
        text.push_str(&difference(plan, planned));
    }
    for known in [true, false] {
        if plan
            .conflicts()
            .iter()
            .any(|planned| planned.known == known)
        {
            text.push_str(&format!("help: {}\n", edited_output::help(known)));
        }
    }
    text
}

fn kept(plan: &WritePlan) -> String {
    let kept = plan.kept().iter().map(|path| {
        let path = plan.folder().join(path);
        format!(
            "  kept       {}: no longer generated, but edited; delete it if it is not needed\n",
            path.display()
        )
    });
    kept.collect()
}

/// Whether the last compile recorded its resources, or there was none: else nobody
/// knows what an apply replaces or destroys.
pub(super) fn compared(plan: &WritePlan) -> bool {
    let mut entries = plan.entries().iter();
    let is_other = |entry: &Planned| entry.old.is_some() && entry.change != Change::Same;
    !plan.before().is_empty() || !entries.any(is_other)
}

/// The same as data; `written` says whether the folder was written.
pub(super) fn json(plan: &WritePlan, written: bool) -> Value {
    let of = |change| paths(plan, change).collect::<Vec<_>>();
    json!({
        "folder": plan.folder().display().to_string(),
        "written": written,
        "compared": compared(plan),
        "created": of(Change::Create),
        "updated": of(Change::Update),
        "unchanged": of(Change::Same),
        "removed": of(Change::Remove),
        "kept": plan.kept(),
        "edited": plan.conflicts().iter().map(|planned| &planned.path).collect::<Vec<_>>(),
    })
}

fn changes(plan: &WritePlan) -> impl Iterator<Item = &Planned> {
    let entries = plan.entries().iter();
    entries.filter(|planned| planned.change != Change::Same)
}

fn paths(plan: &WritePlan, change: Change) -> impl Iterator<Item = &str> {
    plan.entries()
        .iter()
        .filter(move |planned| planned.change == change)
        .map(|planned| planned.path.as_str())
}

/// Names on one line. If there are many, a folder is listed instead of its
/// files.
fn listed(names: &[&str]) -> String {
    if names.len() <= NAMES {
        return names.join(" ");
    }
    let mut short: Vec<&str> = names
        .iter()
        .map(|name| name.find('/').map_or(*name, |slash| &name[..=slash]))
        .collect();
    short.dedup();
    match short.len() {
        0..=NAMES => short.join(" "),
        many => format!("{} and {} more", short[..NAMES].join(" "), many - NAMES),
    }
}

/// From what is there to what would be there.
fn difference(plan: &WritePlan, planned: &Planned) -> String {
    let path = plan.folder().join(&planned.path);
    let path = path.display();
    let (old, new) = match (&planned.old, &planned.new) {
        (None, _) => return format!("{path} is missing\n"),
        (_, None) => return format!("{path} is no longer generated\n"),
        (Some(old), Some(new)) => (str::from_utf8(old), str::from_utf8(new)),
    };
    let (Ok(old), Ok(new)) = (old, new) else {
        return format!("{path} differs\n");
    };
    if old.contains('\0') || new.contains('\0') {
        return format!("{path} differs\n");
    }
    if old.replace("\r\n", "\n") == new {
        return format!("{path} differs only in its line endings\n");
    }
    let diff = TextDiff::configure()
        .timeout(DIFF_TIME)
        .diff_lines(old, new);
    let diff = diff
        .unified_diff()
        .header(
            &format!("{path} (as it is)"),
            &format!("{path} (as compiled)"),
        )
        .to_string();
    diff.lines()
        .map(|line| match line.as_bytes().first() {
            Some(b'+') => format!("{GREEN}{line}{RESET}\n"),
            Some(b'-') => format!("{RED}{line}{RESET}\n"),
            _ => format!("{line}\n"),
        })
        .collect()
}
