//! An audit for people, reviews and programs.

use super::{Alone, Audit, Change, Finding, Verdict};
use crate::diagnostic::render::one_line;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::matrix::markdown::cell;
use crate::rules::{audited_difference, unproven_access};
use crate::source::{Source, Span};
use serde_json::{Value, json};

/// Names shown before they are counted.
const NAMES: usize = 6;

/// For a terminal. Carries ANSI colours.
pub fn text(audit: &Audit, source: &Source) -> String {
    let mut text = String::new();
    let colour = |verdict| match verdict {
        Verdict::Same => "\x1b[32m",
        Verdict::Unknown => "\x1b[33m",
        Verdict::Different => "\x1b[31m",
    };
    let mut last = "";
    for finding in &audit.findings {
        if finding.address != last {
            let place = place(source, finding.place);
            text.push_str(&format!("\x1b[1m{}\x1b[0m  {place}\n", finding.address));
            last = &finding.address;
        }
        let words = one_line(&words(finding));
        let (colour, word) = (colour(finding.verdict), finding.verdict.word());
        text.push_str(&format!("  {colour}{word}\x1b[0m  {words}\n"));
    }
    let mut last = "";
    for change in &audit.changes {
        if change.route != last {
            let place = place(source, change.place);
            text.push_str(&format!(
                "\x1b[1m{}\x1b[0m  {place}\n",
                one_line(&change.route)
            ));
            last = &change.route;
        }
        let (colour, word) = (colour(change.verdict), change.verdict.word());
        let who = one_line(&who(change));
        text.push_str(&format!(
            "  {colour}{word}\x1b[0m  {who}: {} -> {}\n",
            change.expected, change.found
        ));
    }
    for doubt in &audit.doubts {
        text.push_str(&format!("\x1b[33munknown\x1b[0m  {}\n", one_line(doubt)));
    }
    for assumed in &audit.assumed {
        text.push_str(&format!("assumed: {assumed}\n"));
    }
    let verdict = audit.verdict();
    text.push_str(&format!(
        "verdict: {}{}\x1b[0m, {}\n",
        colour(verdict),
        verdict.word(),
        summary(audit)
    ));
    if verdict == Verdict::Unknown && audit.doubts.is_empty() {
        text.push_str(
            "help: a first plan leaves out what hangs on ids; `--config DIR` reads the folder it was made from\n",
        );
    }
    text
}

fn words(finding: &Finding) -> String {
    match (finding.argument.is_empty(), finding.expected.as_str()) {
        (true, "there") => "it is missing".to_owned(),
        (true, _) => format!("the blueprint has no such thing; it is {}", finding.found),
        (false, _) => format!(
            "{}: {} -> {}",
            finding.argument, finding.expected, finding.found
        ),
    }
}

fn who(change: &Change) -> String {
    let shown = change.callers.iter().take(NAMES).cloned();
    let shown = shown.collect::<Vec<_>>().join(", ");
    let who = match change.callers.len().saturating_sub(NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    };
    match change.sent {
        Some(sent) => format!("{who} with {sent}"),
        None => who,
    }
}

fn place(source: &Source, span: Span) -> String {
    let part = source.part_at(span.start);
    let line = source.position(span.start).line;
    format!("{}:{line}", part.path)
}

fn summary(audit: &Audit) -> String {
    let (arguments, decisions) = audit.looked_at;
    let count = |wanted| {
        let findings = audit.findings.iter().filter(|one| one.verdict == wanted);
        let changes = audit.changes.iter().filter(|one| one.verdict == wanted);
        findings.count() + changes.map(|change| change.callers.len()).sum::<usize>()
    };
    let mut text = format!("{arguments} arguments and {decisions} decisions compared");
    for (verdict, word) in [
        (Verdict::Different, "different"),
        (Verdict::Unknown, "unknown"),
    ] {
        match count(verdict) {
            0 => {}
            many => text.push_str(&format!(", {many} {word}")),
        }
    }
    text
}

