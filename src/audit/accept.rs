//! `[audit.accept]`: what is unknown and taken to be harmless, with the reason.

use super::{Audit, Both, Finding, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// The entries that may be used: none about the blueprint's own resources.
pub(super) struct Accepted<'a> {
    both: &'a Both<'a>,
    foreign: BTreeSet<&'a str>,
    used: BTreeSet<String>,
}

impl<'a> Accepted<'a> {
    /// The entries of the blueprint.
    pub(super) fn new(both: &'a Both<'a>) -> Accepted<'a> {
        let listed = both.checked.model.accepted.iter();
        let foreign = listed.map(|(address, _)| address.as_str());
        let own: BTreeSet<String> = both
            .expected
            .addresses()
            .flat_map(|address| with_modules(&both.evidence.without_key(&both.there(address))))
            .collect();
        // A block such as `moved` has the addresses that it is about in its own.
        let is_own = |address: &&str| {
            let mut words = address.split_whitespace();
            words.any(|word| own.contains(&both.evidence.without_key(word)))
        };
        Accepted {
            both,
            foreign: foreign.filter(|address| !is_own(address)).collect(),
            used: BTreeSet::new(),
        }
    }

    /// Whether a finding is accepted. What is different never is.
    pub(super) fn covers(&self, finding: &Finding) -> bool {
        finding.foreign
            && finding.verdict == Verdict::Unknown
            && self.foreign.contains(finding.address.as_str())
    }

    /// Whether a route that may be one of the blueprint's API is accepted.
    pub(super) fn covers_route(&mut self, address: &str) -> bool {
        let covers = self.foreign.contains(address);
        if covers {
            self.used.insert(address.to_owned());
        }
        covers
    }

    /// Turns what is unknown about accepted addresses into assumptions. An entry
    /// that nothing is unknown about is noted: it would hide the next thing at its
    /// address.
    pub(super) fn apply(mut self, audit: &mut Audit) {
        let findings = std::mem::take(&mut audit.findings);
        let (accepted, left) = findings.into_iter().partition(|one| self.covers(one));
        audit.findings = left;
        let accepted: Vec<Finding> = accepted;
        // What is accepted is all that is unknown about an address, so that a
        // reader sees when there is more of it.
        let mut causes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for one in accepted {
            causes.entry(one.address).or_default().insert(one.cause);
        }
        self.used.extend(causes.keys().cloned());
        for (address, reason) in &self.both.checked.model.accepted {
            let causes = causes.get(address.as_str()).into_iter().flatten();
            let causes: Vec<&str> = causes.map(String::as_str).collect();
            let unknown = match causes.is_empty() {
                true => String::new(),
                false => format!(", although {}", causes.join(", and ")),
            };
            match self.used.contains(address.as_str()) {
                true => audit.assumed.push(format!(
                    "`{}` is harmless{unknown}: {}",
                    address.value, reason.value
                )),
                false => audit.origins.notes.push(format!(
                    "`[audit.accept]` lists `{}`, but nothing about it is unknown",
                    address.value
                )),
            }
        }
    }
}

/// An address and those of the modules that it is in, without keys.
fn with_modules(address: &str) -> Vec<String> {
    let mut found = vec![address.to_owned()];
    let mut steps: Vec<&str> = address.split('.').collect();
    while let [before @ .., _, _] = steps.as_slice() {
        if let [.., "module", _] = before {
            found.push(before.join("."));
        }
        steps.truncate(steps.len() - 2);
    }
    found
}
