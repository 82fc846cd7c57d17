//! Authorizers beside that of the identity.

use super::{Function, Value};
use crate::arena::Id;
use crate::source::Spanned;
use std::collections::BTreeSet;

/// Where a token stands unless something else is said.
pub const SOURCE: &str = "$request.header.Authorization";

/// `[authorizers.x]`.
#[derive(Debug)]
pub struct Authorizer {
    /// Its name in the blueprint.
    pub name: Spanned<String>,
    /// How it decides.
    pub kind: AuthorizerKind,
}

/// How an authorizer decides.
#[derive(Debug)]
pub enum AuthorizerKind {
    /// By a token of another issuer.
    Jwt {
        /// The token's `iss`.
        issuer: Spanned<Value>,
        /// Audiences of which the token has to hold one.
        audience: Vec<Spanned<Value>>,
        /// Where the token stands.
        source: Spanned<String>,
    },
    /// By a function.
    Lambda {
        /// The function.
        decider: Decider,
        /// Format of its event.
        payload: Spanned<String>,
        /// Whether it answers yes or no, and not with a policy.
        simple: Spanned<bool>,
        /// What has to be in the request.
        sources: Vec<Spanned<String>>,
        /// Seconds that its answers are kept.
        ttl: Spanned<i64>,
    },
}

/// The function that decides.
#[derive(Debug)]
pub enum Decider {
    /// One of the blueprint.
    Own(Id<Function>),
    /// One that exists already, by ARN.
    Existing(Spanned<Value>),
}

/// The identity source that keeps the answers for different routes apart.
pub const ROUTE_KEY: &str = "$context.routeKey";

impl Authorizer {
    /// Whether a call that brings nothing along is refused before anything is
    /// asked.
    pub fn wants_something(&self) -> bool {
        match &self.kind {
            AuthorizerKind::Jwt { .. } => true,
            AuthorizerKind::Lambda { sources, .. } => {
                sources.iter().any(|source| source.starts_with("$request."))
            }
        }
    }
}

impl AuthorizerKind {
    /// What a JWT authorizer takes: issuer, audiences, source. Two for which
    /// this is equal decide alike.
    pub fn as_jwt(&self) -> Option<(&Value, BTreeSet<&Value>, &str)> {
        match self {
            AuthorizerKind::Jwt {
                issuer,
                audience,
                source,
            } => {
                let audience = audience.iter().map(|entry| &entry.value).collect();
                Some((&issuer.value, audience, source.as_str()))
            }
            AuthorizerKind::Lambda { .. } => None,
        }
    }
}
