//! Compares argument by argument.

use super::place::place;
use super::{Audit, Both, Finding, Verdict};
use crate::evidence::{DECIDER, FACTS, Facts, Reference, Refusal, Term, is_nothing};
use std::collections::BTreeSet;

/// Arguments that are not shown: they may hold secrets.
const SECRETIVE: &str = "environment";

/// Compares every argument that decides about access.
pub(super) fn compare(both: &Both<'_>, audit: &mut Audit) -> Result<(), Refusal> {
    let deciders = both.ours.deciders();
    let mut expected = BTreeSet::new();
    let mut present = 0;
    for address in both.expected.addresses() {
        let kind = both.expected.kind(address).unwrap_or_default();
        let there = both.there(address);
        expected.insert(there.clone());
        let facts = match deciders.contains(address) {
            true => &DECIDER,
            false => match FACTS.iter().find(|facts| facts.kind == kind) {
                Some(facts) => facts,
                None => continue,
            },
        };
        if both.evidence.kind(&there).is_none() {
            audit.findings.push(Finding {
                verdict: Verdict::Different,
                place: place(both, address),
                address: there,
                argument: String::new(),
                expected: "present".into(),
                found: "missing".into(),
                cause: String::new(),
            });
            continue;
        }
        present += 1;
        arguments(both, address, facts, audit);
    }
    if present == 0 {
        return Err(Refusal::new(format!(
            "this contains no resources of the blueprint \"{}\"",
            both.checked.model.name.value
        )));
    }
    for (address, certain) in both.found.strangers(&expected) {
        audit.findings.push(Finding {
            verdict: match certain {
                true => Verdict::Different,
                false => Verdict::Unknown,
            },
            address,
            argument: String::new(),
            expected: "absent".into(),
            found: match certain {
                true => "present".into(),
                false => "present, but what it belongs to could not be determined".into(),
            },
            cause: match certain {
                true => String::new(),
                false => "what a resource belongs to".into(),
            },
            place: both.checked.model.name.span,
        });
    }
    audit
        .findings
        .sort_by(|a, b| (&a.address, &a.argument).cmp(&(&b.address, &b.argument)));
    Ok(())
}

fn arguments(both: &Both<'_>, address: &str, facts: &Facts, audit: &mut Audit) {
    let there = both.there(address);
    let same = facts.same.iter().map(|path| (path, true));
    let written = facts.written.iter().map(|path| (path, false));
    for (path, always) in same.chain(written) {
        let ours = both.expected.value(address, path);
        if !always && is_nothing(&ours) {
            continue;
        }
        audit.looked_at.0 += 1;
        let settled = both.evidence.settle(&ours, &both.prefix);
        let found = both.evidence.value(&there, path);
        let verdict = match alike(&settled, &found, &references(&ours, &both.prefix)) {
            Some(true) => continue,
            Some(false) => Verdict::Different,
            None => Verdict::Unknown,
        };
        let cause = match verdict {
            Verdict::Unknown => cause(&found, &settled),
            Verdict::Same | Verdict::Different => String::new(),
        };
        let (expected, found) = match path.starts_with(SECRETIVE) {
            true => ("as in the blueprint".into(), "something else".into()),
            false => (settled.to_string(), shown(&found)),
        };
        audit.findings.push(Finding {
            verdict,
            address: there.clone(),
            argument: (*path).to_owned(),
            expected,
            found,
            cause,
            place: place(both, address),
        });
    }
}

/// Why two values cannot be compared: the attributes that they depend on.
fn cause(found: &Term, settled: &Term) -> String {
    let mut names = names(found);
    if names.is_empty() {
        names = self::names(settled);
    }
    match names.is_empty() {
        true => "unnamed values".to_owned(),
        false => names.join(", "),
    }
}

/// The attributes that a value depends on.
fn names(term: &Term) -> Vec<String> {
    let references: BTreeSet<&Reference> = term.references().into_iter().collect();
    let references = references.into_iter();
    references
        .map(|reference| format!("{}.{}", reference.address, reference.attribute))
        .collect()
}

/// Whether two values are the same, in whatever order their items are. A value
/// that depends on other attributes than it should is different.
fn alike(ours: &Term, found: &Term, references: &BTreeSet<Reference>) -> Option<bool> {
    if is_nothing(ours) && is_nothing(found) {
        return Some(true);
    }
    let depends_on: BTreeSet<Reference> = found.references().into_iter().cloned().collect();
    if found.is_unclear() && !depends_on.is_empty() && depends_on != *references {
        return Some(false);
    }
    sorted(ours).same(&sorted(found))
}

fn references(term: &Term, prefix: &str) -> BTreeSet<Reference> {
    let references = term.references().into_iter().map(|reference| Reference {
        address: format!("{prefix}{}", reference.address),
        attribute: reference.attribute.clone(),
    });
    references.collect()
}

fn sorted(term: &Term) -> Term {
    match term {
        Term::List(items) => {
            let mut items: Vec<Term> = items.iter().map(sorted).collect();
            items.sort();
            items.dedup();
            Term::List(items)
        }
        other => other.clone(),
    }
}

/// A value, or what it depends on where nothing more is known.
fn shown(term: &Term) -> String {
    match term {
        Term::Unknown(references) if !references.is_empty() => {
            format!("unknown, from {}", names(term).join(", "))
        }
        term => term.to_string(),
    }
}
