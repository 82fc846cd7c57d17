//! What audits said of changes, by the kind of change and of evidence.

use super::folder::{Answer, Verdict};
use super::foreign::{EITHER, HARMLESS};
use anyhow::{Result, ensure};
use std::collections::BTreeMap;

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
    /// How many outputs that nobody changed were `same`.
    honest: usize,
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
        if wrong {
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
        self.honest += usize::from(answer.verdict == Verdict::Same);
        if answer.verdict != Verdict::Same {
            self.wrong
                .push(format!("honest: {what}: {}\n", answer.text));
        }
    }

    /// How many of each kind of change were found to be what, and in how many
    /// unchanged outputs nothing was.
    pub(super) fn table(&self) -> String {
        let mut text = String::from("| Change | Folder | Plan | State |\n|---|---|---|---|\n");
        let mut all: [Count; 3] = Default::default();
        for (kind, counts) in &self.counts {
            for (sum, count) in all.iter_mut().zip(counts) {
                sum.all += count.all;
                sum.different += count.different;
                sum.unknown += count.unknown;
            }
            text.push_str(&row(kind, counts));
        }
        text.push_str(&row("**all**", &all));
        let honest = self.honest;
        text.push_str(&format!(
            "\nOf {honest} unchanged folders, plans and states, {honest} are `same`.\n"
        ));
        text
    }

    /// Fails if a change has the wrong verdict.
    pub(super) fn check(&self) -> Result<()> {
        ensure!(
            self.wrong.is_empty(),
            "{} changes with a wrong verdict:\n{}",
            self.wrong.len(),
            self.wrong.concat()
        );
        Ok(())
    }
}

fn row(kind: &str, counts: &[Count; 3]) -> String {
    let cells = counts.iter().map(|count| {
        let same = count.all - count.different - count.unknown;
        let parts = [
            (count.different, "different"),
            (count.unknown, "unknown"),
            (same, "same"),
        ];
        let parts = parts.iter().filter(|(number, _)| *number > 0);
        let parts: Vec<String> = parts
            .map(|(number, word)| format!("{number} {word}"))
            .collect();
        parts.join(", ")
    });
    let cells: Vec<String> = cells.collect();
    format!("| {kind} | {} |\n", cells.join(" | "))
}
