//! Reads invariants and separations.

use super::{flag, items, texts};
use crate::source::Spanned;
use crate::syntax::shape::span;
use toml::de::{DeTable, DeValue};

/// `"DELETE *" = { … }` in `[invariants]`.
#[derive(Debug)]
pub struct Invariant {
    /// Who may call.
    pub only: Option<Spanned<Vec<Spanned<String>>>>,
    /// Whether a caller without a token may.
    pub anonymous: Option<Spanned<bool>>,
    /// Whether a scope is required.
    pub scopes: Option<Spanned<bool>>,
}

/// A set of groups that must not overlap.
pub(crate) type GroupSet = Spanned<Vec<Spanned<String>>>;

/// Reads an invariant.
pub(super) fn invariant(value: &DeValue<'_>) -> Invariant {
    let empty = DeTable::default();
    let table = value.as_table().unwrap_or(&empty);
    let only = table.get("only").map(span);
    Invariant {
        only: texts(table, "only")
            .zip(only)
            .map(|(names, span)| Spanned::new(names, span)),
        anonymous: flag(table, "anonymous"),
        scopes: flag(table, "scopes"),
    }
}

/// Reads the sets of groups of a key in `[separation]`.
pub(super) fn sets(root: &DeTable<'_>, key: &str) -> Vec<GroupSet> {
    let section = super::table(root, "separation").map(|(_, table)| table);
    let sets = section.and_then(|table| table.get(key)?.get_ref().as_array());
    let sets = sets.into_iter().flat_map(|array| array.iter());
    sets.filter(|set| set.get_ref().is_array())
        .map(|set| Spanned::new(items(set.get_ref()), span(set)))
        .collect()
}
