//! Compares argument by argument the values that a plan or state knows.

use super::blocks::Blocks;
use super::kinds::{PATHS, RESOURCE_META};
use super::names::Names;
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
pub(super) fn compare(
    both: &Both<'_>,
    names: &Names,
    certain: bool,
    audit: &mut Audit,
) -> Result<(), Refusal> {
    let mut expected = BTreeSet::new();
    let mut present = 0;
    let attached = extra::Attached::find(both);
    for address in both.expected.addresses() {
        let there = both.there(address);
        expected.insert(there.clone());
        let kind = both.expected.kind(address).unwrap_or_default();
        if kind.starts_with("data.") {
            // What it read says nothing about how it asked; a state has no more.
            let paths = both.expected.paths(address);
            extra::arguments(both, address, &paths, &Blocks::default(), &attached, audit);
            continue;
        }
        if both.evidence.kind(&there).is_none() {
            audit.findings.push(Finding {
                foreign: false,
                verdict: Verdict::Different,
                place: Some(place(both, address)),
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
            let paths = both.expected.paths(address);
            let blocks = Blocks::pair(both, address, &paths);
            arguments(both, address, &paths, &blocks, certain, audit);
            extra::arguments(both, address, &paths, &blocks, &attached, audit);
        }
    }
    if present == 0 {
        let name = &both.checked.model.name.value;
        return Err(Refusal::new(match both.evidence.addresses().next() {
            Some(_) => format!("this contains no resources of the blueprint \"{name}\""),
            None if both.evidence.is_folder() => "this folder declares no resources".to_owned(),
            None if both.evidence.is_state() => "nothing has been applied yet".to_owned(),
            None => "this plan leaves no resources: it was made with `-destroy`, or with \
                     `-refresh-only` before the first apply"
                .to_owned(),
        }));
    }
    outputs(both, certain, audit);
    foreign::resources(both, names, &expected, audit);
    let mut seen = BTreeSet::new();
    audit.findings.sort_by(|a, b| {
        (&a.address, &a.argument, b.verdict).cmp(&(&b.address, &b.argument, a.verdict))
    });
    audit
        .findings
        .retain(|finding| seen.insert((finding.address.clone(), finding.argument.clone())));
    Ok(())
}

/// Compares the outputs of the root module, which others rely on.
fn outputs(both: &Both<'_>, certain: bool, audit: &mut Audit) {
    if !both.prefix.is_empty() || both.evidence.is_folder() {
        return;
    }
    for name in both.resolved.output_names() {
        audit.looked_at.0 += 1;
        let ours = both.resolved.output(name).unwrap_or(Term::Null);
        let (verdict, found) = match both.evidence.outputs.get(name) {
            None if is_nothing(&ours) => continue,
            None => (Verdict::Different, "missing"),
            Some(None) if certain => continue,
            Some(None) => (Verdict::Unknown, "unknown"),
            Some(Some(found)) => match alike("value", &ours, found) {
                Some(true) => continue,
                Some(false) => (Verdict::Different, "something else"),
                None if certain => continue,
                None => (Verdict::Unknown, "something that cannot be compared"),
            },
        };
        audit.findings.push(Finding {
            foreign: false,
            verdict,
            address: format!("output.{name}"),
            argument: "value".into(),
            expected: "as in the blueprint".into(),
            found: found.into(),
            cause: match verdict {
                Verdict::Unknown => cause(&ours, &ours),
                _ => String::new(),
            },
            place: Some(both.checked.model.name.span),
        });
    }
}

fn arguments(
    both: &Both<'_>,
    address: &str,
    paths: &[String],
    blocks: &Blocks,
    certain: bool,
    audit: &mut Audit,
) {
    let there = both.there(address);
    for path in paths {
        let first = path.split('.').next().unwrap_or_default();
        if RESOURCE_META.contains(&first) {
            continue;
        }
        let mut ours = both.expected.value(address, path);
        if PATHS.contains(&path.as_str()) {
            ours = located(both, ours);
        }
        if ours == Term::Null {
            // As if it were not there: judged with what is set beyond.
            continue;
        }
        audit.looked_at.0 += 1;
        let settled = both.evidence.settle(&ours, &both.prefix);
        let found = both.evidence.value(&there, &blocks.there(path));
        let compared = depends(path, both, (&ours, &settled), &found);
        let resolved = || alike(path, &both.resolved.value(address, path), &found);
        let verdict = match compared.or_else(resolved) {
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
            foreign: false,
            verdict,
            address: there.clone(),
            argument: path.clone(),
            expected,
            found,
            cause,
            place: Some(place(both, address)),
        });
    }
}

/// A path from the folder of the output as one from the root that uses it.
fn located(both: &Both<'_>, ours: Term) -> Term {
    let prefix = both.prefix.trim_end_matches('.');
    if prefix.is_empty() {
        return ours;
    }
    let below = both.evidence.files(Some(prefix));
    let below = below.and_then(|(_, module)| module.path.as_deref());
    match (
        ours.as_text().and_then(|path| path.strip_prefix("./")),
        below,
    ) {
        (None, _) => ours,
        (Some(path), Some(below)) => Term::text(format!("{below}/{path}")),
        (Some(_), None) => Term::unknown(),
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

/// Arguments whose items have an order that matters; everywhere else, the
/// provider takes a set. A test derives them from the provider's schemas.
pub(super) const ORDERED: [&str; 1] = ["layers"];

/// Whether two values of an argument are the same.
pub(super) fn alike(path: &str, ours: &Term, found: &Term) -> Option<bool> {
    if is_nothing(ours) && is_nothing(found) {
        // Not set is `false` only where that is the default.
        let unset = *ours == Term::Bool(false) && *found != *ours;
        return Some(!unset);
    }
    if let (Some(ours), Some(found)) = (document(ours), document(found)) {
        return Some(ours == found);
    }
    let mut names = path.rsplit('.');
    match names.any(|name| ORDERED.contains(&name)) {
        true => ours.same(found),
        false => sorted(ours).same(&sorted(found)),
    }
}

/// A JSON document, such as a policy.
fn document(term: &Term) -> Option<serde_json::Value> {
    let value: serde_json::Value = serde_json::from_str(term.as_text()?).ok()?;
    (value.is_object() || value.is_array()).then_some(value)
}

/// The same; a value that depends on another resource of the blueprint than it
/// should is different.
fn depends(path: &str, both: &Both<'_>, ours: (&Term, &Term), found: &Term) -> Option<bool> {
    let (ours, settled) = ours;
    if found.is_unclear() {
        let depends_on: BTreeSet<Reference> = found.references().into_iter().cloned().collect();
        let known = |reference: &Reference| {
            let own = reference.address.strip_prefix(&both.prefix);
            own.is_some_and(|own| both.expected.kind(own).is_some())
        };
        let all_known = !depends_on.is_empty() && depends_on.iter().all(known);
        if depends_on != references(ours, &both.prefix) && !depends_on.is_empty() {
            return all_known.then_some(false);
        }
    }
    alike(path, settled, found)
}

fn references(term: &Term, prefix: &str) -> BTreeSet<Reference> {
    let references = term.references().into_iter();
    references
        .map(|reference| reference.below(prefix))
        .collect()
}

fn sorted(term: &Term) -> Term {
    match term {
        Term::List(items) => {
            let mut items: Vec<Term> = items.iter().map(sorted).collect();
            items.sort();
            items.dedup();
            Term::List(items)
        }
        Term::Map(entries) => {
            let entries = entries.iter();
            Term::Map(
                entries
                    .map(|(key, item)| (key.clone(), sorted(item)))
                    .collect(),
            )
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
