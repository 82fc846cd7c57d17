//! Requirements that cover many routes at once.

use super::{Authorizer, Group, Principal, RoutePattern};
use crate::arena::Id;
use crate::source::Spanned;

/// A requirement on every route that a pattern matches.
#[derive(Debug)]
pub struct Invariant {
    /// The pattern as written.
    pub text: Spanned<String>,
    /// The pattern.
    pub pattern: RoutePattern,
    /// The only callers allowed.
    pub only: Option<Spanned<Vec<Permitted>>>,
    /// Set if nobody may call without a token.
    pub no_anonymous: Option<Spanned<()>>,
    /// Set if every route must require a scope.
    pub scopes: Option<Spanned<()>>,
}

/// A permitted caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permitted {
    /// A caller of the blueprint.
    Caller(Principal),
    /// Anyone whom an authorizer of `[authorizers]` allows.
    Authorizer(Id<Authorizer>),
    /// Anyone allowed to call with AWS credentials.
    Iam,
}

/// Groups that must be kept separate.
#[derive(Debug)]
pub struct Separation {
    /// The groups.
    pub groups: Spanned<Vec<Id<Group>>>,
    /// What they must not share.
    pub of: Shared,
}

/// What groups may share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// A user who is in two of them.
    Members,
    /// A route that requires scopes and that two of them may call.
    Routes,
}
