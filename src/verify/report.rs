//! What was found, for people and programs.

mod document;
mod junit;
mod text;

pub use document::json;
pub use junit::junit;
pub use text::text;

use super::{Check, Finding, Outcome, Subject, Token};
use crate::matrix::Report;
use crate::model::Decision;
use crate::source::Source;
use std::collections::BTreeMap;

/// All that was found, and what it is about.
pub struct Findings<'a> {
    /// What was called.
    pub url: &'a str,
    /// Whether an emulator stood in for AWS.
    pub is_emulator: bool,
    /// Which part of the matrix.
    pub report: &'a Report<'a>,
    /// The blueprint.
    pub source: &'a Source,
    /// The findings, in the order of routes and callers; those about tokens
    /// last.
    pub list: Vec<Finding>,
}

/// What all findings come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Whatever was checked agrees.
    Agrees,
    /// Something differs.
    Differs,
    /// Something could not be told, or nothing was checked.
    Unknown,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Verdict::Agrees => "agrees",
            Verdict::Differs => "differs",
            Verdict::Unknown => "unknown",
        }
    }
}

impl Outcome {
    /// A word for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Outcome::Agrees => "agrees",
            Outcome::Differs(_) => "differs",
            Outcome::Unclear(_) => "ambiguous",
            Outcome::NoToken(_) => "no token",
            Outcome::NotChecked(_) => "not checked",
        }
    }
}

/// The words in the order of how much they matter.
const WORDS: [&str; 5] = ["differs", "ambiguous", "no token", "agrees", "not checked"];

impl Findings<'_> {
    /// What they come to: a difference outweighs what could not be told.
    pub fn verdict(&self) -> Verdict {
        let counts = self.counts();
        let any = |word: &str| counts.contains_key(word);
        match () {
            () if any("differs") => Verdict::Differs,
            () if any("ambiguous") || any("no token") || !any("agrees") => Verdict::Unknown,
            () => Verdict::Agrees,
        }
    }

    /// Whether every answer was that there is no such route.
    pub fn is_elsewhere(&self) -> bool {
        let mut answered = self.list.iter().filter_map(|finding| {
            let status = finding.status?;
            Some(status == 404 && matches!(finding.outcome, Outcome::Unclear(_)))
        });
        answered.next() == Some(true) && answered.all(|missing| missing)
    }

    /// How many findings of each kind there are.
    fn counts(&self) -> BTreeMap<&'static str, usize> {
        let mut counts = BTreeMap::new();
        for finding in &self.list {
            *counts.entry(finding.outcome.word()).or_default() += 1;
        }
        counts
    }

    /// The route key of a check.
    fn key(&self, check: &Check) -> &str {
        &self.report.model.routes[check.route].text
    }

    /// Who calls with what, or which property of tokens is asked for.
    fn subject(&self, check: &Check) -> String {
        match (check.subject, &check.token) {
            (Subject::Token(aspect), _) => aspect.to_owned(),
            (Subject::Cell(caller), Token::None) => self.report.model.principal_name(caller),
            (Subject::Cell(caller), token) => {
                let caller = self.report.model.principal_name(caller);
                format!("{caller} with the {} token", token.word())
            }
        }
    }

    /// File and line of the route in the blueprint.
    fn place(&self, check: &Check) -> (&str, usize) {
        let start = self.report.model.routes[check.route].text.span.start;
        let file = self.source.part_at(start).path;
        (file, self.source.position(start).line)
    }

    /// Why the blueprint says what it says.
    fn reason(&self, check: &Check) -> Option<String> {
        let Subject::Cell(caller) = check.subject else {
            return None;
        };
        let cell = self.report.matrix.cell(caller, check.route);
        match check.expected == Some(cell.decision) {
            true => Some(cell.reason(self.report.model)),
            false => Some("it is the other token of the sign-in, which holds no scope".into()),
        }
    }
}

/// Why something is neither right nor wrong, or what it is instead.
fn why(finding: &Finding) -> Option<String> {
    match &finding.outcome {
        Outcome::Agrees => None,
        Outcome::Differs(seen) => Some(format!(
            "expected {}, the gateway decided {}",
            expected(finding),
            decided(*seen, finding.status)
        )),
        Outcome::Unclear(why) | Outcome::NoToken(why) | Outcome::NotChecked(why) => {
            Some(why.clone())
        }
    }
}

fn expected(finding: &Finding) -> String {
    let expected = finding.check.expected;
    expected.map_or_else(String::new, |decision| decision.to_string())
}

fn decided(seen: Decision, status: Option<u16>) -> String {
    match (seen, status) {
        (Decision::Allow, Some(status)) => format!("allow (the function answered {status})"),
        (seen, _) => seen.to_string(),
    }
}
