//! Minted scopes, which jwtgen generates and the blueprint does not name. Each
//! group or role in a route's `allow` gets its own scope, which only that group or
//! role grants. Each `all`, a list of scopes needed together, gets a combined
//! scope.

use crate::arena::Id;
use crate::diagnostic::Diagnostics;
use crate::model::Scope;
use crate::resolve::names::Names;
use crate::source::{Span, Spanned};
use crate::syntax::{AllowItem, Blueprint};
use crate::text::short_hash;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The minted scopes, by name.
#[derive(Debug, Default)]
pub(super) struct Minted(BTreeMap<String, Mint>);

#[derive(Debug)]
struct Mint {
    /// The name, with the first place that needs it.
    name: Spanned<String>,
    /// Names of the scopes that it combines.
    parts: Vec<String>,
}

impl Minted {
    /// Collects the scopes that routes need. Unknown names are reported when the
    /// routes are resolved; nobody is granted their scopes.
    pub(super) fn gather(blueprint: &Blueprint) -> Minted {
        let mut minted = Minted::default();
        for route in blueprint
            .routes
            .iter()
            .filter_map(|(_, route)| route.as_ref())
        {
            for item in route.allow.iter().flat_map(|(_, items)| items) {
                minted.add(of(item), Vec::new(), item.name().span);
            }
            if let Some((span, scopes)) = &route.all
                && let Some(name) = combined_scope(scopes)
            {
                let parts = scopes.iter().map(|scope| scope.value.clone());
                minted.add(name, parts.collect(), *span);
            }
        }
        minted
    }

    fn add(&mut self, name: String, parts: Vec<String>, span: Span) {
        let mint = self.0.entry(name.clone()).or_insert_with(|| Mint {
            name: Spanned::new(name, span),
            parts,
        });
        mint.name.span = mint.name.span.min(span);
    }

    /// Names of the scopes that a minted scope combines; empty for others.
    pub(super) fn parts(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], |mint| &mint.parts)
    }

    /// The scopes in the order of their names.
    pub(super) fn scopes(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.0.values().map(|mint| &mint.name)
    }

    /// Whether a scope of this name is minted.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// Name of the scope minted for a group.
pub(super) fn group_scope(group: &str) -> String {
    format!("group:{group}")
}

/// Name of the scope minted for a role.
pub(super) fn role_scope(role: &str) -> String {
    format!("role:{role}")
}

/// Longest name that lists its parts. With an app client's id added, it still
/// fits the 64 characters of a route's scope.
const MAX_LISTED: usize = 36;

/// Name of the scope that combines these, in any order; `None` for fewer than two
/// scopes. Different sets never share a name: the separator is escaped within the
/// parts, and a long name is a hash.
pub(super) fn combined_scope(scopes: &[Spanned<String>]) -> Option<String> {
    let parts: BTreeSet<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
    if parts.len() < 2 {
        return None;
    }
    let escaped = parts
        .iter()
        .map(|part| part.replace('%', "%25").replace('+', "%2B"));
    let joined = escaped.collect::<Vec<_>>().join("+");
    Some(match joined.len() {
        0..=MAX_LISTED => format!("all:{joined}"),
        _ => format!("all:{}", short_hash(&joined)),
    })
}

/// The scope minted for an item of `allow`, if its name exists.
pub(super) fn scope(
    item: &AllowItem,
    names: &Names<'_>,
    minted: &HashMap<&str, Id<Scope>>,
    out: &mut Diagnostics,
) -> Option<Id<Scope>> {
    match item {
        AllowItem::Group(name) => names.group(name, out).map(drop)?,
        AllowItem::Role(name) => names.role(name, out).map(drop)?,
    }
    minted.get(of(item).as_str()).copied()
}

fn of(item: &AllowItem) -> String {
    match item {
        AllowItem::Group(name) => group_scope(name),
        AllowItem::Role(name) => role_scope(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(parts: &[&str]) -> Option<String> {
        let place = |part: &&str| Spanned::new((*part).to_owned(), Span::default());
        combined_scope(&parts.iter().map(place).collect::<Vec<_>>())
    }

    #[test]
    fn every_set_has_one_name_that_no_other_set_has() {
        assert_eq!(name(&["b", "a", "b"]).as_deref(), Some("all:a+b"));
        assert_eq!(name(&["a", "a"]), None);
        assert_ne!(name(&["a+b", "c"]), name(&["a", "b+c"]));
        assert_ne!(name(&["a%2B", "b"]), name(&["a+", "b"]));
        let (long, other) = ("x".repeat(40), "y".repeat(40));
        let hashed = name(&[&long, "a"]).unwrap();
        assert!(hashed.len() <= 40 && Some(hashed) != name(&[&other, "a"]));
    }
}
