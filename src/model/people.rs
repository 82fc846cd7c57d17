//! Scopes, roles, groups and users.

use crate::arena::Id;
use crate::source::Spanned;
use std::collections::BTreeSet;

/// A scope that some role lists.
#[derive(Debug)]
pub struct Scope {
    /// Its name in the blueprint, before it is spelled for the token.
    pub name: Spanned<String>,
    /// Whether jwtgen made it for a group or a role that a route allows.
    pub minted: bool,
}

/// A role.
#[derive(Debug)]
pub struct Role {
    /// Its name.
    pub name: Spanned<String>,
    /// Its scopes, those of included roles among them.
    pub scopes: BTreeSet<Id<Scope>>,
}

/// A group of people.
#[derive(Debug)]
pub struct Group {
    /// Its name.
    pub name: Spanned<String>,
    /// Its roles.
    pub roles: Vec<Id<Role>>,
    /// The scopes its roles grant.
    pub scopes: BTreeSet<Id<Scope>>,
    /// Rank; the lowest wins.
    pub precedence: Option<i64>,
    /// What it is for.
    pub description: Option<Spanned<String>>,
}

/// A user to create.
#[derive(Debug)]
pub struct User {
    /// The user name.
    pub name: Spanned<String>,
    /// Groups the user belongs to.
    pub groups: Vec<Id<Group>>,
}
