//! A table for a terminal, and what it cannot show.

use super::{Findings, UNCONFIRMED, WORDS, why};
use crate::arena::Id;
use crate::matrix::{Word, table};
use crate::model::{Principal, Route};
use crate::text::one_line;
use crate::verify::{Finding, Outcome, Subject};

const RED: &str = "\x1b[31m";
const YELLOW: &str = "\x1b[33m";
const GREEN: &str = "\x1b[32m";
const DIM: &str = "\x1b[2m";
const BOLD: &str = "\x1b[1m";
const RESET: &str = "\x1b[0m";

/// The findings. Carries ANSI colours; `width` is the terminal's.
pub fn text(findings: &Findings<'_>, width: Option<usize>) -> String {
    let report = findings.report;
    let rows: Vec<(String, Vec<Word>)> = report
        .routes
        .iter()
        .map(|route| {
            let key = one_line(&report.model.routes[*route].text);
            let callers = report.callers.iter();
            let words = callers.map(|caller| word(findings, *route, *caller));
            (key, words.collect())
        })
        .collect();
    let callers = report.callers.iter();
    let names = callers.map(|caller| one_line(&report.model.principal_name(*caller)));
    let mut text = table(&names.collect::<Vec<_>>(), &rows, width);
    tokens(findings, &mut text);
    troubles(findings, &mut text);
    unchecked(findings, &mut text);
    unchecked_callers(findings, &mut text);
    flags(findings, &mut text);
    let counts = findings.counts();
    let counts = WORDS
        .iter()
        .filter_map(|word| Some(format!("{} {}", counts.get(word)?, plural(word))));
    let counts: Vec<String> = counts.collect();
    let note = match findings.is_emulator {
        true => " (an emulator: only response bodies identify the gateway)",
        false => "",
    };
    let (count, url) = (findings.list.len(), one_line(findings.url));
    text.push_str(&format!(
        "{count} checks of {url}{note}: {}\n",
        counts.join(", ")
    ));
    text
}

/// Callers as whom no call was made, each with how to check it.
fn unchecked_callers(findings: &Findings<'_>, text: &mut String) {
    let name = |caller| one_line(&findings.report.model.principal_name(caller));
    let unchecked = findings.unchecked();
    let (allowed, others): (Vec<_>, Vec<_>) = unchecked.iter().partition(|one| one.allowed);
    for one in &others {
        let name = name(one.caller);
        text.push_str(&format!("{YELLOW}unchecked caller{RESET}: {name}\n"));
        let reasons = one.reasons.iter();
        text.extend(reasons.map(|why| format!("  {}\n", one_line(why))));
    }
    if !others.is_empty() {
        text.push_str("help: `--allow-unchecked CALLER` accepts an unchecked caller; `--allow-unchecked all` accepts all of them\n");
    }
    if !allowed.is_empty() {
        let names: Vec<String> = allowed.iter().map(|one| name(one.caller)).collect();
        text.push_str(&format!(
            "{DIM}unchecked, as allowed{RESET}: {}\n",
            names.join(", ")
        ));
    }
}

/// Overlays, and flags that the command line does not name.
fn flags(findings: &Findings<'_>, text: &mut String) {
    let overlays: Vec<&str> = findings.overlays().collect();
    if !overlays.is_empty() {
        let overlays = one_line(&overlays.join(", "));
        text.push_str(&format!("overlays: {overlays}\n"));
    }
    let Some(taken) = &findings.flags else { return };
    let line = format!(
        "flags taken from `{}`: {}",
        taken.manifest,
        taken.flags.join(" ")
    );
    text.push_str(&format!("{}\n", one_line(&line)));
    if taken.change_access {
        text.push_str(&format!("{YELLOW}unknown{RESET}: {UNCONFIRMED}\n"));
    }
}

/// The word for several.
fn plural(word: &str) -> &str {
    match word {
        "agrees" => "agree",
        "differs" => "differ",
        "no token" => "without a token",
        word => word,
    }
}

