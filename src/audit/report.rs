//! Reports of an audit for people, reviews and programs.

use super::unknown::{Unknown, first};
use super::{Alone, Audit, Change, Finding, Verdict};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::matrix::markdown::cell;
use crate::rules::{audited_difference, unproven_access};
use crate::source::{Source, Span};
use crate::text::one_line;
use serde_json::{Value, json};

/// Names shown before they are counted.
const NAMES: usize = 6;

const YELLOW: &str = "\x1b[33m";
const BOLD: &str = "\x1b[1m";
const RESET: &str = "\x1b[0m";

/// For a terminal. Carries ANSI colours. Differences come first.
pub fn text(audit: &Audit, source: &Source) -> String {
    let mut text = String::new();
    entries(audit, source, Verdict::Different, &mut text);
    match Unknown::folded(audit) {
        None => entries(audit, source, Verdict::Unknown, &mut text),
        Some(unknown) => counts(&unknown, &mut text),
    }
    let (doubts, more) = first(&audit.doubts);
    for doubt in doubts {
        text.push_str(&format!("{YELLOW}unknown{RESET}  {}\n", one_line(doubt)));
    }
    if more > 0 {
        text.push_str(&format!("{YELLOW}unknown{RESET}  and {more} more; {ALL}\n"));
    }
    for assumed in &audit.assumed {
        text.push_str(&format!("assumed: {}\n", one_line(assumed)));
    }
    for line in origins(audit, source) {
        text.push_str(&format!("{}\n", one_line(&line)));
    }
    let verdict = audit.verdict();
    text.push_str(&format!(
        "verdict: {}{}{RESET}, {}\n",
        colour(verdict),
        verdict.word(),
        summary(audit)
    ));
    if let Some(help) = &audit.origins.help {
        text.push_str(&format!("help: {}\n", one_line(help)));
    }
    text
}

/// Where all entries are.
const ALL: &str = "`--format json` lists all";

fn colour(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Same => "\x1b[32m",
        Verdict::Unknown => YELLOW,
        Verdict::Different => "\x1b[31m",
    }
}

/// Every entry of one verdict.
fn entries(audit: &Audit, source: &Source, verdict: Verdict, text: &mut String) {
    let (colour, word) = (colour(verdict), verdict.word());
    let mut last = "";
    let findings = audit.findings.iter();
    for finding in findings.filter(|finding| finding.verdict == verdict) {
        if finding.address != last {
            let address = one_line(&finding.address);
            text.push_str(&format!("{BOLD}{address}{RESET}"));
            if let Some(span) = finding.place {
                text.push_str(&format!("  {}", place(source, span)));
            }
            text.push('\n');
            last = &finding.address;
        }
        let words = one_line(&words(finding));
        text.push_str(&format!("  {colour}{word}{RESET}  {words}\n"));
    }
    let mut last = "";
    let changes = audit.changes.iter();
    for change in changes.filter(|change| change.verdict == verdict) {
        if change.route != last {
            let place = place(source, change.place);
            let route = one_line(&change.route);
            text.push_str(&format!("{BOLD}{route}{RESET}  {place}\n"));
            last = &change.route;
        }
        let words = format!("{}: {} -> {}", who(change), change.expected, change.found);
        let words = one_line(&words);
        text.push_str(&format!("  {colour}{word}{RESET}  {words}\n"));
    }
}

/// What is unknown, by cause.
fn counts(unknown: &Unknown<'_>, text: &mut String) {
    if unknown.arguments() > 0 {
        let heading = arguments(unknown);
        text.push_str(&format!("{YELLOW}unknown{RESET}  {heading}:\n"));
        let (causes, more) = first(&unknown.causes);
        for (cause, count) in causes {
            text.push_str(&format!("  {count:>4}  {}\n", one_line(cause)));
        }
        if more > 0 {
            text.push_str(&format!("        and {more} more; {ALL}\n"));
        }
    }
    if unknown.decisions > 0 {
        let decisions = one_line(&decisions(unknown));
        text.push_str(&format!("{YELLOW}unknown{RESET}  {decisions}\n"));
    }
}

fn arguments(unknown: &Unknown<'_>) -> String {
    match unknown.arguments() {
        1 => "1 argument depends on a value that is not known".to_owned(),
        many => format!("{many} arguments depend on values that are not known"),
    }
}

