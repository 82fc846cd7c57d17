//! Scopes, roles, groups and users.

use crate::arena::{Arena, Id};
use crate::source::Spanned;
use std::collections::BTreeSet;

/// A scope that some role lists.
#[derive(Debug)]
pub struct Scope {
    /// Its name in the blueprint, before `scope_format` is applied.
    pub name: Spanned<String>,
    /// Whether jwtgen generated it for a route's `allow` or `all`.
    pub minted: bool,
    /// The scopes that it combines; empty for an ordinary scope.
    pub parts: BTreeSet<Id<Scope>>,
    /// What it is for, from the catalogue.
    pub description: Option<Spanned<String>>,
}

/// A role.
#[derive(Debug)]
pub struct Role {
    /// Its name.
    pub name: Spanned<String>,
    /// Its scopes, including those of included roles.
    pub scopes: BTreeSet<Id<Scope>>,
    /// Whether another role includes it.
    pub included: bool,
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

/// What a person may sign in with other than a user name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contact {
    /// An email address.
    Email,
    /// A phone number.
    Phone,
}

impl Contact {
    /// The contact that a blueprint names by this word.
    pub fn named(word: &str) -> Option<Contact> {
        match word {
            "email" => Some(Contact::Email),
            "phone_number" => Some(Contact::Phone),
            _ => None,
        }
    }

    /// Whether a user name has its form.
    pub fn fits(self, name: &str) -> bool {
        match self {
            Contact::Email => name.split_once('@').is_some_and(|(user, host)| {
                !user.is_empty() && !host.is_empty() && !host.contains('@')
            }),
            Contact::Phone => name.strip_prefix('+').is_some_and(|digits| {
                !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
            }),
        }
    }

    /// The attribute that holds it, and the one that says whether it is verified.
    pub fn attributes(self) -> (&'static str, &'static str) {
        match self {
            Contact::Email => ("email", "email_verified"),
            Contact::Phone => ("phone_number", "phone_number_verified"),
        }
    }

    /// It as a noun, with an article.
    pub fn noun(self) -> &'static str {
        match self {
            Contact::Email => "an email address",
            Contact::Phone => "a phone number",
        }
    }

    /// How it is written.
    pub fn words(self) -> &'static str {
        match self {
            Contact::Email => "an email address",
            Contact::Phone => "a phone number with a country code, such as `+15555550100`",
        }
    }
}

/// Adds the combined scopes whose parts are all held.
pub(crate) fn with_combined(
    mut held: BTreeSet<Id<Scope>>,
    scopes: &Arena<Scope>,
) -> BTreeSet<Id<Scope>> {
    let combined = scopes
        .entries()
        .filter(|(_, scope)| !scope.parts.is_empty());
    let earned = combined.filter(|(_, scope)| scope.parts.is_subset(&held));
    let earned: Vec<Id<Scope>> = earned.map(|(id, _)| id).collect();
    held.extend(earned);
    held
}
