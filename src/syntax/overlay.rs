//! Applies an overlay to a blueprint: the differences of one environment.

use super::shape::span;
use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue};

/// Merges `over` into `base`. Tables are merged key by key; any other value
/// replaces the old one. Places in `over` are shifted by `offset`, so that they
/// stay distinct from those of the blueprint.
// The parser limits how deeply tables nest.
pub(super) fn put<'i>(base: &mut DeTable<'i>, over: DeTable<'i>, offset: usize) {
    for (key, value) in over {
        let old = base.remove_entry(key.get_ref().as_ref());
        let (key, value) = match (old, value) {
            (Some((key, mut old)), new) if joined(&old, &new) => {
                if let (DeValue::Table(old), DeValue::Table(new)) =
                    (old.get_mut(), new.into_inner())
                {
                    put(old, new, offset);
                }
                (key, old)
            }
            (_, value) => (shifted_key(key, offset), shifted(value, offset)),
        };
        base.insert(key, value);
    }
}

/// Whether two values are merged key by key.
fn joined(old: &Spanned<DeValue<'_>>, new: &Spanned<DeValue<'_>>) -> bool {
    let section = |value: &Spanned<DeValue<'_>>| {
        let table = value.get_ref().as_table();
        table.is_some_and(|table| !is_reference(table))
    };
    section(old) && section(new)
}

/// Whether a table represents a single value: `{ var = "x" }`.
fn is_reference(table: &DeTable<'_>) -> bool {
    table.get("var").is_some_and(|name| name.get_ref().is_str())
}

fn shifted_key(key: Spanned<DeString<'_>>, offset: usize) -> Spanned<DeString<'_>> {
    let place = span(&key);
    Spanned::new(place.start + offset..place.end + offset, key.into_inner())
}

fn shifted(value: Spanned<DeValue<'_>>, offset: usize) -> Spanned<DeValue<'_>> {
    let place = span(&value);
    let inner = match value.into_inner() {
        DeValue::Array(items) => {
            let items = items.into_iter().map(|item| shifted(item, offset));
            DeValue::Array(items.collect::<DeArray<'_>>())
        }
        DeValue::Table(table) => DeValue::Table(
            table
                .into_iter()
                .map(|(key, value)| (shifted_key(key, offset), shifted(value, offset)))
                .collect(),
        ),
        other => other,
    };
    Spanned::new(place.start + offset..place.end + offset, inner)
}
