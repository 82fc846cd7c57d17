//! Reads `[identity]` and `[clients.x]`.

use super::{flag, items, pool, table, text, texts, value, values};
use crate::model::{PoolSettings, Validity, Value};
use crate::source::{Span, Spanned};
use crate::syntax::shape::span as key_span;
use toml::de::{DeTable, DeValue};

/// `[identity]`.
#[derive(Debug)]
pub struct Identity {
    /// Place of the section's name.
    pub span: Span,
    /// Name of the user pool.
    pub name: Option<Spanned<String>>,
    /// `access` or `id`.
    pub token: Option<Spanned<String>>,
    /// Format of a scope in the token.
    pub scope_format: Option<Spanned<String>>,
    /// Issuer of another provider.
    pub issuer: Option<Spanned<Value>>,
    /// Audiences of its tokens.
    pub audience: Vec<Spanned<Value>>,
    /// Product behind the issuer.
    pub preset: Option<Spanned<String>>,
    /// Claim with the scopes.
    pub claim: Option<Spanned<String>>,
    /// ID of an existing user pool.
    pub pool: Option<Spanned<Value>>,
    /// Path of the blueprint that owns the pool.
    pub owner: Option<Spanned<String>>,
    /// The keys that are present, with their places.
    pub keys: Vec<Spanned<String>>,
    /// Where callers put the token.
    pub source: Option<Spanned<String>>,
    /// Settings of the user pool.
    pub settings: PoolSettings,
    /// Domain prefix.
    pub domain: Option<Spanned<Value>>,
}

/// `[clients.x]`.
#[derive(Debug)]
pub struct Client {
    /// Place of the key `roles`, and roles by name: a machine client.
    pub roles: Option<(Span, Vec<Spanned<String>>)>,
    /// Its previous name.
    pub renamed_from: Option<Spanned<String>>,
    /// The first other key that is present.
    pub other: Option<Span>,
    /// Whether it has a secret.
    pub secret: Option<Spanned<bool>>,
    /// How long its tokens are valid.
    pub validity: Validity,
    /// Identity providers by name.
    pub identity_providers: Option<Vec<Spanned<String>>>,
    /// URLs that users may be redirected to after signing in.
    pub callback_urls: Vec<Spanned<Value>>,
    /// URLs that users may be redirected to after signing out.
    pub logout_urls: Vec<Spanned<Value>>,
    /// OAuth settings for the hosted sign-in.
    pub oauth: Option<Oauth>,
    /// Authentication flows with the Cognito API.
    pub auth_flows: Option<Vec<Spanned<String>>>,
}

/// `oauth = { … }` of a client.
#[derive(Debug)]
pub struct Oauth {
    /// Place of the key.
    pub span: Span,
    /// OAuth grants.
    pub flows: Vec<Spanned<String>>,
    /// OAuth scopes.
    pub scopes: Vec<Spanned<String>>,
}

/// Reads an app client; anything but a table reads as empty.
pub(super) fn client(value: &DeValue<'_>) -> Client {
    let empty = DeTable::default();
    let table = value.as_table().unwrap_or(&empty);
    let roles = table.get_key_value("roles");
    Client {
        roles: roles.map(|(key, list)| (key_span(key), items(list.get_ref()))),
        other: table
            .keys()
            .filter(|key| {
                !matches!(
                    key.get_ref().as_ref(),
                    "roles" | "renamed_from" | "validity"
                )
            })
            .map(key_span)
            .min(),
        renamed_from: text(table, "renamed_from"),
        secret: flag(table, "secret"),
        validity: super::table(table, "validity")
            .map(|(_, table)| Validity {
                access: text(table, "access"),
                id: text(table, "id"),
                refresh: text(table, "refresh"),
            })
            .unwrap_or_default(),
        identity_providers: texts(table, "identity_providers"),
        callback_urls: values(table, "callback_urls"),
        logout_urls: values(table, "logout_urls"),
        oauth: super::table(table, "oauth").map(|(span, table)| Oauth {
            span,
            flows: texts(table, "flows").unwrap_or_default(),
            scopes: texts(table, "scopes").unwrap_or_default(),
        }),
        auth_flows: texts(table, "auth_flows"),
    }
}

/// `[identity]`.
pub(super) fn identity(root: &DeTable<'_>) -> Option<Identity> {
    table(root, "identity").map(|(span, table)| Identity {
        span,
        name: text(table, "name"),
        token: text(table, "token"),
        scope_format: text(table, "scope_format"),
        issuer: table.get("issuer").and_then(value),
        audience: values(table, "audience"),
        preset: text(table, "preset"),
        claim: text(table, "claim"),
        pool: table.get("pool").and_then(value),
        owner: text(table, "owner"),
        keys: table
            .keys()
            .map(|key| Spanned::new(key.get_ref().to_string(), key_span(key)))
            .collect(),
        source: text(table, "source"),
        settings: pool::pool(table),
        domain: table.get("domain").and_then(value),
    })
}
