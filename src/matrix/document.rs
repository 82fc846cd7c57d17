//! The matrix as data.

use super::{Report, asks};
use crate::access::{Basis, held_scopes};
use crate::arena::Id;
use crate::model::{Access, Model, Principal, Route, Scope, TokenKind};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A caller.
#[derive(Debug, Serialize)]
pub(super) struct Caller {
    /// With its kind, as in `group:admins`.
    pub name: String,
    /// `anonymous`, `signed-in`, `group`, `user`, `client` or `authorizer`.
    pub kind: &'static str,
    /// Groups of a user.
    pub groups: Vec<String>,
    /// Roles of a group or a machine client.
    pub roles: Vec<String>,
    /// Scopes in the token.
    pub scopes: Vec<String>,
}

/// A route.
#[derive(Debug, Serialize)]
pub(super) struct RouteRow<C> {
    /// The route key.
    pub key: String,
    /// `public`, `token`, `issuer`, `lambda` or `iam`.
    pub access: &'static str,
    /// What it requires, in words.
    pub asks: String,
    /// Why it is public.
    pub reason: Option<String>,
    /// Scopes, any one of which is enough.
    pub scopes: Vec<String>,
    /// App clients whose tokens are accepted.
    pub clients: Vec<String>,
    /// The decisions.
    pub cells: C,
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    name: &'a str,
    token: Option<&'static str>,
    callers: Vec<Caller>,
    routes: Vec<RouteRow<BTreeMap<String, String>>>,
}

/// One JSON document: callers, routes, and the decision for each pair.
pub fn json(report: &Report<'_>) -> String {
    let model = report.model;
    let cells = |route| {
        let cells = report.cells(route);
        cells
            .map(|cell| {
                (
                    model.principal_name(cell.principal),
                    cell.decision.to_string(),
                )
            })
            .collect()
    };
    let document = Document {
        version: 1,
        name: &model.name,
        token: token(model),
        callers: callers(report),
        routes: routes(report, cells),
    };
    // INVARIANT: strings and lists of strings are JSON.
    crate::text::json(&serde_json::json!(document))
}

/// Which token callers send.
pub(super) fn token(model: &Model) -> Option<&'static str> {
    let identity = model.identity.as_ref()?;
    Some(match identity.token.value {
        TokenKind::Access => "access",
        TokenKind::Id => "id",
    })
}

/// The callers shown.
pub(super) fn callers(report: &Report<'_>) -> Vec<Caller> {
    let model = report.model;
    let caller = |caller: &Principal| {
        let (kind, groups, roles) = match *caller {
            Principal::Anonymous => ("anonymous", Vec::new(), Vec::new()),
            Principal::SignedIn => ("signed-in", Vec::new(), Vec::new()),
            Principal::Authorizer(_) | Principal::Iam => ("authorizer", Vec::new(), Vec::new()),
            Principal::Group(group) => ("group", Vec::new(), model.groups[group].roles.clone()),
            Principal::User(user) => ("user", model.users[user].groups.clone(), Vec::new()),
            Principal::Client(client) => {
                let machine = model.clients[client].machine.as_ref();
                let roles = machine.map(|machine| machine.roles.clone());
                ("client", Vec::new(), roles.unwrap_or_default())
            }
        };
        let held: BTreeSet<Id<Scope>> = held_scopes(model, *caller).unwrap_or_default();
        Caller {
            name: model.principal_name(*caller),
            kind,
            groups: groups
                .iter()
                .map(|group| model.groups[*group].name.value.clone())
                .collect(),
            roles: roles
                .iter()
                .map(|role| model.roles[*role].name.value.clone())
                .collect(),
            scopes: held
                .iter()
                .map(|scope| model.scopes[*scope].name.value.clone())
                .collect(),
        }
    };
    report.callers.iter().map(caller).collect()
}

/// The routes shown, each with what `cells` returns.
pub(super) fn routes<C>(report: &Report<'_>, cells: impl Fn(Id<Route>) -> C) -> Vec<RouteRow<C>> {
    let model = report.model;
    let row = |id: &Id<Route>| {
        let route = &model.routes[*id];
        let names = |scopes: &[Id<Scope>]| {
            let names = scopes.iter().map(|scope| &model.scopes[*scope].name);
            names.map(|name| name.value.clone()).collect()
        };
        let (access, scopes) = match &route.access {
            Access::Public { .. } => ("public", Vec::new()),
            Access::Token { scopes, .. } => ("token", names(scopes)),
            Access::Foreign { scopes, .. } => ("issuer", scopes.clone()),
            Access::Lambda { .. } => ("lambda", Vec::new()),
            Access::Iam => ("iam", Vec::new()),
        };
        RouteRow {
            key: route.text.value.clone(),
            access,
            asks: asks(model, &route.access, &|names| names.join(", ")),
            reason: match &route.access {
                Access::Public { reason } => Some(reason.value.clone()),
                _ => None,
            },
            scopes,
            clients: route
                .access
                .client_names(model)
                .into_iter()
                .map(str::to_owned)
                .collect(),
            cells: cells(*id),
        }
    };
    report.routes.iter().map(row).collect()
}

/// A letter for the basis of a decision: the page holds thousands of cells.
pub(super) fn letter(basis: Basis) -> char {
    match basis {
        Basis::Public => 'p',
        Basis::NoToken => 'n',
        Basis::ForeignMachine => 'c',
        Basis::MachinesOnly => 'm',
        Basis::AnyToken => 't',
        Basis::Holds(_) => 'h',
        Basis::HoldsOne => 'o',
        Basis::HoldsNone => 'x',
        Basis::Policies => 'a',
        Basis::ForeignIssuer => 'i',
        Basis::Function => 'f',
        Basis::Unsigned => 'u',
    }
}
