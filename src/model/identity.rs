//! The identity provider and its app clients.

use super::{Role, Scope, ScopeFormat, Value};
use crate::arena::Id;
use crate::source::{Span, Spanned};
use std::collections::BTreeSet;

/// The user pool.
#[derive(Debug)]
pub struct Identity {
    /// Place of the section.
    pub span: Span,
    /// Which token callers send.
    pub token: Spanned<TokenKind>,
    /// How a scope is spelled in that token.
    pub scope_format: Spanned<ScopeFormat>,
    /// Where callers put the token.
    pub source: Spanned<String>,
    /// Domain prefix of the hosted sign-in.
    pub domain: Option<Spanned<Value>>,
}

/// Which token callers send to the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// The access token, as OAuth intends.
    Access,
    /// The ID token, as the public walkthrough does.
    Id,
}

/// An app client.
#[derive(Debug)]
pub struct Client {
    /// Its name in the blueprint.
    pub name: Spanned<String>,
    /// What it is itself, if it is no client for people.
    pub machine: Option<Machine>,
    /// Where people may land after signing in.
    pub callback_urls: Vec<Spanned<Value>>,
    /// Where people may land after signing out.
    pub logout_urls: Vec<Spanned<Value>>,
    /// Hosted sign-in.
    pub oauth: Option<Oauth>,
    /// Ways to sign in by API, without refreshing.
    pub auth_flows: Vec<AuthFlow>,
}

/// An application that acts for itself: client credentials.
#[derive(Debug)]
pub struct Machine {
    /// Place of its roles.
    pub span: Span,
    /// Its roles.
    pub roles: Vec<Id<Role>>,
    /// The scopes its roles grant, those that stand for several among them.
    pub scopes: BTreeSet<Id<Scope>>,
}

/// What a client may do at the hosted sign-in.
#[derive(Debug)]
pub struct Oauth {
    /// Place of the key.
    pub span: Span,
    /// Grants; only the authorization code grant exists so far.
    pub code: bool,
    /// OpenID Connect scopes it may request.
    pub scopes: Vec<Spanned<String>>,
}

/// A way to sign in through the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuthFlow {
    /// User name and password in clear over TLS.
    UserPassword,
    /// Secure remote password.
    UserSrp,
    /// User name and password by a trusted server.
    AdminUserPassword,
    /// Challenges defined by the pool's own triggers.
    Custom,
}
