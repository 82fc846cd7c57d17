//! Routes: what answers, and who may call.

use super::minted;
use super::names::Names;
use super::sort_once;
use crate::arena::{Arena, Id};
use crate::diagnostic::Diagnostics;
use crate::model::{Access, Client, Route, RouteKey, Scope, Target};
use crate::rules::{empty_allow, invalid_route_key, missing_access, public_with_scopes};
use crate::source::Spanned;
use crate::syntax::{self, Blueprint};
use std::collections::HashMap;

/// Every route whose names exist.
pub fn routes(
    blueprint: &Blueprint,
    names: &Names<'_>,
    minted: &HashMap<&str, Id<Scope>>,
    clients: &Arena<Client>,
    out: &mut Diagnostics,
) -> Arena<Route> {
    let mut routes = Arena::default();
    for (text, written) in &blueprint.routes {
        let Some(written) = written else { continue };
        let keys = RouteKey::parse_all(text)
            .map_err(|error| {
                // An empty name has been reported.
                if !text.is_empty() {
                    let taken = |key: &str| names.has_route(key);
                    out.push(invalid_route_key::diagnostic(&error, text, taken));
                }
            })
            .ok();
        let target = written
            .function
            .as_ref()
            .and_then(|function| names.function(function, out))
            .map(Target::Function);
        let access = access(text, written, names, minted, clients, out);
        if let (Some(keys), Some(target), Some(access)) = (keys, target, access) {
            for key in keys {
                routes.push(Route {
                    text: Spanned::new(key.to_string(), text.span),
                    key,
                    target,
                    access: access.clone(),
                    settings: written.settings.clone(),
                });
            }
        }
    }
    routes
}

fn access(
    route: &Spanned<String>,
    written: &syntax::Route,
    names: &Names<'_>,
    minted: &HashMap<&str, Id<Scope>>,
    clients: &Arena<Client>,
    out: &mut Diagnostics,
) -> Option<Access> {
    let mut scopes = written.scopes.as_ref().map(|(span, scopes)| {
        let scopes: Vec<_> = scopes.iter().map(|scope| names.scope(scope, out)).collect();
        (*span, scopes)
    });
    if let Some((span, items)) = &written.allow {
        if items.is_empty() && !written.misspelt {
            out.push(empty_allow::diagnostic(*span));
        }
        let allowed = items
            .iter()
            .map(|item| minted::scope(item, names, minted, out));
        let (_, scopes) = scopes.get_or_insert_with(|| (*span, Vec::new()));
        scopes.extend(allowed);
    }
    if let Some((span, listed)) = &written.all {
        if listed.is_empty() && !written.misspelt {
            out.push(empty_allow::all(*span));
        }
        let parts: Option<Vec<_>> = listed.iter().map(|scope| names.scope(scope, out)).collect();
        // One scope alone stands for itself.
        let together = minted::combined_scope(listed);
        let scope = parts.and_then(|parts| match together {
            Some(name) => minted.get(name.as_str()).copied(),
            None => parts.first().copied(),
        });
        let (_, scopes) = scopes.get_or_insert_with(|| (*span, Vec::new()));
        scopes.push(scope);
    }
    let accepted: Option<Vec<Option<Id<Client>>>> = written
        .clients
        .as_ref()
        .map(|list| list.iter().map(|name| names.client(name, out)).collect());
    match (scopes, &written.public) {
        (None, Some(reason)) => Some(Access::Public {
            reason: reason.clone(),
        }),
        (Some((span, scopes)), None) => {
            let listed = accepted.is_some();
            let mut clients = match accepted {
                Some(list) => list.into_iter().collect::<Option<Vec<_>>>()?,
                None => clients.ids().collect(),
            };
            let mut scopes = scopes.into_iter().collect::<Option<Vec<_>>>()?;
            sort_once(&mut scopes);
            sort_once(&mut clients);
            Some(Access::Token {
                span,
                scopes,
                clients,
                listed,
            })
        }
        (Some((span, _)), Some(reason)) => {
            out.push(public_with_scopes::diagnostic(route, reason.span, span));
            None
        }
        (None, None) => {
            if !written.misspelt {
                out.push(missing_access::diagnostic(route));
            }
            None
        }
    }
}
