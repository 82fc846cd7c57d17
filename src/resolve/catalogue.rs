//! The catalogue of scopes: if there is one, it must list every scope.

use crate::diagnostic::Diagnostics;
use crate::rules::{unlisted_scope, unused_scope};
use crate::syntax::{Blueprint, RoleItem};
use std::collections::BTreeSet;

/// Compares the scopes of the roles with the catalogue, in both directions.
pub(super) fn check(blueprint: &Blueprint, out: &mut Diagnostics) {
    let Some(catalogue) = &blueprint.scopes else {
        return;
    };
    let known: BTreeSet<&str> = catalogue.iter().map(|(name, _)| name.as_str()).collect();
    let items = blueprint.roles.iter().flat_map(|(_, items)| items);
    let listed = items.filter_map(|item| match item {
        RoleItem::Scope(name) => Some(name),
        RoleItem::Role(_) => None,
    });
    let mut used = BTreeSet::new();
    for name in listed {
        used.insert(name.as_str());
        if !known.contains(name.as_str()) {
            out.push(unlisted_scope::diagnostic(name, known.iter().copied()));
        }
    }
    for (name, _) in catalogue {
        if !used.contains(name.as_str()) && !name.is_empty() {
            out.push(unused_scope::diagnostic(name));
        }
    }
}
