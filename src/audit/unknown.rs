//! What could not be determined, counted by cause: a first plan leaves dozens
//! of arguments open for the same few reasons.

use super::{Audit, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// Entries shown before they are counted.
const SHOWN: usize = 6;

/// Everything unknown in an audit, in few lines.
pub(super) struct Unknown<'a> {
    /// Causes, with how many arguments or resources each leaves open; the most
    /// frequent one first.
    pub causes: Vec<(&'a str, usize)>,
    /// How many decisions are open.
    pub decisions: usize,
    /// The routes that these are about.
    pub routes: BTreeSet<&'a str>,
}

impl<'a> Unknown<'a> {
    /// The counts; `None` where there is so little that each entry is shown.
    pub(super) fn folded(audit: &'a Audit) -> Option<Unknown<'a>> {
        let findings = audit.findings.iter();
        let findings = findings.filter(|finding| finding.verdict == Verdict::Unknown);
        let changes = audit.changes.iter();
        let changes = changes.filter(|change| change.verdict == Verdict::Unknown);
        if findings.clone().count() + changes.clone().count() <= SHOWN {
            return None;
        }
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in findings {
            *counts.entry(finding.cause.as_str()).or_default() += 1;
        }
        let mut causes: Vec<(&str, usize)> = counts.into_iter().collect();
        causes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Some(Unknown {
            causes,
            decisions: changes.clone().map(|change| change.callers.len()).sum(),
            routes: changes.map(|change| change.route.as_str()).collect(),
        })
    }

    /// How many arguments and resources are open.
    pub(super) fn arguments(&self) -> usize {
        self.causes.iter().map(|(_, count)| count).sum()
    }
}

/// The first of several texts, and how many follow.
pub(super) fn first<T>(all: &[T]) -> (&[T], usize) {
    let shown = all.len().min(SHOWN);
    (&all[..shown], all.len() - shown)
}
