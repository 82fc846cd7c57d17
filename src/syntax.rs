//! Text to [`Blueprint`]: TOML syntax and shape, every error in one run.

mod blueprint;
mod composed;
mod errors;
pub mod language;
pub mod reference;
mod shape;

pub use blueprint::{
    AllowItem, Blueprint, Client, Function, FunctionSettings, Group, Identity, Named, Oauth,
    RoleItem, Route, Variable,
};

use crate::diagnostic::Diagnostics;
use crate::rules::missing_key;
use crate::source::SourceFile;
use toml::de::DeTable;

/// Reads a blueprint. `None` when the TOML itself is broken: names may then be
/// missing for that reason alone, and looking them up would mislead.
pub fn parse(source: &SourceFile, out: &mut Diagnostics) -> Option<Blueprint> {
    let (root, errors) = DeTable::parse_recoverable(&source.text);
    if errors.is_empty() {
        shape::check(&root, source, out);
        composed::check(root.get_ref(), out);
        return Some(Blueprint::read(root.get_ref()));
    }
    let broken = errors::report(source, errors, out);

    // What could be read is still checked, but for what the broken lines may
    // have caused: a key may be missing because its line could not be read.
    let mut found = Diagnostics::default();
    shape::check(&root, source, &mut found);
    for diagnostic in found.iter() {
        if diagnostic.rule.code != missing_key::RULE.code && !broken.explains(diagnostic) {
            out.push(diagnostic.clone());
        }
    }
    None
}

/// A text as a TOML string, fit for a value and for a key.
pub fn quote(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
