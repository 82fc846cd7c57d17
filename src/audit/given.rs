//! The input variables of a state, found in its values.
//!
//! A state does not say what its input variables were. Where an argument is
//! compiled from one, its value in the state tells. What is found this way is a
//! guess that proves nothing by itself: everything is compiled with it again and
//! compared, so that a variable has one value wherever it is used.

use super::foreign::finding;
use super::{Audit, Both, Verdict};
use crate::evidence::{Call, Evidence, Piece, Reference, Refusal, Term};
use crate::generate::Files;
use crate::model::Model;
use std::collections::{BTreeMap, BTreeSet};

/// What was found.
#[derive(Default)]
struct Found {
    /// How often each value was found, by variable.
    values: BTreeMap<String, BTreeMap<Term, usize>>,
    /// Entries of variables that are maps; null for a key without an entry.
    entries: BTreeMap<String, BTreeMap<String, Term>>,
}

impl Found {
    fn add(&mut self, variable: &str, value: Term) {
        let values = self.values.entry(variable.to_owned()).or_default();
        *values.entry(value).or_default() += 1;
    }
}

/// The input variables that the values of a state tell. A plan has its own, and
/// files have none.
///
/// # Errors
///
/// When the files cannot be read.
pub(super) fn variables(
    files: &Files,
    evidence: &Evidence<'_>,
    module: Option<&str>,
    prefix: &str,
) -> Result<BTreeMap<String, Term>, Refusal> {
    let mut known = BTreeMap::new();
    if !evidence.is_state() {
        return Ok(known);
    }
    loop {
        let ours = Evidence::beside(files, evidence, module)?
            .with_variables(&known)
            .knowing(evidence, prefix);
        let found = look(&ours, evidence, prefix);
        let before = known.len();
        for (name, entries) in found.entries {
            let entries = entries.into_iter();
            let given = entries.filter(|(_, value)| *value != Term::Null);
            known
                .entry(name)
                .or_insert_with(|| Term::Map(given.collect()));
        }
        for (name, values) in found.values {
            // The value that most places have; what has another one is different.
            let most = values.into_iter().rev().max_by_key(|(_, count)| *count);
            if let Some((value, _)) = most {
                known.entry(name).or_insert(value);
            }
        }
        if known.len() == before {
            return Ok(known);
        }
    }
}

/// What was found in a state, one phrase for each variable.
pub(super) fn notes(model: &Model, variables: &BTreeMap<String, Term>) -> Vec<String> {
    let variables = variables.iter();
    variables
        .map(|(name, value)| match is_shown(model, name) {
            true => format!("`var.{name}` is taken from the state: {value}"),
            false => format!("`var.{name}` is taken from the state"),
        })
        .collect()
}

/// The values of input variables that a plan or the call of the output has. They
/// are what the blueprint leaves open, so that no comparison would find them.
pub(super) fn told(both: &Both<'_>, module: Option<&str>) -> Vec<String> {
    if both.evidence.is_state() {
        return Vec::new();
    }
    let model = &both.checked.model;
    let told = model.variables.iter().filter_map(|(name, variable)| {
        let value = both.expected.input_of(name)?;
        let usual = variable.default.as_deref().map(Term::text);
        let is_told = is_shown(model, name) && usual.as_ref() != Some(value);
        let value = both.evidence.settle(value, &both.prefix);
        is_told.then(|| match module {
            Some(module) => format!("`{module}` is given `{name}`: {value}"),
            None => format!("`var.{name}` is taken from the plan: {value}"),
        })
    });
    told.collect()
}

/// Judges the files that set input variables. What the blueprint leaves to a
/// variable is decided by whoever gives its value, and whoever changes the folder
/// may add such a file; a plan says which values it was made with.
pub(super) fn files(both: &Both<'_>, audit: &mut Audit) {
    let model = &both.checked.model;
    let module = both.prefix.trim_end_matches('.');
    let (_, compiled) = match both.expected.files(None) {
        Some(files) => files,
        None => return,
    };
    // The variables of the root that the blueprint depends on, and whether they
    // decide more than tags.
    let mut decided: BTreeMap<String, bool> = BTreeMap::new();
    let names = compiled.declared.keys();
    for name in names.filter_map(|local| local.strip_prefix("var.")) {
        let uses = model.variables.get(name).map(|variable| &variable.uses);
        let tags = |path: &str| path.starts_with("api.tags.");
        let decides = uses.is_none_or(|uses| uses.iter().any(|one| !tags(&one.path)));
        for variable in both.evidence.given_by(module, name) {
            let name = variable.trim_start_matches("var.").to_owned();
            *decided.entry(name).or_default() |= decides;
        }
    }
    for file in both.evidence.variable_files() {
        let Some(values) = file.values else {
            let why = "which variables it sets is not known";
            let found = finding(both, &file.name, Verdict::Unknown, why);
            audit.findings.push(found);
            continue;
        };
        for (name, value) in values {
            let Some(decides) = decided.get(&name) else {
                continue;
            };
            let to = match is_shown(model, &name) {
                true => format!(" to {value}"),
                false => String::new(),
            };
            match *decides && both.evidence.is_folder() {
                true => {
                    let why = format!("`{}` sets it{to}", file.name);
                    let found = finding(both, &format!("var.{name}"), Verdict::Unknown, &why);
                    audit.findings.push(found);
                }
                false => {
                    let note = format!("`{}` sets `var.{name}`{to}", file.name);
                    audit.origins.notes.push(note);
                }
            }
        }
    }
}

