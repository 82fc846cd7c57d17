//! Text to [`Blueprint`]: TOML syntax and shape, every error in one run.

mod blueprint;
pub mod language;
mod shape;

pub use blueprint::{Blueprint, Client, Function, Group, Identity, Named, Oauth, RoleItem, Route};

use crate::diagnostic::Diagnostics;
use crate::rules::{duplicate_key, invalid_toml, missing_key};
use crate::source::{SourceFile, Span};
use std::collections::BTreeSet;
use toml::de::DeTable;

/// Reads a blueprint. `None` when the TOML itself is broken: names may then be
/// missing for that reason alone, and looking them up would mislead.
pub fn parse(source: &SourceFile, out: &mut Diagnostics) -> Option<Blueprint> {
    let (root, errors) = DeTable::parse_recoverable(&source.text);
    if errors.is_empty() {
        shape::check(&root, source, out);
        return Some(Blueprint::read(root.get_ref()));
    }
    let broken = report_syntax(source, errors, out);

    // What could be read is still checked, but for what the broken lines may
    // have caused: a key may be missing because its line could not be read.
    let mut found = Diagnostics::default();
    shape::check(&root, source, &mut found);
    for diagnostic in found.iter() {
        let line = source.position(diagnostic.primary.span.start).line;
        if diagnostic.rule.code != missing_key::RULE.code && !broken.contains(&line) {
            out.push(diagnostic.clone());
        }
    }
    None
}

/// Reports the first error of each line and returns those lines; further ones
/// on a line follow from the first.
fn report_syntax(
    source: &SourceFile,
    errors: Vec<toml::de::Error>,
    out: &mut Diagnostics,
) -> BTreeSet<usize> {
    let mut errors: Vec<(Span, String)> = errors
        .into_iter()
        .map(|error| {
            let span = error.span().map(Span::from).unwrap_or_default();
            (span, error.message().to_owned())
        })
        .collect();
    errors.sort();
    let mut broken = BTreeSet::new();
    for (span, message) in errors {
        if broken.insert(source.position(span.start).line) {
            out.push(match message.as_str() {
                "duplicate key" => duplicate_key::diagnostic(source, span),
                _ => invalid_toml::diagnostic(&message, span),
            });
        }
    }
    broken
}
