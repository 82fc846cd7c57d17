//! Text to [`Blueprint`]: TOML syntax and shape, every error in one run.

mod blueprint;
mod broken;
mod composed;
mod errors;
pub(crate) mod foreign;
mod interpolation;
pub mod language;
mod overlay;
pub mod owner;
pub mod reference;
mod removal;
mod shape;
mod unknown;
mod uses;

pub use blueprint::{
    AllowItem, Authorizer, Blueprint, Client, DefaultAccess, Function, FunctionSettings, Group,
    Identity, Lint, Named, Oauth, RoleItem, Route, Variable,
};

pub use broken::Broken;
pub use interpolation::Foreign as ForeignReference;
pub(crate) use interpolation::takes_variable;

use crate::diagnostic::Diagnostics;
use crate::rules::missing_key;
use crate::source::{Part, Source};
use toml::de::DeTable;

/// Reads a blueprint with its overlays. `None` if the TOML itself is invalid:
/// names may then be missing only for that reason, and looking them up would
/// mislead.
pub fn parse(source: &Source, out: &mut Diagnostics) -> Option<Blueprint> {
    let mut whole: Option<toml::Spanned<DeTable<'_>>> = None;
    let mut broken = false;
    let mut owner_name = None;
    for part in source.parts() {
        let (mut root, errors) = DeTable::parse_recoverable(part.text);
        if !errors.is_empty() {
            broken = true;
            out.append(self::broken(part, &root, errors), part.start);
            continue;
        }
        match &mut whole {
            Some(whole) if part.is_owner => {
                owner_name = owner::put(whole.get_mut(), root.into_inner(), part.start, out);
            }
            Some(whole) => {
                let whole = whole.get_mut();
                removal::apply(whole, root.get_mut(), part.start, out);
                overlay::put(whole, root.into_inner(), part.start);
            }
            None => {
                removal::refuse(root.get_mut(), out);
                whole = Some(root);
            }
        }
    }
    let root = whole.filter(|_| !broken)?;
    let mut wrong = Diagnostics::default();
    shape::check(&root, source, &mut wrong);
    let broken = Broken::find(root.get_ref(), &wrong);
    out.append(wrong, 0);
    composed::check(root.get_ref(), out);
    interpolation::check(root.get_ref(), out);
    let mut blueprint = Blueprint::read(root.get_ref());
    blueprint.owner_name = owner_name;
    // A role of the wrong shape may have listed any scope.
    let roles = broken.sections.iter().filter(|section| *section == "roles");
    blueprint.unreadable.extend(roles.cloned());
    blueprint.broken = broken;
    blueprint.variable_uses = uses::find(root.get_ref());
    Some(blueprint)
}

/// What is wrong with a file that is not valid TOML.
fn broken(
    part: Part<'_>,
    root: &toml::Spanned<DeTable<'_>>,
    errors: Vec<toml::de::Error>,
) -> Diagnostics {
    let alone = Source::new(part.path, part.text);
    let mut out = Diagnostics::default();
    let broken = errors::report(&alone, errors, &mut out);

    // What could be read is still checked, except for what the broken lines may
    // have caused: a key may be missing because its line could not be read.
    let mut found = Diagnostics::default();
    shape::check(root, &alone, &mut found);
    for diagnostic in found.iter() {
        if diagnostic.rule.code != missing_key::RULE.code && !broken.explains(diagnostic) {
            out.push(broken.without_distant_edits(diagnostic.clone()));
        }
    }
    out
}

/// A text as a TOML string, usable as a value or a key.
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