/// Whether the value of a variable may be shown. One that the blueprint does not
/// declare holds passwords.
fn is_shown(model: &Model, name: &str) -> bool {
    let declared = model.variables.get(name);
    declared.is_some_and(|declared| !declared.sensitive)
}

fn look(ours: &Evidence<'_>, evidence: &Evidence<'_>, prefix: &str) -> Found {
    let mut found = Found::default();
    for address in ours.addresses() {
        let there = format!("{prefix}{address}");
        if !evidence.has_values(&there) {
            continue;
        }
        for path in ours.paths(address) {
            let ours = ours.value(address, &path);
            if has_variable(&ours) {
                solve(&ours, &evidence.value(&there, &path), &mut found);
            }
        }
    }
    found
}

fn has_variable(term: &Term) -> bool {
    let references = term.references();
    references.into_iter().any(|one| variable(one).is_some())
}

fn variable(reference: &Reference) -> Option<&str> {
    (reference.address == "var").then_some(reference.attribute.as_str())
}

/// Finds which values of variables make one value of the other.
fn solve(ours: &Term, theirs: &Term, found: &mut Found) {
    match (ours, theirs) {
        (Term::Text(pieces), theirs) => text(pieces, theirs, found),
        (Term::List(ours), Term::List(theirs)) => list(ours, theirs, found),
        (Term::Map(ours), Term::Map(theirs)) => {
            for (key, ours) in ours {
                if let Some(theirs) = theirs.get(key) {
                    solve(ours, theirs, found);
                }
            }
        }
        _ => {}
    }
}

fn text(pieces: &[Piece], theirs: &Term, found: &mut Found) {
    match pieces {
        [Piece::Of(reference)] => {
            if let Some(name) = variable(reference)
                && matches!(theirs, Term::Text(_) | Term::Number(_) | Term::Bool(_))
                && !theirs.is_unclear()
            {
                found.add(name, theirs.clone());
            }
        }
        [
            Piece::Call(Call {
                function,
                arguments,
            }),
        ] => match function.as_str() {
            "jsonencode" => {
                let document = theirs.as_text().map(serde_json::from_str);
                if let (Some(Ok(document)), [ours]) = (document, arguments.as_slice()) {
                    solve(ours, &Term::known(&document), found);
                }
            }
            "lookup" => {
                let [of, key, Term::Null] = arguments.as_slice() else {
                    return;
                };
                let single = match of {
                    Term::Text(pieces) => pieces.as_slice(),
                    _ => &[],
                };
                if let ([Piece::Of(reference)], Some(key)) = (single, key.as_text())
                    && let Some(name) = variable(reference)
                    && matches!(theirs, Term::Null | Term::Text(_))
                    && !theirs.is_unclear()
                {
                    let entries = found.entries.entry(name.to_owned()).or_default();
                    entries.entry(key.to_owned()).or_insert(theirs.clone());
                }
            }
            "concat" => {
                let lists: Option<Vec<&[Term]>> = arguments.iter().map(Term::items).collect();
                if let (Some(ours), Some(theirs)) = (lists, theirs.items()) {
                    list(&ours.concat(), theirs, found);
                }
            }
            _ => {}
        },
        pieces => {
            if let Some((name, value)) = theirs.as_text().and_then(|text| hole(pieces, text)) {
                found.add(name, Term::text(value));
            }
        }
    }
}

/// The variable between literals, and the part of a text in its place.
fn hole<'a>(pieces: &'a [Piece], text: &'a str) -> Option<(&'a str, &'a str)> {
    let (before, reference, after) = match pieces {
        [Piece::Literal(before), Piece::Of(name)] => (before.as_str(), name, ""),
        [Piece::Of(name), Piece::Literal(after)] => ("", name, after.as_str()),
        [
            Piece::Literal(before),
            Piece::Of(name),
            Piece::Literal(after),
        ] => (before.as_str(), name, after.as_str()),
        _ => return None,
    };
    let rest = text.strip_prefix(before)?.strip_suffix(after)?;
    Some((variable(reference)?, rest))
}

/// Items that are alike are left out; of the others, each may be only one.
fn list(ours: &[Term], theirs: &[Term], found: &mut Found) {
    let open: Vec<&Term> = ours.iter().filter(|item| has_variable(item)).collect();
    let known: BTreeSet<&Term> = ours.iter().collect();
    let rest: Vec<&Term> = theirs.iter().filter(|item| !known.contains(item)).collect();
    for item in &open {
        let fits = |theirs: &&&Term| item.same(theirs) != Some(false);
        let mut fitting = rest.iter().filter(fits);
        if let (Some(theirs), None) = (fitting.next(), fitting.next()) {
            solve(item, theirs, found);
        }
    }
}