/// For a comment on a pull request.
pub fn markdown(audit: &Audit, source: &Source) -> String {
    let mut text = format!(
        "## Audit: {}\n\n{}.\n",
        audit.verdict().word(),
        summary(audit)
    );
    if !(audit.findings.is_empty() && audit.changes.is_empty()) {
        text.push_str(
            "\n| | Where | Blueprint line | Blueprint | Found |\n|---|---|---|---|---|\n",
        );
    }
    let mut row = |verdict: Verdict, place: String, cells: [&str; 3]| {
        let [about, expected, found] = cells.map(cell);
        text.push_str(&format!(
            "| {} | {about} | {} | {expected} | {found} |\n",
            verdict.word(),
            cell(&place)
        ));
    };
    for finding in &audit.findings {
        let about = format!("{} {}", finding.address, finding.argument);
        let cells = [about.trim(), &finding.expected, &finding.found];
        row(finding.verdict, place(source, finding.place), cells);
    }
    for change in &audit.changes {
        let about = format!("{}: {}", change.route, who(change));
        let cells = [about.as_str(), &change.expected, &change.found];
        row(change.verdict, place(source, change.place), cells);
    }
    for doubt in &audit.doubts {
        text.push_str(&format!("\nUnknown: {}.\n", cell(doubt)));
    }
    for assumed in &audit.assumed {
        text.push_str(&format!("\nAssumed: {assumed}.\n"));
    }
    text
}

/// One JSON document.
pub fn json(audit: &Audit, source: &Source) -> Value {
    let findings = audit.findings.iter().map(|finding| {
        json!({
            "verdict": finding.verdict.word(),
            "address": finding.address,
            "argument": finding.argument,
            "expected": finding.expected,
            "found": finding.found,
            "place": place(source, finding.place),
        })
    });
    let changes = audit.changes.iter().map(|change| {
        json!({
            "verdict": change.verdict.word(),
            "route": change.route,
            "address": change.address,
            "callers": change.callers,
            "sent": change.sent,
            "expected": change.expected,
            "found": change.found,
            "place": place(source, change.place),
        })
    });
    json!({
        "version": 1,
        "verdict": audit.verdict().word(),
        "findings": findings.collect::<Vec<_>>(),
        "decisions": changes.collect::<Vec<_>>(),
        "doubts": audit.doubts,
        "assumed": audit.assumed,
        "compared": { "arguments": audit.looked_at.0, "decisions": audit.looked_at.1 },
    })
}

/// As findings about the blueprint, for code scanning.
pub fn findings(audit: &Audit, whole: Span) -> Diagnostics {
    let mut found = Diagnostics::default();
    let mut add = |verdict, span, message: String| {
        let rule = match verdict {
            Verdict::Different => &audited_difference::RULE,
            Verdict::Unknown | Verdict::Same => &unproven_access::RULE,
        };
        found.push(Diagnostic::new(rule, span, message));
    };
    for finding in &audit.findings {
        let message = format!("`{}`: {}", finding.address, words(finding));
        add(finding.verdict, finding.place, message);
    }
    for change in &audit.changes {
        let message = format!(
            "`{}`: {}: {} -> {}",
            change.route,
            who(change),
            change.expected,
            change.found
        );
        add(change.verdict, change.place, message);
    }
    for doubt in &audit.doubts {
        add(Verdict::Unknown, whole, doubt.clone());
    }
    found.sort();
    found
}

/// The decisions without a blueprint, for a terminal. Carries ANSI colours.
pub fn alone_text(apis: &[Alone]) -> String {
    let mut text = String::new();
    for api in apis {
        text.push_str(&format!("\x1b[1m{}\x1b[0m\n", api.api));
        for (key, address, answers) in &api.routes {
            text.push_str(&format!("  {}  {address}\n", one_line(key)));
            for (name, answer) in api.callers.iter().zip(answers) {
                text.push_str(&format!("    {answer:<8} {}\n", one_line(name)));
            }
        }
        for doubt in &api.doubts {
            text.push_str(&format!("  \x1b[33munknown\x1b[0m  {}\n", one_line(doubt)));
        }
    }
    text
}

/// The decisions without a blueprint, as one JSON document.
pub fn alone_json(apis: &[Alone]) -> Value {
    let apis = apis.iter().map(|api| {
        let routes = api.routes.iter().map(|(key, address, answers)| {
            let answers = api.callers.iter().zip(answers);
            let answers = answers.map(|(name, answer)| (name.clone(), json!(answer.to_string())));
            let decisions: serde_json::Map<String, Value> = answers.collect();
            json!({ "route": key, "address": address, "decisions": decisions })
        });
        json!({
            "address": api.api,
            "routes": routes.collect::<Vec<_>>(),
            "doubts": api.doubts,
        })
    });
    json!({ "version": 1, "apis": apis.collect::<Vec<_>>() })
}