/// What a cell shows: the decision that was seen, with `!` where it differs
/// from the expected one; `?` where it could not be determined; `-` where no
/// call was made. The worse result of both tokens counts.
fn word(findings: &Findings<'_>, route: Id<Route>, caller: Principal) -> Word {
    let of_cell = findings.list.iter().filter(|finding| {
        finding.check.route == route && finding.check.subject == Subject::Cell(caller)
    });
    let rank = |finding: &&Finding| {
        WORDS
            .iter()
            .position(|word| *word == finding.outcome.word())
    };
    let Some(worst) = of_cell.min_by_key(rank) else {
        return ("-".into(), DIM);
    };
    match (&worst.outcome, worst.check.expected) {
        (Outcome::Agrees, Some(decision)) => (decision.to_string(), GREEN),
        (Outcome::Differs(seen), _) => (format!("{seen}!"), RED),
        (Outcome::Unclear(_) | Outcome::NoToken(_), _) => ("?".into(), YELLOW),
        (Outcome::NotChecked(_) | Outcome::Agrees, _) => ("-".into(), DIM),
    }
}

/// What authorizers do with invalid tokens.
fn tokens(findings: &Findings<'_>, text: &mut String) {
    let mut route = None;
    for finding in &findings.list {
        let Subject::Token(aspect) = finding.check.subject else {
            continue;
        };
        let key = findings.key(&finding.check);
        if route != Some(key) {
            text.push_str(&format!(
                "\n{BOLD}token checks at {}{RESET}\n",
                one_line(key)
            ));
            route = Some(key);
        }
        let colour = match finding.outcome {
            Outcome::Agrees => GREEN,
            Outcome::Differs(_) => RED,
            Outcome::Unclear(_) | Outcome::NoToken(_) => YELLOW,
            Outcome::NotChecked(_) => DIM,
        };
        let said = match why(finding) {
            Some(why) => one_line(&why),
            None => super::expected(finding),
        };
        let word = finding.outcome.word();
        text.push_str(&format!("  {colour}{word:<11}{RESET}  {aspect}: {said}\n"));
    }
    text.push('\n');
}

/// Cells that differ or could not be determined, each with what the blueprint
/// says.
fn troubles(findings: &Findings<'_>, text: &mut String) {
    for finding in &findings.list {
        let colour = match (&finding.outcome, finding.check.subject) {
            (_, Subject::Token(_)) => continue,
            (Outcome::Differs(_), _) => RED,
            (Outcome::Unclear(_), _) => YELLOW,
            _ => continue,
        };
        let check = &finding.check;
        let (file, line) = findings.place(check);
        let why = why(finding).unwrap_or_default();
        text.push_str(&format!(
            "{colour}{}{RESET}: {} as {}: {}\n",
            finding.outcome.word(),
            one_line(findings.key(check)),
            one_line(&findings.subject(check)),
            one_line(&why)
        ));
        let reason = findings.reason(check).unwrap_or_default();
        text.push_str(&format!(
            "  {}  {DIM}{file}:{line}{RESET}\n",
            one_line(&reason)
        ));
    }
}

/// Cells without an answer, by reason.
fn unchecked(findings: &Findings<'_>, text: &mut String) {
    let mut reasons: Vec<(&str, &str, Vec<String>)> = Vec::new();
    for finding in &findings.list {
        let (Outcome::NotChecked(why) | Outcome::NoToken(why)) = &finding.outcome else {
            continue;
        };
        let Subject::Cell(caller) = finding.check.subject else {
            continue;
        };
        let key = findings.key(&finding.check);
        let cell = format!("{key} as {}", findings.report.model.principal_name(caller));
        let word = finding.outcome.word();
        match reasons.iter_mut().find(|(_, known, _)| known == why) {
            Some((_, _, cells)) => cells.push(cell),
            None => reasons.push((word, why, vec![cell])),
        }
    }
    for (word, why, mut cells) in reasons {
        cells.dedup();
        let more = match cells.len() {
            1 => String::new(),
            count => format!(" and {} more", count - 1),
        };
        let colour = if word == "no token" { YELLOW } else { DIM };
        let cell = one_line(&cells[0]);
        text.push_str(&format!(
            "{colour}{word}{RESET}: {cell}{more}: {}\n",
            one_line(why)
        ));
    }
}
