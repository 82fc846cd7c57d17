//! Reads roles and groups.

use super::{Named, items, number, text, texts};
use crate::source::Spanned;
use crate::syntax::shape::span;
use toml::de::{DeString, DeTable, DeValue};

/// One item of a role.
#[derive(Debug)]
pub enum RoleItem {
    /// A scope by name.
    Scope(Spanned<String>),
    /// Another role, whose scopes are included.
    Role(Spanned<String>),
}

/// `x = […]` or `x = { roles = […] }` in `[groups]`.
#[derive(Debug)]
pub struct Group {
    /// Roles by name.
    pub roles: Vec<Spanned<String>>,
    /// Precedence; the lowest number wins.
    pub precedence: Option<i64>,
    /// What the group is for.
    pub description: Option<Spanned<String>>,
}

/// Reads a role.
pub(super) fn role(value: &DeValue<'_>) -> Vec<RoleItem> {
    let items = value.as_array().into_iter().flat_map(|array| array.iter());
    items
        .filter_map(|item| match item.get_ref() {
            DeValue::String(name) => {
                Some(RoleItem::Scope(Spanned::new(name.to_string(), span(item))))
            }
            DeValue::Table(table) => text(table, "role").map(RoleItem::Role),
            _ => None,
        })
        .collect()
}

/// Reads a group.
pub(super) fn group(value: &DeValue<'_>) -> Group {
    match value {
        DeValue::Table(table) => Group {
            roles: texts(table, "roles").unwrap_or_default(),
            precedence: number(table, "precedence"),
            description: text(table, "description"),
        },
        list => Group {
            roles: items(list),
            precedence: None,
            description: None,
        },
    }
}

/// Reads the catalog of scopes.
pub(super) fn catalogue(table: &DeTable<'_>) -> Named<Option<Spanned<String>>> {
    let name =
        |key: &toml::Spanned<DeString<'_>>| Spanned::new(key.get_ref().to_string(), span(key));
    let entries = table.keys();
    entries
        .map(|key| (name(key), text(table, key.get_ref())))
        .collect()
}
