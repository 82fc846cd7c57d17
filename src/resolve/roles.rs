//! Roles: follows included roles and reports cycles.

use crate::arena::{Arena, Id};
use crate::diagnostic::Diagnostics;
use crate::model::{Role, Scope};
use crate::resolve::minted::{Minted, role_scope};
use crate::rules::unknown_name::{self, Kind};
use crate::rules::{minted_scope_taken, role_cycle};
use crate::source::Spanned;
use crate::syntax::{Named, RoleItem};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Resolves the section `[roles]` to all scopes, in the order of their names,
/// and all roles, in the order of the section. The catalogue describes scopes.
pub(super) fn resolve(
    section: &Named<Vec<RoleItem>>,
    catalogue: Option<&Named<Option<Spanned<String>>>>,
    minted: &Minted,
    out: &mut Diagnostics,
) -> (Arena<Scope>, Arena<Role>) {
    let mut first: BTreeMap<&str, &Spanned<String>> =
        minted.scopes().map(|name| (name.as_str(), name)).collect();
    for item in section.iter().flat_map(|(_, items)| items) {
        if let RoleItem::Scope(name) = item {
            let place = first.entry(name).or_insert(name);
            if minted.contains(name) {
                out.push(minted_scope_taken::diagnostic(name, place.span));
            } else if name.span < place.span {
                *place = name;
            }
        }
    }
    let scope_ids: HashMap<&str, Id<Scope>> = first
        .keys()
        .enumerate()
        .map(|(index, name)| (*name, Id::at(index)))
        .collect();
    let mut walk = Walk {
        section,
        scope_ids: &scope_ids,
        roles: section
            .iter()
            .enumerate()
            .map(|(index, (name, _))| (name.as_str(), index))
            .collect(),
        done: vec![None; section.len()],
        path: Vec::new(),
        out,
    };
    for role in 0..section.len() {
        walk.scopes_of(role);
    }
    let items = section.iter().flat_map(|(_, items)| items);
    let included: HashSet<&str> = items
        .filter_map(|item| match item {
            RoleItem::Role(name) => Some(name.as_str()),
            RoleItem::Scope(_) => None,
        })
        .collect();
    let roles = section
        .iter()
        .zip(walk.done)
        .map(|((name, _), scopes)| Role {
            name: name.clone(),
            scopes: scopes.unwrap_or_default(),
            included: included.contains(name.as_str()),
        })
        .collect();
    let parts = |name: &str| {
        let parts = minted.parts(name).iter();
        // A part that no role lists is reported where the route is resolved.
        let ids: Option<_> = parts
            .map(|part| scope_ids.get(part.as_str()).copied())
            .collect();
        ids.unwrap_or_default()
    };
    let described: HashMap<&str, &Spanned<String>> = catalogue
        .into_iter()
        .flatten()
        .filter_map(|(name, text)| Some((name.as_str(), text.as_ref()?)))
        .collect();
    let scopes = first
        .values()
        .map(|name| Scope {
            name: (*name).clone(),
            minted: minted.contains(name),
            parts: parts(name),
            description: described.get(name.as_str()).copied().cloned(),
        })
        .collect();
    (scopes, roles)
}

struct Walk<'a, 'out> {
    section: &'a Named<Vec<RoleItem>>,
    scope_ids: &'a HashMap<&'a str, Id<Scope>>,
    roles: HashMap<&'a str, usize>,
    /// Effective scopes of the roles already resolved.
    done: Vec<Option<BTreeSet<Id<Scope>>>>,
    /// Roles being resolved, each with the place that includes it.
    path: Vec<(usize, &'a Spanned<String>)>,
    out: &'out mut Diagnostics,
}

impl<'a> Walk<'a, '_> {
    /// Resolves one role. The recursion is as deep as the longest chain of
    /// includes; chains longer than [`MAX_DEPTH`] count as cycles.
    fn scopes_of(&mut self, role: usize) {
        if self.done[role].is_some() {
            return;
        }
        let (name, items) = &self.section[role];
        self.path.push((role, name));
        let minted = self.scope_ids.get(role_scope(name).as_str());
        let mut scopes: BTreeSet<Id<Scope>> = minted.copied().into_iter().collect();
        for item in items {
            match item {
                RoleItem::Scope(scope) => {
                    scopes.insert(self.scope_ids[scope.as_str()]);
                }
                RoleItem::Role(included) => {
                    if let Some(inner) = self.include(included) {
                        scopes.extend(inner);
                    }
                }
            }
        }
        self.path.pop();
        self.done[role] = Some(scopes);
    }

    fn include(&mut self, name: &'a Spanned<String>) -> Option<BTreeSet<Id<Scope>>> {
        let Some(&role) = self.roles.get(name.as_str()) else {
            let few = self.out.few();
            let known = self.roles.keys().copied().filter(|_| few);
            let other = self
                .scope_ids
                .contains_key(name.as_str())
                .then_some(Kind::Scope);
            self.out
                .push(unknown_name::diagnostic(Kind::Role, name, known, other));
            return None;
        };
        let start = self.path.iter().position(|(open, _)| *open == role);
        if start.is_some() || self.path.len() >= MAX_DEPTH {
            let cycle = &self.path[start.unwrap_or_default()..];
            self.out.push(role_cycle::diagnostic(name, cycle));
            return None;
        }
        self.scopes_of(role);
        self.done[role].clone()
    }
}

/// Longest chain of includes, so that hostile input cannot exhaust the stack.
const MAX_DEPTH: usize = 100;
