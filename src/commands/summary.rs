//! What `compile` says about the output folder.

use crate::output::{Change, Planned, WritePlan};
use crate::rules::edited_output;
use serde_json::{Value, json};
use similar::TextDiff;

const GREEN: &str = "\x1b[32m";
const RED: &str = "\x1b[31m";
const BOLD: &str = "\x1b[1m";
const RESET: &str = "\x1b[0m";

/// Most names listed behind a count, so that the summary fits on a screen.
const NAMES: usize = 12;

const WORDS: [(Change, &str); 4] = [
    (Change::Create, "created"),
    (Change::Update, "updated"),
    (Change::Same, "unchanged"),
    (Change::Remove, "removed"),
];

/// What was written, and what to type next.
pub fn written(plan: &WritePlan, blueprint: &str) -> String {
    let folder = plan.folder().display();
    let mut text = format!("{BOLD}compiled{RESET} {blueprint} to {folder}\n");
    for (change, word) in WORDS {
        let names: Vec<&str> = paths(plan, change).collect();
        text.push_str(&format!("  {word:<10}{:>4}", names.len()));
        if change != Change::Same && !names.is_empty() {
            text.push_str(&format!("  {}", listed(&names)));
        }
        text.push('\n');
    }
    for path in plan.kept() {
        text.push_str(&format!(
            "  kept       {path}: no longer generated, but edited; delete it if it is not needed\n"
        ));
    }
    let shell = shell_word(&folder.to_string());
    text.push_str(&match plan.is_current() {
        true => "nothing changed\n".to_owned(),
        false => format!("next: terraform -chdir={shell} init && terraform -chdir={shell} apply\n"),
    });
    text
}

/// What `--check` found.
pub fn check(plan: &WritePlan) -> String {
    if plan.is_current() {
        return format!("{} is up to date\n", plan.folder().display());
    }
    let mut text = String::new();
    for planned in plan.entries() {
        if planned.change != Change::Same {
            text.push_str(&difference(plan, planned));
        }
    }
    text.push_str(&format!(
        "{RED}{BOLD}stale{RESET}: {} is not what the blueprint compiles to; run `jwtgen compile`\n",
        plan.folder().display()
    ));
    text
}

/// Generated files that were edited, and what they would become.
pub fn conflicts(plan: &WritePlan) -> String {
    let mut text = String::new();
    for planned in plan.conflicts() {
        let path = plan.folder().join(&planned.path);
        text.push_str(&format!(
            "{}[{}]: {}\n",
            super::ERROR,
            edited_output::RULE.code,
            edited_output::message(&path.display().to_string())
        ));
        text.push_str(&difference(plan, planned));
    }
    text.push_str(&format!("help: {}\n", edited_output::HELP));
    text
}

/// The same as data.
pub fn json(plan: &WritePlan) -> Value {
    let of = |change| paths(plan, change).collect::<Vec<_>>();
    json!({
        "folder": plan.folder().display().to_string(),
        "created": of(Change::Create),
        "updated": of(Change::Update),
        "unchanged": of(Change::Same),
        "removed": of(Change::Remove),
        "kept": plan.kept(),
        "edited": plan.conflicts().iter().map(|planned| &planned.path).collect::<Vec<_>>(),
    })
}

fn paths(plan: &WritePlan, change: Change) -> impl Iterator<Item = &str> {
    plan.entries()
        .iter()
        .filter(move |planned| planned.change == change)
        .map(|planned| planned.path.as_str())
}

fn listed(names: &[&str]) -> String {
    match names.len() {
        0..=NAMES => names.join(" "),
        many => format!("{} and {} more", names[..NAMES].join(" "), many - NAMES),
    }
}

/// From what is there to what would be there.
fn difference(plan: &WritePlan, planned: &Planned) -> String {
    let path = plan.folder().join(&planned.path);
    let path = path.display();
    let text = |bytes: &Option<Vec<u8>>| String::from_utf8(bytes.clone().unwrap_or_default());
    let (Ok(old), Ok(new)) = (text(&planned.old), text(&planned.new)) else {
        return format!("{path} differs\n");
    };
    if old.contains('\0') || new.contains('\0') {
        return format!("{path} differs\n");
    }
    let diff = TextDiff::from_lines(&old, &new);
    let name = |bytes: &Option<Vec<u8>>, side: &str| match bytes {
        Some(_) => format!("{path} ({side})"),
        None => "nothing".to_owned(),
    };
    let diff = diff
        .unified_diff()
        .header(
            &name(&planned.old, "as it is"),
            &name(&planned.new, "as compiled"),
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

/// A path as a shell takes it.
fn shell_word(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
    match path.chars().all(plain) {
        true => path.to_owned(),
        false => format!("'{}'", path.replace('\'', r"'\''")),
    }
}
