//! Holds what Terraform says against a blueprint.
//!
//! Twice over: argument by argument, against what the blueprint compiles to,
//! and decision by decision, against who may call what. The first says what was
//! changed, the second what it means; each finds what the other would miss.

mod alone;
mod cells;
mod facts;
mod place;
mod report;

pub use alone::{Alone, alone};
pub use report::{alone_json, alone_text, findings, json, markdown, text};

use crate::Checked;
use crate::evidence::{Evidence, Infrastructure, Refusal};
use crate::generate::{self, Files};
use crate::source::Span;

/// What an audit comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Everything is as the blueprint says.
    Same,
    /// Something cannot be told, and nothing is seen to be different.
    Unknown,
    /// Something is different.
    Different,
}

impl Verdict {
    /// The verdict in one word.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Same => "same",
            Verdict::Unknown => "unknown",
            Verdict::Different => "different",
        }
    }
}

/// Something that is different, or cannot be told.
#[derive(Debug)]
pub struct Finding {
    /// Which of the two.
    pub verdict: Verdict,
    /// The resource.
    pub address: String,
    /// The argument; empty where it is about the whole resource.
    pub argument: String,
    /// What the blueprint makes of it.
    pub expected: String,
    /// What was found.
    pub found: String,
    /// The place in the blueprint that decides about it.
    pub place: Span,
}

/// Decisions that are different, or cannot be told.
#[derive(Debug)]
pub struct Change {
    /// Which of the two.
    pub verdict: Verdict,
    /// The route key.
    pub route: String,
    /// Address of the route.
    pub address: String,
    /// The callers.
    pub callers: Vec<String>,
    /// What they send, where it is not the token that is meant.
    pub sent: Option<&'static str>,
    /// What the blueprint decides.
    pub expected: String,
    /// What was found.
    pub found: String,
    /// Place of the route in the blueprint.
    pub place: Span,
}

/// An audit.
#[derive(Debug)]
pub struct Audit {
    /// Arguments and resources, by address.
    pub findings: Vec<Finding>,
    /// Decisions, by route.
    pub changes: Vec<Change>,
    /// Why it may not be the whole truth.
    pub doubts: Vec<String>,
    /// What was taken from the blueprint because Terraform does not say it.
    pub assumed: Vec<&'static str>,
    /// How many arguments and how many decisions were looked at.
    pub looked_at: (usize, usize),
}

impl Audit {
    /// What it comes to.
    pub fn verdict(&self) -> Verdict {
        let found = self.findings.iter().map(|finding| finding.verdict);
        let changes = self.changes.iter().map(|change| change.verdict);
        let doubt = match self.doubts.is_empty() {
            true => Verdict::Same,
            false => Verdict::Unknown,
        };
        found
            .chain(changes)
            .max()
            .unwrap_or(Verdict::Same)
            .max(doubt)
    }
}

/// Audits a plan, state or folder. `module` is the address of the module call
/// that the output is used by, if it is not the root.
///
/// # Errors
///
/// When nothing of the blueprint is there at all.
pub fn audit(
    checked: &Checked,
    evidence: &Evidence<'_>,
    module: Option<&str>,
) -> Result<Audit, Refusal> {
    let files = generate::files(checked);
    let expected = Evidence::beside(&files, evidence, module)?;
    let prefix = module
        .map(|module| format!("{module}."))
        .unwrap_or_default();
    let both = Both {
        checked,
        expected: &expected,
        ours: Infrastructure::new(&expected, []),
        evidence,
        found: Infrastructure::new(evidence, packages(&files)),
        prefix,
    };
    let mut audit = Audit {
        findings: Vec::new(),
        changes: Vec::new(),
        doubts: evidence.doubts.clone(),
        assumed: Vec::new(),
        looked_at: (0, 0),
    };
    facts::compare(&both, &mut audit)?;
    cells::compare(&both, &mut audit);
    Ok(audit)
}

/// What is compared.
struct Both<'a> {
    checked: &'a Checked,
    /// What the blueprint compiles to.
    expected: &'a Evidence<'a>,
    ours: Infrastructure<'a>,
    /// What was found.
    evidence: &'a Evidence<'a>,
    found: Infrastructure<'a>,
    /// Comes before the addresses of what was found.
    prefix: String,
}

impl Both<'_> {
    /// The address of one of the blueprint's resources in what was found.
    fn there(&self, address: &str) -> String {
        format!("{}{address}", self.prefix)
    }
}

/// The packages among the files of an output.
fn packages(files: &Files) -> Vec<Vec<u8>> {
    let packages = files.iter().filter(|(path, _)| path.ends_with(".zip"));
    packages.map(|(_, package)| package.clone()).collect()
}
