//! Groups and users.

use super::minted::group_scope;
use super::names::Names;
use super::sort_once;
use crate::arena::{Arena, Id};
use crate::diagnostic::Diagnostics;
use crate::model::{Group, Role, Scope, User};
use crate::source::Spanned;
use crate::syntax::{self, Blueprint};
use std::collections::HashMap;

/// Resolves the groups, with the scopes of their roles.
pub(super) fn groups(
    blueprint: &Blueprint,
    roles: &Arena<Role>,
    names: &Names<'_>,
    minted: &HashMap<&str, Id<Scope>>,
    out: &mut Diagnostics,
) -> Arena<Group> {
    let group = |(name, written): &(Spanned<String>, syntax::Group)| {
        let mut listed: Vec<_> = written
            .roles
            .iter()
            .filter_map(|role| names.role(role, out))
            .collect();
        sort_once(&mut listed);
        Group {
            name: name.clone(),
            scopes: listed
                .iter()
                .flat_map(|role| roles[*role].scopes.iter().copied())
                .chain(minted.get(group_scope(name).as_str()).copied())
                .collect(),
            roles: listed,
            precedence: written.precedence,
            description: written.description.clone(),
        }
    };
    blueprint.groups.iter().map(group).collect()
}

/// Resolves the users, with their groups.
pub(super) fn users(
    blueprint: &Blueprint,
    names: &Names<'_>,
    out: &mut Diagnostics,
) -> Arena<User> {
    let user = |(name, groups): &(Spanned<String>, Vec<Spanned<String>>)| {
        let mut groups: Vec<_> = groups
            .iter()
            .filter_map(|group| names.group(group, out))
            .collect();
        sort_once(&mut groups);
        User {
            name: name.clone(),
            groups,
        }
    };
    blueprint.users.iter().map(user).collect()
}
