//! Looks up names by kind. A name of the wrong kind is reported, with a hint if it
//! exists as another kind.

use crate::arena::{Arena, Id};
use crate::diagnostic::Diagnostics;
use crate::model::{Authorizer, Client, Function, Group, Principal, Role, RouteKey, Scope, User};
use crate::rules::unknown_name::{self, Kind, Way};
use crate::source::Spanned;
use crate::syntax::{Blueprint, Named};
use std::collections::{HashMap, HashSet};

/// All names of a blueprint.
pub(super) struct Names<'a> {
    scopes: HashMap<&'a str, Id<Scope>>,
    roles: HashMap<&'a str, Id<Role>>,
    groups: HashMap<&'a str, Id<Group>>,
    users: HashMap<&'a str, Id<User>>,
    clients: HashMap<&'a str, Id<Client>>,
    machines: HashMap<&'a str, Id<Client>>,
    functions: HashMap<&'a str, Id<Function>>,
    authorizers: HashMap<&'a str, Id<Authorizer>>,
    issuers: HashMap<&'a str, Id<Authorizer>>,
    people_sign_in: bool,
    routes: HashSet<String>,
    unreadable: &'a [String],
}

impl<'a> Names<'a> {
    /// Collects the names; ids follow the order of the sections.
    pub(super) fn new(
        blueprint: &'a Blueprint,
        scopes: &'a Arena<Scope>,
        roles: &'a Arena<Role>,
    ) -> Names<'a> {
        Names {
            scopes: scopes
                .entries()
                .filter(|(_, scope)| !scope.minted)
                .map(|(id, scope)| (scope.name.as_str(), id))
                .collect(),
            roles: roles
                .entries()
                .map(|(id, role)| (role.name.as_str(), id))
                .collect(),
            groups: index(&blueprint.groups),
            users: index(&blueprint.users),
            clients: index(&blueprint.clients),
            machines: index(&blueprint.clients)
                .into_iter()
                .filter(|(_, id): &(_, Id<Client>)| blueprint.clients[id.index()].1.roles.is_some())
                .collect(),
            functions: index(&blueprint.functions),
            authorizers: index(&blueprint.authorizers),
            issuers: index(&blueprint.authorizers)
                .into_iter()
                .filter(|(_, id)| blueprint.authorizers[id.index()].1.issuer.is_some())
                .collect(),
            people_sign_in: blueprint.identity.as_ref().is_some_and(|identity| {
                let mut clients = blueprint.clients.iter();
                identity.issuer.is_some() || clients.any(|(_, client)| client.roles.is_none())
            }),
            routes: blueprint
                .routes
                .iter()
                .flat_map(|(route, _)| {
                    let keys = RouteKey::parse_all(route).unwrap_or_default();
                    let keys = keys.iter().map(RouteKey::to_string);
                    keys.chain([route.value.clone()]).collect::<Vec<_>>()
                })
                .collect(),
            unreadable: &blueprint.unreadable,
        }
    }

    /// Looks up a scope that some role lists.
    pub(super) fn scope(&self, name: &Spanned<String>, out: &mut Diagnostics) -> Option<Id<Scope>> {
        self.look_up(Kind::Scope, &self.scopes, name, |_| None, out)
    }

    /// The same where `way` knows what to write for a name of another kind.
    pub(super) fn scope_or(
        &self,
        name: &Spanned<String>,
        way: impl Fn(Option<Kind>) -> Option<Way>,
        out: &mut Diagnostics,
    ) -> Option<Id<Scope>> {
        self.look_up(Kind::Scope, &self.scopes, name, way, out)
    }

    /// Looks up a role.
    pub(super) fn role(&self, name: &Spanned<String>, out: &mut Diagnostics) -> Option<Id<Role>> {
        self.look_up(Kind::Role, &self.roles, name, |_| None, out)
    }

    /// Looks up a group.
    pub(super) fn group(&self, name: &Spanned<String>, out: &mut Diagnostics) -> Option<Id<Group>> {
        self.look_up(Kind::Group, &self.groups, name, |_| None, out)
    }

    /// Looks up a group where `way` knows what to write for a name of another kind.
    pub(super) fn group_or(
        &self,
        name: &Spanned<String>,
        way: impl Fn(Option<Kind>) -> Option<Way>,
        out: &mut Diagnostics,
    ) -> Option<Id<Group>> {
        self.look_up(Kind::Group, &self.groups, name, way, out)
    }

    /// Looks up a role where `way` knows what to write for a name of another kind.
    pub(super) fn role_or(
        &self,
        name: &Spanned<String>,
        way: impl Fn(Option<Kind>) -> Option<Way>,
        out: &mut Diagnostics,
    ) -> Option<Id<Role>> {
        self.look_up(Kind::Role, &self.roles, name, way, out)
    }

    /// Looks up an app client.
    pub(super) fn client(
        &self,
        name: &Spanned<String>,
        out: &mut Diagnostics,
    ) -> Option<Id<Client>> {
        self.look_up(Kind::Client, &self.clients, name, |_| None, out)
    }

    /// Looks up a function.
    pub(super) fn function(
        &self,
        name: &Spanned<String>,
        out: &mut Diagnostics,
    ) -> Option<Id<Function>> {
        let way = |kind: Option<Kind>| match kind {
            None => unknown_name::function(name),
            Some(_) => None,
        };
        self.look_up(Kind::Function, &self.functions, name, way, out)
    }

    /// Looks up an authorizer of `[authorizers]`.
    pub(super) fn authorizer(
        &self,
        name: &Spanned<String>,
        out: &mut Diagnostics,
    ) -> Option<Id<Authorizer>> {
        let way = |kind: Option<Kind>| match kind {
            None => unknown_name::authorizer(name, self.authorizers.keys().copied()),
            Some(_) => None,
        };
        self.look_up(Kind::Authorizer, &self.authorizers, name, way, out)
    }

    /// Whether people can get tokens from the blueprint's own identity.
    pub(super) fn people_sign_in(&self) -> bool {
        self.people_sign_in
    }

    /// The JWT authorizer of `[authorizers]` with this name.
    pub(super) fn issuer(&self, name: &str) -> Option<Id<Authorizer>> {
        self.issuers.get(name).copied()
    }

    /// The callers with this name: group, user and machine client.
    pub(super) fn callers(&self, name: &str) -> impl Iterator<Item = (Kind, Principal)> {
        let group = self.groups.get(name).copied().map(Principal::Group);
        let user = self.users.get(name).copied().map(Principal::User);
        let client = self.machines.get(name).copied().map(Principal::Client);
        [
            (Kind::Group, group),
            (Kind::User, user),
            (Kind::Client, client),
        ]
        .into_iter()
        .filter_map(|(kind, caller)| Some((kind, caller?)))
    }

    /// The names of all callers, with the kind of each.
    pub(super) fn all_callers(&self) -> impl Iterator<Item = (Kind, &'a str)> {
        let groups = self.groups.keys().map(|name| (Kind::Group, *name));
        let users = self.users.keys().map(|name| (Kind::User, *name));
        let clients = self.machines.keys().map(|name| (Kind::Client, *name));
        groups.chain(users).chain(clients)
    }

    /// Whether the name of a group or user may have been cut off at a dot.
    pub(super) fn cut_by_dot(&self, name: &str) -> bool {
        cut(name, &self.groups) || cut(name, &self.users)
    }

    /// Whether a route key is declared.
    pub(super) fn has_route(&self, key: &str) -> bool {
        self.routes.contains(key)
    }

    /// Whether the names of a kind could be read.
    pub(super) fn readable(&self, kind: Kind) -> bool {
        !self
            .unreadable
            .iter()
            .any(|section| section == kind.section())
    }

    /// Reports a route key that is not declared. Keys that are `taken` are not
    /// suggested.
    pub(super) fn check_route(
        &self,
        name: &Spanned<String>,
        taken: impl Fn(&str) -> bool,
        out: &mut Diagnostics,
    ) {
        if !self.has_route(name) && self.readable(Kind::Route) {
            let few = out.few();
            let known = self.routes.iter().map(String::as_str);
            let known = known.filter(|key| few && !taken(key));
            let way = |_| None;
            out.push(unknown_name::diagnostic(Kind::Route, name, known, &[], way));
        }
    }

    fn look_up<T>(
        &self,
        kind: Kind,
        known: &HashMap<&'a str, Id<T>>,
        name: &Spanned<String>,
        way: impl Fn(Option<Kind>) -> Option<Way>,
        out: &mut Diagnostics,
    ) -> Option<Id<T>> {
        let found = known.get(name.as_str()).copied();
        if found.is_none() && self.readable(kind) && !(out.has_errors() && cut(name, known)) {
            let others: Vec<Kind> = self.kinds_of(name).filter(|other| *other != kind).collect();
            let few = out.few();
            let known = known.keys().copied().filter(|_| few);
            out.push(unknown_name::diagnostic(kind, name, known, &others, way));
        }
        found
    }

    /// Every kind that has this name.
    pub(super) fn kinds_of(&self, name: &str) -> impl Iterator<Item = Kind> {
        [
            (Kind::Scope, self.scopes.contains_key(name)),
            (Kind::Role, self.roles.contains_key(name)),
            (Kind::Group, self.groups.contains_key(name)),
            (Kind::User, self.users.contains_key(name)),
            (Kind::Client, self.clients.contains_key(name)),
            (Kind::Function, self.functions.contains_key(name)),
            (Kind::Authorizer, self.authorizers.contains_key(name)),
        ]
        .into_iter()
        .filter_map(|(kind, known)| known.then_some(kind))
    }
}

/// Whether a name may have been declared with dots but without quotes, so that
/// TOML took only its first part. That has been reported.
fn cut<T>(name: &str, known: &HashMap<&str, T>) -> bool {
    name.split_once('.')
        .is_some_and(|(first, _)| known.contains_key(first))
}

fn index<T, U>(section: &Named<U>) -> HashMap<&str, Id<T>> {
    section
        .iter()
        .enumerate()
        .map(|(index, (name, _))| (name.as_str(), Id::at(index)))
        .collect()
}
