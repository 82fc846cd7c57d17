//! What audits said of changes, by the kind of change and of evidence.

use super::folder::{Answer, Verdict};
use super::foreign::{EITHER, HARMLESS};
use super::known::{KNOWN, known};
use anyhow::{Result, ensure};
use std::collections::{BTreeMap, BTreeSet};

/// What can be audited, in the order of the columns.
pub(super) const EVIDENCE: [&str; 3] = ["folder", "plan", "state"];

#[derive(Default)]
struct Count {
    all: usize,
    different: usize,
    unknown: usize,
}

/// Verdicts so far.
#[derive(Default)]
pub(super) struct Verdicts {
    counts: BTreeMap<String, [Count; 3]>,
    /// Changes with the wrong verdict.
    wrong: Vec<String>,
    /// Entries of `KNOWN` that are still right, by their index.
    used: BTreeSet<usize>,
}

impl Verdicts {
    /// Adds what an audit said of a change.
    pub(super) fn add(&mut self, evidence: &str, kind: &str, name: &str, answer: &Answer) {
        let column = EVIDENCE
            .iter()
            .position(|one| *one == evidence)
            .unwrap_or_default();
        let count = &mut self.counts.entry(kind.to_owned()).or_default()[column];
        count.all += 1;
        match answer.verdict {
            Verdict::Different => count.different += 1,
            Verdict::Unknown | Verdict::Refused => count.unknown += 1,
            Verdict::Same | Verdict::Failed => {}
        }
        let same = answer.verdict == Verdict::Same;
        let failed = answer.verdict == Verdict::Failed;
        let wrong = match kind {
            _ if failed => true,
            HARMLESS => !same,
            kind if kind.starts_with(EITHER) => false,
            _ => same,
        };
        let listed = known(evidence, kind, name);
        if let Some(listed) = listed.filter(|_| wrong) {
            self.used
                .extend(KNOWN.iter().position(|one| std::ptr::eq(one, listed)));
        } else if wrong {
            let text = match kind == HARMLESS || failed {
                true => answer.text.as_str(),
                false => "",
            };
            self.wrong
                .push(format!("{evidence}: {kind}: {name}\n{text}"));
        }
    }

    /// Adds what an audit said of what was not changed.
    pub(super) fn honest(&mut self, what: &str, answer: &Answer) {
        if answer.verdict != Verdict::Same {
            self.wrong
                .push(format!("honest: {what}: {}\n", answer.text));
        }
    }

    /// Adds what an audit said of what hangs on values that are not given.
    pub(super) fn unknown(&mut self, what: &str, answer: &Answer) {
        if answer.verdict != Verdict::Unknown {
            self.wrong
                .push(format!("not given: {what}: {}\n", answer.text));
        }
    }

    /// A table for people.
    pub(super) fn table(&self) -> String {
        let mut text = String::from("| Change | Folder | Plan | State |\n|---|---|---|---|\n");
        for (kind, counts) in &self.counts {
            let cells = counts.iter().map(|count| {
                let same = count.all - count.different - count.unknown;
                let parts = [
                    (count.different, "different"),
                    (count.unknown, "unknown"),
                    (same, "same or failed"),
                ];
                let parts = parts.iter().filter(|(number, _)| *number > 0);
                let parts: Vec<String> = parts
                    .map(|(number, word)| format!("{number} {word}"))
                    .collect();
                parts.join(", ")
            });
            let cells: Vec<String> = cells.collect();
            text.push_str(&format!("| {kind} | {} |\n", cells.join(" | ")));
        }
        text
    }

    /// Fails if a change has the wrong verdict, or if `KNOWN` lists what is now
    /// noticed.
    pub(super) fn check(&self) -> Result<()> {
        ensure!(
            self.wrong.is_empty(),
            "{} changes with a wrong verdict:\n{}",
            self.wrong.len(),
            self.wrong.concat()
        );
        for (at, known) in KNOWN.iter().enumerate() {
            ensure!(
                self.used.contains(&at),
                "remove from `KNOWN` what is noticed now: {}: {}: {} ({})",
                known.evidence,
                known.kind,
                known.part,
                known.reason
            );
        }
        Ok(())
    }
}
