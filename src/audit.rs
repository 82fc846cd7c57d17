//! Compares Terraform's plans, states and files with a blueprint.
//!
//! Twice: argument by argument with what the blueprint compiles to, and decision
//! by decision with who may call what. The first says what was changed, the
//! second what it means; each finds what the other would miss.

mod accept;
mod alone;
mod beyond;
mod blocks;
mod cells;
mod configuration;
mod defaults;
mod extra;
mod foreign;
mod given;
mod kinds;
mod names;
mod place;
mod policies;
mod providers;
mod report;
#[cfg(test)]
mod schemas;
mod shown;
mod tests;
mod unknown;
mod values;
mod written;

pub use alone::{Alone, alone};
pub use report::{alone_json, alone_text, json, markdown, sarif, text};

use crate::Checked;
use crate::evidence::{Evidence, Infrastructure, Refusal};
use crate::generate::{self, Files};
use crate::source::Span;
use accept::Accepted;
use names::Names;

/// The verdict of an audit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Everything agrees with the blueprint.
    Same,
    /// Something could not be determined, and nothing is known to be different.
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

/// Something that is different or unknown.
#[derive(Debug)]
pub struct Finding {
    /// Which of the two.
    pub verdict: Verdict,
    /// The resource.
    pub address: String,
    /// The argument; empty where it is about the whole resource.
    pub argument: String,
    /// What the blueprint compiles to.
    pub expected: String,
    /// What was found.
    pub found: String,
    /// Why it is unknown; empty where it is different.
    pub cause: String,
    /// Whether it is about something that the blueprint does not have.
    pub foreign: bool,
    /// The place in the blueprint that decides about it; `None` for what the
    /// blueprint does not have.
    pub place: Option<Span>,
}

/// Decisions that are different or unknown.
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
    /// What they send, where it is not the expected token.
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
    /// Why the result may be incomplete.
    pub doubts: Vec<String>,
    /// What Terraform does not say: the blueprint says it, or accepts it.
    pub assumed: Vec<String>,
    /// How many arguments and how many decisions were looked at.
    pub looked_at: (usize, usize),
    /// What was read that the command line does not name.
    pub origins: Origins,
}

/// What an audit read that its command line does not name, and what it could
/// have read.
#[derive(Debug, Default)]
pub struct Origins {
    /// The manifest that flags were taken from.
    pub manifest: String,
    /// These flags, as they are typed.
    pub flags: Vec<String>,
    /// The output folder whose files were read in addition to a plan.
    pub folder: Option<String>,
    /// Facts about all this, each one phrase.
    pub notes: Vec<String>,
    /// How to find out what is unknown.
    pub help: Option<String>,
}

impl Audit {
    /// Whether anything is unknown.
    pub fn leaves_open(&self) -> bool {
        let findings = self.findings.iter().map(|finding| finding.verdict);
        let changes = self.changes.iter().map(|change| change.verdict);
        let mut all = findings.chain(changes);
        !self.doubts.is_empty() || all.any(|verdict| verdict == Verdict::Unknown)
    }

    /// The verdict.
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
/// that uses the output, if the output is not the root.
///
/// # Errors
///
/// When there is nothing of the blueprint at all.
pub fn audit(
    checked: &Checked,
    evidence: &Evidence<'_>,
    module: Option<&str>,
) -> Result<Audit, Refusal> {
    let files = generate::files(checked);
    let prefix = module
        .map(|module| format!("{module}."))
        .unwrap_or_default();
    let variables = given::variables(&files, evidence, module, &prefix)?;
    let compiled = || Ok(Evidence::beside(&files, evidence, module)?.with_variables(&variables));
    let expected = compiled()?;
    let resolved = compiled()?.knowing(evidence, &prefix);
    let both = Both {
        checked,
        expected: &expected,
        resolved: &resolved,
        ours: Infrastructure::new(&expected, []),
        evidence,
        found: Infrastructure::new(evidence, packages(&files)),
        prefix: prefix.clone(),
    };
    let mut audit = Audit {
        findings: Vec::new(),
        changes: Vec::new(),
        doubts: evidence.doubts.clone(),
        assumed: Vec::new(),
        looked_at: (0, 0),
        origins: Origins::default(),
    };
    audit.origins.notes = given::notes(&checked.model, &variables);
    audit.origins.notes.extend(given::told(&both, module));
    given::files(&both, &mut audit);
    let mut accepted = Accepted::new(&both);
    let names = Names::new(&both, &files);
    written::compare(&both, &files, &names, &mut audit);
    let as_written = audit.findings.iter().all(|found| accepted.covers(found));
    let certain = evidence.files(None).is_some() && as_written;
    extra::plan(&both, &mut audit);
    configuration::compare(&both, &mut audit);
    shown::outputs(&both, &names, &mut audit);
    values::compare(&both, &names, certain, &mut audit)?;
    cells::compare(&both, &mut accepted, &mut audit);
    audit.assumed.extend(evidence.assumed().map(str::to_owned));
    let stored = checked.model.functions.iter();
    let stored = stored.filter(|function| function.package.is_some());
    audit.assumed.extend(stored.map(|function| {
        let name = &function.key.value;
        format!("the package of the function `{name}` in S3 holds the code that is meant")
    }));
    accepted.apply(&mut audit);
    Ok(audit)
}

/// The two sides of an audit.
struct Both<'a> {
    checked: &'a Checked,
    /// What the blueprint compiles to.
    expected: &'a Evidence<'a>,
    /// The same with the values that AWS gave, as they were found.
    resolved: &'a Evidence<'a>,
    ours: Infrastructure<'a>,
    /// What was found.
    evidence: &'a Evidence<'a>,
    found: Infrastructure<'a>,
    /// Prefix of the addresses that were found.
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
