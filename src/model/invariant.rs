//! What has to hold for many routes at once.

use super::{Authorizer, Group, Principal, RoutePattern};
use crate::arena::Id;
use crate::source::Spanned;

/// A statement about every route that a pattern names.
#[derive(Debug)]
pub struct Invariant {
    /// The pattern as written.
    pub text: Spanned<String>,
    /// The pattern.
    pub pattern: RoutePattern,
    /// Who may call, and nobody else.
    pub only: Option<Spanned<Vec<Permitted>>>,
    /// That nobody may call without a token.
    pub no_anonymous: Option<Spanned<()>>,
    /// That each asks for a scope.
    pub scopes: Option<Spanned<()>>,
}

/// Somebody who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permitted {
    /// A caller of the blueprint.
    Caller(Principal),
    /// Whoever an authorizer of `[authorizers]` lets through.
    Authorizer(Id<Authorizer>),
    /// Whoever may call with AWS credentials.
    Iam,
}

/// Groups that have nothing to do with each other.
#[derive(Debug)]
pub struct Separation {
    /// The groups.
    pub groups: Spanned<Vec<Id<Group>>>,
    /// What they do not share.
    pub of: Shared,
}

/// What groups may share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// A user who is a member of two.
    Members,
    /// A route that asks for scopes and that two may call.
    Routes,
}
