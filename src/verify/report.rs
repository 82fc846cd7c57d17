//! Findings for people and programs.

mod document;
mod junit;
mod text;

pub use document::json;
pub use junit::junit;
pub use text::text;

use super::{Check, Finding, Outcome, Subject, Token};
use crate::matrix::Report;
use crate::model::{Access, Decision, Principal};
use crate::source::Source;
use std::collections::BTreeMap;

/// All findings and what they are about.
pub struct Findings<'a> {
    /// What was called.
    pub url: &'a str,
    /// Whether it was an emulator in place of AWS.
    pub is_emulator: bool,
    /// Which part of the matrix.
    pub report: &'a Report<'a>,
    /// The blueprint.
    pub source: &'a Source,
    /// The findings, in the order of routes and callers; those about tokens
    /// last.
    pub list: Vec<Finding>,
    /// Callers that need not be checked.
    pub allowed: Vec<Principal>,
    /// Flags that were taken from a manifest.
    pub flags: Option<Remembered>,
}

/// Flags that were taken from the manifest of an output folder.
pub struct Remembered {
    /// The manifest.
    pub manifest: String,
    /// The flags, as they are typed.
    pub flags: Vec<String>,
    /// Whether they change who may call what: then they have to be confirmed on
    /// the command line, since anyone who changes an output may also change its manifest.
    pub change_access: bool,
}

/// A caller as whom no call was made.
pub struct Unchecked {
    /// The caller.
    pub caller: Principal,
    /// Why not, and how to check it.
    pub reasons: Vec<String>,
    /// Whether that is expected.
    pub allowed: bool,
}

/// The verdict of all findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Everything that was checked agrees.
    Agrees,
    /// Something differs.
    Differs,
    /// Something could not be determined, or a caller was not checked.
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

/// Why flags of a manifest keep the verdict open.
const UNCONFIRMED: &str = "the flags taken from the manifest change who may call what, and the \
     manifest may have been changed along with the output; repeat them on the command line";

/// The words, the most important one first.
const WORDS: [&str; 5] = ["differs", "ambiguous", "no token", "agrees", "not checked"];

impl Findings<'_> {
    /// The verdict: a difference outweighs what could not be determined.
    pub fn verdict(&self) -> Verdict {
        let counts = self.counts();
        let any = |word: &str| counts.contains_key(word);
        let unchecked = || self.unchecked().iter().any(|caller| !caller.allowed);
        let unconfirmed = || self.flags.as_ref().is_some_and(|it| it.change_access);
        match () {
            () if any("differs") => Verdict::Differs,
            () if any("ambiguous") || !any("agrees") => Verdict::Unknown,
            () if self.lacks_tokens() || unchecked() || unconfirmed() => Verdict::Unknown,
            () => Verdict::Agrees,
        }
    }

    /// Whether a token was missing for a check that is not allowed to be left
    /// out.
    fn lacks_tokens(&self) -> bool {
        let mut list = self.list.iter();
        list.any(|it| matches!(it.outcome, Outcome::NoToken(_)) && !self.is_left_out(it))
    }

    /// Whether a missing token is allowed: its caller need not be checked, or
    /// none of those who get it the same way.
    fn is_left_out(&self, finding: &Finding) -> bool {
        if !matches!(finding.outcome, Outcome::NoToken(_)) {
            return false;
        }
        let source = match (finding.check.subject, &finding.check.token) {
            (Subject::Cell(caller), _) => return self.allowed.contains(&caller),
            (Subject::Token(_), Token::Of(source, _) | Token::Altered(source, _)) => source,
            (Subject::Token(_), _) => return false,
        };
        let mut callers = self.list.iter().filter_map(|it| match &it.check.token {
            Token::Of(of, _) if of == source => match it.check.subject {
                Subject::Cell(caller) => Some(caller),
                Subject::Token(_) => None,
            },
            _ => None,
        });
        callers.all(|caller| self.allowed.contains(&caller))
    }

    /// Callers for whom no decision of the gateway was seen, although tokens
    /// decide about some of their calls. Without such a call, nothing says that
    /// anybody can sign in at all.
    pub fn unchecked(&self) -> Vec<Unchecked> {
        let mut callers: BTreeMap<Principal, Option<Vec<String>>> = BTreeMap::new();
        for finding in &self.list {
            let Subject::Cell(caller) = finding.check.subject else {
                continue;
            };
            // What a function or IAM decides is not the gateway's decision.
            let access = &self.report.model.routes[finding.check.route].access;
            let by_token = !matches!(access, Access::Lambda { .. } | Access::Iam);
            match &finding.outcome {
                Outcome::Agrees | Outcome::Differs(_) => {
                    callers.insert(caller, None);
                }
                Outcome::Unclear(why) | Outcome::NoToken(why) | Outcome::NotChecked(why)
                    if by_token =>
                {
                    let reasons = callers.entry(caller).or_insert(Some(Vec::new()));
                    if let Some(reasons) = reasons.as_mut().filter(|it| !it.contains(why)) {
                        reasons.push(why.clone());
                    }
                }
                _ => {}
            }
        }
        let unchecked = callers.into_iter().filter_map(|(caller, reasons)| {
            Some(Unchecked {
                caller,
                reasons: reasons?,
                allowed: self.allowed.contains(&caller),
            })
        });
        unchecked.collect()
    }

    /// The overlays of the blueprint.
    fn overlays(&self) -> impl Iterator<Item = &str> {
        let parts = self.source.parts().filter(|part| !part.is_owner);
        parts.skip(1).map(|part| part.path)
    }

    /// Whether every answer was that the route does not exist.
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

    /// Who calls with which token, or which kind of token is tested.
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
            false => Some("the other token from the same sign-in holds no scope".into()),
        }
    }
}

/// Why a check has no result, or how the result differs.
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
