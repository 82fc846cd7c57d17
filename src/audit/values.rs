//! Compares argument by argument the values that a plan or state knows.

use super::kinds::{DESCRIBING, META};
use super::place::place;
use super::{Audit, Both, Finding, Verdict};
use super::{extra, foreign};
use crate::evidence::{Reference, Refusal, Term, is_nothing};
use std::collections::BTreeSet;

/// Arguments that are not shown: they may hold secrets.
const SECRETIVE: &str = "environment";

/// Compares every resource, and every argument that the blueprint compiles to.
/// With files that are what the blueprint compiles to, what a plan leaves out
/// is certain.
///
/// # Errors
///
/// When there is no resource of the blueprint.
pub(super) fn compare(both: &Both<'_>, certain: bool, audit: &mut Audit) -> Result<(), Refusal> {
    let mut expected = BTreeSet::new();
    let mut present = 0;
    for address in both.expected.addresses() {
        let there = both.there(address);
        expected.insert(there.clone());
        let kind = both.expected.kind(address).unwrap_or_default();
        if kind.starts_with("data.") {
            continue;
        }
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
        if both.evidence.has_values(&there) {
            arguments(both, address, certain, audit);
            extra::arguments(both, address, audit);
        }
    }
    if present == 0 {
        return Err(Refusal::new(format!(
            "this contains no resources of the blueprint \"{}\"",
            both.checked.model.name.value
        )));
    }
    foreign::resources(both, &expected, audit);
    let mut seen = BTreeSet::new();
    audit.findings.sort_by(|a, b| {
        (&a.address, &a.argument, b.verdict).cmp(&(&b.address, &b.argument, a.verdict))
    });
    audit
        .findings
        .retain(|finding| seen.insert((finding.address.clone(), finding.argument.clone())));
    Ok(())
}

fn arguments(both: &Both<'_>, address: &str, certain: bool, audit: &mut Audit) {
    let there = both.there(address);
    for path in both.expected.paths(address) {
        if DESCRIBING.contains(&path.as_str()) || META.contains(&path.as_str()) {
            continue;
        }
        let ours = both.expected.value(address, &path);
        if ours == Term::Null {
            // As if it were not there: judged with what is set beyond.
            continue;
        }
        audit.looked_at.0 += 1;
        let settled = both.evidence.settle(&ours, &both.prefix);
        let found = both.evidence.value(&there, &path);
        let verdict = match depends(&settled, &found, &references(&ours, &both.prefix)) {
            Some(true) => continue,
            Some(false) => Verdict::Different,
            None if certain => continue,
            None => Verdict::Unknown,
        };
        let cause = match verdict {
            Verdict::Unknown => cause(&found, &settled),
            Verdict::Same | Verdict::Different => String::new(),
        };
        let (expected, found) = match path.starts_with(SECRETIVE) || path == "password" {
            true => ("as in the blueprint".into(), "something else".into()),
            false => (settled.to_string(), shown(&found)),
        };
        audit.findings.push(Finding {
            verdict,
            address: there.clone(),
            argument: path,
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

/// Whether two values are the same, in whatever order their items are.
pub(super) fn alike(ours: &Term, found: &Term) -> Option<bool> {
    if is_nothing(ours) && is_nothing(found) {
        return Some(true);
    }
    if let (Some(ours), Some(found)) = (document(ours), document(found)) {
        return Some(ours == found);
    }
    sorted(ours).same(&sorted(found))
}

/// A JSON document, such as a policy.
fn document(term: &Term) -> Option<serde_json::Value> {
    let value: serde_json::Value = serde_json::from_str(term.as_text()?).ok()?;
    (value.is_object() || value.is_array()).then_some(value)
}

/// The same; a value that depends on other attributes than it should is
/// different.
fn depends(ours: &Term, found: &Term, references: &BTreeSet<Reference>) -> Option<bool> {
    let depends_on: BTreeSet<Reference> = found.references().into_iter().cloned().collect();
    if found.is_unclear() && !depends_on.is_empty() && depends_on != *references {
        return Some(false);
    }
    alike(ours, found)
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