fn decisions(unknown: &Unknown<'_>) -> String {
    let routes: Vec<&str> = unknown.routes.iter().copied().collect();
    let (shown, more) = first(&routes);
    let more = match more {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let routes = shown.join(", ");
    match unknown.decisions {
        1 => format!("1 decision could not be determined: {routes}"),
        many => format!("{many} decisions could not be determined: {routes}{more}"),
    }
}

/// What was read that the command line does not name.
fn origins(audit: &Audit, source: &Source) -> Vec<String> {
    let origins = &audit.origins;
    let overlays: Vec<&str> = files(source).skip(1).collect();
    let overlays = (!overlays.is_empty()).then(|| format!("overlays: {}", overlays.join(", ")));
    let flags = (!origins.flags.is_empty()).then(|| {
        let flags = origins.flags.join(" ");
        format!("flags taken from `{}`: {flags}", origins.manifest)
    });
    let folder = origins.folder.as_ref();
    let folder = folder.map(|folder| {
        format!(
            "values that the plan leaves out are taken from the files of `{folder}`, unverified"
        )
    });
    let notes = origins.notes.iter().map(|note| format!("note: {note}"));
    let lines = overlays.into_iter().chain(flags).chain(folder);
    lines.chain(notes).collect()
}

/// The blueprint and its overlays.
fn files(source: &Source) -> impl Iterator<Item = &str> {
    let parts = source.parts().filter(|part| !part.is_owner);
    parts.map(|part| part.path)
}

fn words(finding: &Finding) -> String {
    match (finding.argument.is_empty(), finding.expected.as_str()) {
        (true, "present") => "it is missing".to_owned(),
        (true, _) => format!("it is not in the blueprint, but {}", finding.found),
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
    one_line(&format!("{}:{line}", part.path))
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
    let folded = Unknown::folded(audit);
    let mut rows = String::new();
    for verdict in [Verdict::Different, Verdict::Unknown] {
        if verdict == Verdict::Different || folded.is_none() {
            table_rows(audit, source, verdict, &mut rows);
        }
    }
    if !rows.is_empty() {
        text.push_str(
            "\n| | Where | Blueprint line | Blueprint | Found |\n|---|---|---|---|---|\n",
        );
        text.push_str(&rows);
    }
    if let Some(unknown) = &folded {
        if unknown.arguments() > 0 {
            text.push_str(&format!("\nUnknown: {}:\n\n", arguments(unknown)));
            let (causes, more) = first(&unknown.causes);
            for (cause, count) in causes {
                text.push_str(&format!("- {count}: {}\n", cell(&one_line(cause))));
            }
            if more > 0 {
                text.push_str(&format!("- and {more} more; {ALL}\n"));
            }
        }
        if unknown.decisions > 0 {
            text.push_str(&format!("\nUnknown: {}.\n", cell(&decisions(unknown))));
        }
    }
    for doubt in &audit.doubts {
        text.push_str(&format!("\nUnknown: {}.\n", cell(doubt)));
    }
    for assumed in &audit.assumed {
        text.push_str(&format!("\nAssumed: {}.\n", cell(assumed)));
    }
    for line in origins(audit, source) {
        text.push_str(&format!("\n{}.\n", cell(&sentence(&line))));
    }
    if let Some(help) = &audit.origins.help {
        text.push_str(&format!("\nHelp: {}.\n", cell(help)));
    }
    text
}

/// A phrase with a capital at its start, on one line.
fn sentence(phrase: &str) -> String {
    let phrase = one_line(phrase);
    let mut rest = phrase.chars();
    match rest.next() {
        Some(start) => start.to_uppercase().chain(rest).collect(),
        None => phrase,
    }
}

/// Every entry of one verdict as a row.
fn table_rows(audit: &Audit, source: &Source, verdict: Verdict, text: &mut String) {
    let mut row = |place: String, cells: [&str; 3]| {
        let [about, expected, found] = cells.map(cell);
        text.push_str(&format!(
            "| {} | {about} | {} | {expected} | {found} |\n",
            verdict.word(),
            cell(&place)
        ));
    };
    let findings = audit.findings.iter();
    for finding in findings.filter(|finding| finding.verdict == verdict) {
        let about = format!("{} {}", finding.address, finding.argument);
        let cells = [about.trim(), &finding.expected, &finding.found];
        let place = finding.place.map(|span| place(source, span));
        row(place.unwrap_or_default(), cells);
    }
    let changes = audit.changes.iter();
    for change in changes.filter(|change| change.verdict == verdict) {
        let about = format!("{}: {}", change.route, who(change));
        let cells = [about.as_str(), &change.expected, &change.found];
        row(place(source, change.place), cells);
    }
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
            "cause": finding.cause,
            "place": finding.place.map(|span| place(source, span)),
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
    let origins = &audit.origins;
    json!({
        "version": 1,
        "blueprint": files(source).collect::<Vec<_>>(),
        "flags": { "from": origins.manifest, "values": origins.flags },
        "folder": origins.folder,
        "notes": origins.notes,
        "verdict": audit.verdict().word(),
        "findings": findings.collect::<Vec<_>>(),
        "decisions": changes.collect::<Vec<_>>(),
        "doubts": audit.doubts,
        "assumed": audit.assumed,
        "compared": { "arguments": audit.looked_at.0, "decisions": audit.looked_at.1 },
    })
}

/// A SARIF log with what was read that the command line does not name.
pub fn sarif(audit: &Audit, source: &Source, whole: Span) -> Value {
    let mut log = crate::diagnostic::sarif::log(&findings(audit, whole), source);
    let origins = &audit.origins;
    log["runs"][0]["properties"] = json!({
        "verdict": audit.verdict().word(),
        "blueprint": files(source).collect::<Vec<_>>(),
        "flags": { "from": origins.manifest, "values": origins.flags },
        "folder": origins.folder,
        "notes": origins.notes,
        "assumed": audit.assumed,
    });
    log
}

/// As findings about the blueprint.
fn findings(audit: &Audit, whole: Span) -> Diagnostics {
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
        add(finding.verdict, finding.place.unwrap_or(whole), message);
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
        text.push_str(&format!("{BOLD}{}{RESET}\n", one_line(&api.api)));
        for (key, address, answers) in &api.routes {
            let route = one_line(&format!("{key}  {address}"));
            text.push_str(&format!("  {route}\n"));
            for (name, answer) in api.callers.iter().zip(answers) {
                text.push_str(&format!("    {answer:<8} {}\n", one_line(name)));
            }
        }
        for doubt in &api.doubts {
            text.push_str(&format!("  {YELLOW}unknown{RESET}  {}\n", one_line(doubt)));
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
