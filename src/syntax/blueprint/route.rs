//! Reads `"GET /x" = { … }` in `[routes]`.

use super::people::{RoleItem, role};
use super::{api, items, text};
use crate::model::{RouteSettings, Value};
use crate::source::{Span, Spanned};
use crate::syntax::language::ROUTE;
use crate::syntax::shape::span;
use toml::de::DeValue;

/// One item of `allow` on a route.
#[derive(Debug)]
pub enum AllowItem {
    /// A group by name.
    Group(Spanned<String>),
    /// A role by name.
    Role(Spanned<String>),
}

impl AllowItem {
    /// The name.
    pub fn name(&self) -> &Spanned<String> {
        match self {
            AllowItem::Group(name) | AllowItem::Role(name) => name,
        }
    }
}

/// `"GET /x" = { … }` in `[routes]`.
#[derive(Debug)]
pub struct Route {
    /// Function by name.
    pub function: Option<Spanned<String>>,
    /// URL that requests are forwarded to, instead of a function.
    pub url: Option<Spanned<Value>>,
    /// Place of the key `scopes`, and scopes by name.
    pub scopes: Option<(Span, Vec<Spanned<String>>)>,
    /// Place of the key `allow`, and who is allowed.
    pub allow: Option<(Span, Vec<AllowItem>)>,
    /// Place of the key `all`, and the scopes that are needed together, by name.
    pub all: Option<(Span, Vec<Spanned<String>>)>,
    /// Place of the key `clients`, and app clients by name.
    pub clients: Option<(Span, Vec<Spanned<String>>)>,
    /// Authorizer by name.
    pub authorizer: Option<Spanned<String>>,
    /// Why the route is public.
    pub public: Option<Spanned<String>>,
    /// Its previous route key.
    pub renamed_from: Option<Spanned<String>>,
    /// Its other settings.
    pub settings: RouteSettings,
    /// Whether it has unknown keys: each may be one of the above, misspelled.
    pub misspelt: bool,
}

fn allow(value: &DeValue<'_>) -> Vec<AllowItem> {
    // Same syntax as the items of a role, but a string names a group here.
    let items = role(value).into_iter().map(|item| match item {
        RoleItem::Scope(name) => AllowItem::Group(name),
        RoleItem::Role(name) => AllowItem::Role(name),
    });
    items.collect()
}

fn empty(value: &DeValue<'_>) -> bool {
    value.as_array().is_some_and(|items| items.is_empty())
}

/// Reads a route; `None` if it is not a table.
pub(super) fn route(value: &DeValue<'_>) -> Option<Route> {
    let table = value.as_table()?;
    let list = |key: &str| {
        let entry = table.get_key_value(key);
        entry.map(|(key, value)| (span(key), items(value.get_ref())))
    };
    let scopes = list("scopes");
    let together = table.get("all").map(|value| value.get_ref());
    // A value that is not a list has been reported; do not report it as empty too.
    let all = list("all").filter(|(_, items)| !items.is_empty() || together.is_some_and(empty));
    let public = table.get("public").map(|value| {
        // A value that is not a string has been reported; do not report it as
        // an empty reason too.
        let reason = value.get_ref().as_str().unwrap_or("unreadable");
        Spanned::new(reason.to_owned(), span(value))
    });
    let written = table.get_key_value("allow");
    let allow = written
        .map(|(key, value)| (span(key), allow(value.get_ref()), empty(value.get_ref())))
        .filter(|(_, items, empty)| *empty || !items.is_empty())
        .map(|(span, items, _)| (span, items));
    Some(Route {
        function: text(table, "function"),
        url: table.get("url").and_then(super::value),
        scopes,
        clients: list("clients"),
        authorizer: text(table, "authorizer"),
        renamed_from: text(table, "renamed_from"),
        public,
        settings: api::route(table),
        misspelt: (written.is_some() && allow.is_none())
            || (together.is_some() && all.is_none())
            || table
                .keys()
                .any(|key| ROUTE.iter().all(|known| known.name != key.get_ref())),
        allow,
        all,
    })
}
