//! Reads `[authorizers.x]`, and the defaults of `[api]` for routes.

use super::{flag, items, number, table, text, texts, values};
use crate::model::Value;
use crate::source::{Span, Spanned};
use crate::syntax::shape::span;
use toml::de::{DeTable, DeValue};

/// `[authorizers.x]`.
#[derive(Debug)]
pub struct Authorizer {
    /// Issuer of a JWT authorizer.
    pub issuer: Option<Spanned<Value>>,
    /// Its audiences.
    pub audience: Vec<Spanned<Value>>,
    /// Where its token is.
    pub source: Option<Spanned<String>>,
    /// Function of a Lambda authorizer, by name.
    pub function: Option<Spanned<String>>,
    /// Function of a Lambda authorizer, by ARN.
    pub arn: Option<Spanned<Value>>,
    /// Format version of its event.
    pub payload: Option<Spanned<String>>,
    /// Form of its responses.
    pub simple_responses: Option<Spanned<bool>>,
    /// Its identity sources.
    pub sources: Option<Vec<Spanned<String>>>,
    /// Seconds to cache its decisions.
    pub ttl: Option<Spanned<i64>>,
    /// The keys that are present, with their places.
    pub keys: Vec<Spanned<String>>,
}

/// What `[api]` sets for routes that do not set it themselves.
#[derive(Debug, Default)]
pub struct DefaultAccess {
    /// Authorizer by name.
    pub authorizer: Option<Spanned<String>>,
    /// Place of the key `scopes`, and scopes by name.
    pub scopes: Option<(Span, Vec<Spanned<String>>)>,
}

/// Reads an authorizer; anything but a table reads as empty.
pub(super) fn authorizer(value: &DeValue<'_>) -> Authorizer {
    let empty = DeTable::default();
    let table = value.as_table().unwrap_or(&empty);
    let ttl = table.get("ttl");
    Authorizer {
        issuer: table.get("issuer").and_then(super::value),
        audience: values(table, "audience"),
        source: text(table, "source"),
        function: text(table, "function"),
        arn: table.get("arn").and_then(super::value),
        payload: text(table, "payload"),
        simple_responses: flag(table, "simple_responses"),
        sources: texts(table, "sources"),
        ttl: ttl.and_then(|entry| Some(Spanned::new(number(table, "ttl")?, span(entry)))),
        keys: table
            .keys()
            .map(|key| Spanned::new(key.get_ref().to_string(), span(key)))
            .collect(),
    }
}

/// Reads the defaults of `[api]`.
pub(super) fn defaults(root: &DeTable<'_>) -> DefaultAccess {
    let Some((_, api)) = table(root, "api") else {
        return DefaultAccess::default();
    };
    DefaultAccess {
        authorizer: text(api, "authorizer"),
        scopes: api
            .get_key_value("scopes")
            .map(|(key, list)| (span(key), items(list.get_ref()))),
    }
}
