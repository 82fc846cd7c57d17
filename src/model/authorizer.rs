//! Authorizers other than the identity's own.

use super::{Function, Value};
use crate::arena::Id;
use crate::source::Spanned;
use std::collections::BTreeSet;

/// Default identity source: the place in the request that holds the token.
pub const SOURCE: &str = "$request.header.Authorization";

/// `[authorizers.x]`.
#[derive(Debug)]
pub struct Authorizer {
    /// Its name in the blueprint.
    pub name: Spanned<String>,
    /// How it decides.
    pub kind: AuthorizerKind,
    /// The JWT authorizer declared before it that accepts the same tokens. One
    /// authorizer is generated for both.
    pub same_as: Option<Id<Authorizer>>,
}

/// How an authorizer decides.
#[derive(Debug)]
pub enum AuthorizerKind {
    /// By a token from another issuer.
    Jwt {
        /// The token's `iss`.
        issuer: Spanned<Value>,
        /// Accepted audiences; the token needs one of them.
        audience: Vec<Spanned<Value>>,
        /// Where in the request the token is.
        source: Spanned<String>,
    },
    /// By asking a function.
    Lambda {
        /// The function.
        decider: Decider,
        /// Payload format of its event.
        payload: Spanned<String>,
        /// Whether it answers yes or no instead of returning a policy.
        simple: Spanned<bool>,
        /// What the request must contain.
        sources: Vec<Spanned<String>>,
        /// Seconds that its answers are cached.
        ttl: Spanned<i64>,
    },
}

/// The function of a Lambda authorizer.
#[derive(Debug)]
pub enum Decider {
    /// A function of the blueprint.
    Own(Id<Function>),
    /// An existing function, by ARN.
    Existing(Spanned<Value>),
}

/// The identity source that makes API Gateway cache answers for each route
/// separately.
pub const ROUTE_KEY: &str = "$context.routeKey";

impl Authorizer {
    /// Whether the gateway refuses a call without credentials before it asks
    /// anything else.
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
    /// Issuer, audiences and source of a JWT authorizer. If these are equal, two
    /// authorizers decide alike.
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

    /// Issuer and audiences of the tokens that a JWT authorizer accepts.
    pub fn accepted(&self) -> Option<(&Value, &[Spanned<Value>])> {
        match self {
            AuthorizerKind::Jwt {
                issuer, audience, ..
            } => Some((&issuer.value, audience)),
            AuthorizerKind::Lambda { .. } => None,
        }
    }
}
