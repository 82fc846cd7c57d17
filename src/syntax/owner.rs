//! Merges the sections of the blueprint that owns the identity.

use super::overlay;
use super::shape::span;
use crate::diagnostic::Diagnostics;
use crate::rules::shared_identity;
use toml::de::{DeTable, DeValue};

/// Sections that only the owner may have.
const SECTIONS: [&str; 4] = ["groups", "roles", "scopes", "users"];

/// Keys of `[identity]` that only the owner may have.
const KEYS: [&str; 4] = ["attributes", "scope_format", "self_service", "token"];

/// The owner's path from `[identity]`, in the last of these texts that has one.
/// Invalid texts are reported when they are parsed.
pub fn path<'a>(texts: impl Iterator<Item = &'a str>) -> Option<String> {
    let owner = |text: &str| {
        let (root, _) = DeTable::parse_recoverable(text);
        let identity = root.get_ref().get("identity")?.get_ref().as_table()?;
        Some(identity.get("owner")?.get_ref().as_str()?.to_owned())
    };
    texts.filter_map(owner).last()
}

/// Whether a text is meant as a blueprint: TOML with a name or an identity, errors
/// in it aside.
pub fn is_blueprint(text: &str) -> bool {
    let (root, _) = DeTable::parse_recoverable(text);
    let root = root.get_ref();
    root.contains_key("name") || root.contains_key("identity")
}

/// Merges the owner's sections into a blueprint, which may not have its own;
/// returns the owner's name, which is part of scopes.
pub fn put<'i>(
    base: &mut DeTable<'i>,
    mut owner: DeTable<'i>,
    offset: usize,
    out: &mut Diagnostics,
) -> Option<String> {
    for section in SECTIONS {
        if let Some((key, _)) = base.get_key_value(section) {
            out.push(shared_identity::diagnostic(section, span(key)));
        }
    }
    let identity = base
        .get("identity")
        .and_then(|value| value.get_ref().as_table());
    for key in KEYS {
        if let Some((key, _)) = identity.and_then(|identity| identity.get_key_value(key)) {
            out.push(shared_identity::diagnostic(key.get_ref(), span(key)));
        }
    }
    if let Some(name) = domain(base)
        && domain(&owner).is_some_and(|other| other.get_ref().as_str() == name.get_ref().as_str())
    {
        let text = name.get_ref().as_str().unwrap_or_default();
        out.push(shared_identity::domain(text, span(name)));
    }
    let name = owner.remove("name");
    let kept = |table: DeTable<'i>, keys: &[&str]| -> DeTable<'i> {
        let entries = table.into_iter();
        entries
            .filter(|(key, _)| keys.contains(&key.get_ref().as_ref()))
            .collect()
    };
    let identity = owner.remove_entry("identity");
    let mut owner = kept(owner, &SECTIONS);
    if let Some((key, mut value)) = identity {
        if let DeValue::Table(table) = value.get_mut() {
            *table = kept(std::mem::take(table), &KEYS);
        }
        owner.insert(key, value);
    }
    overlay::put(base, owner, offset);
    name.and_then(|name| Some(name.get_ref().as_str()?.to_owned()))
}

/// The name of the API's custom domain, if it is written as text.
fn domain<'a, 'i>(root: &'a DeTable<'i>) -> Option<&'a toml::Spanned<DeValue<'i>>> {
    let api = root.get("api")?.get_ref().as_table()?;
    let domain = api.get("domain")?.get_ref().as_table()?;
    domain.get("name").filter(|name| name.get_ref().is_str())
}
