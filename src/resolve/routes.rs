//! Routes: their targets, and who may call them.

use super::meant;
use super::minted;
use super::names::Names;
use super::route_dialect;
use super::sort_once;
use crate::arena::{Arena, Id};
use crate::diagnostic::Diagnostics;
use crate::model::{self, Authorizer, AuthorizerKind, Client, Route, RouteKey, Scope, Target};
use crate::rules::{
    empty_allow, foreign_access, foreign_path, invalid_route_key, missing_access,
    public_with_scopes, route_target,
};
use crate::source::{Span, Spanned};
use crate::syntax::{self, Blueprint, DefaultAccess};
use std::collections::HashMap;

/// Resolves every route. One with unknown names is left out.
pub(super) fn routes(
    blueprint: &Blueprint,
    names: &Names<'_>,
    minted: &HashMap<&str, Id<Scope>>,
    clients: &Arena<Client>,
    authorizers: &Arena<Authorizer>,
    out: &mut Diagnostics,
) -> Vec<Route> {
    let access = Access {
        names,
        minted,
        clients,
        authorizers,
        defaults: &blueprint.default_access,
    };
    check_defaults(&access, out);
    let mut routes = Vec::new();
    for (text, written) in &blueprint.routes {
        let Some(written) = written else { continue };
        let keys = keys(text, written.public.is_some(), blueprint, names, out);
        let function = written.function.as_ref();
        let function = function.and_then(|function| names.function(function, out));
        let target = match (&written.function, &written.url) {
            (Some(_), None) => function.map(Target::Function),
            (None, Some(url)) => Some(Target::Url(url.clone())),
            (Some(function), Some(url)) => {
                out.push(route_target::two(text, function.span, url.span));
                None
            }
            (None, None) => {
                if !written.misspelt {
                    out.push(route_target::none(text));
                }
                None
            }
        };
        let access = access.of(text, written, out);
        if let (Some(keys), Some(target), Some(access)) = (keys, target, access) {
            for key in keys {
                routes.push(Route {
                    text: Spanned::new(key.to_string(), text.span),
                    key,
                    target: target.clone(),
                    access: access.clone(),
                    settings: written.settings.clone(),
                });
            }
        }
    }
    routes
}

/// The keys of an entry of `[routes]`; reports what is wrong with them.
fn keys(
    text: &Spanned<String>,
    public: bool,
    blueprint: &Blueprint,
    names: &Names<'_>,
    out: &mut Diagnostics,
) -> Option<Vec<RouteKey>> {
    let few = out.few();
    // The same key in `[expect]` changes with it.
    let also = |few: bool| -> Vec<Span> {
        let expected = blueprint.expect.iter().filter(|_| few);
        let same = expected.filter(|(key, _)| key.value == text.value);
        same.map(|(key, _)| key.span).collect()
    };
    let free = |keys: Vec<String>| -> Vec<String> {
        let has = |wanted: &str| blueprint.expect.iter().any(|(key, _)| key.value == wanted);
        // Nor can `[expect]` have a key twice.
        let taken = |key: &String| names.has_route(key) || few && has(key) && has(text);
        let free = keys.into_iter().filter(|key| !taken(key));
        free.collect()
    };
    match RouteKey::parse_all(text) {
        Ok(keys) => {
            if let Some(meant) = route_dialect::route_key(text) {
                let also = also(out.few());
                out.push(foreign_path::diagnostic(text, &free(meant), &also, public));
            }
            Some(keys)
        }
        Err(error) => {
            // An empty name has been reported.
            if !text.is_empty() {
                let meant = free(route_dialect::route_keys(text));
                let also = also(out.few());
                out.push(invalid_route_key::diagnostic(&error, text, &meant, &also));
            }
            None
        }
    }
}

/// Routes in the order in which every output lists them: that of their keys. Of
/// equal keys, the one that was read first stays first.
pub(super) fn in_order(mut routes: Vec<Route>) -> Arena<Route> {
    routes.sort_by(|one, other| one.key.cmp(&other.key));
    routes.into_iter().collect()
}

/// What a route's access is resolved against.
struct Access<'a> {
    names: &'a Names<'a>,
    minted: &'a HashMap<&'a str, Id<Scope>>,
    clients: &'a Arena<Client>,
    authorizers: &'a Arena<Authorizer>,
    defaults: &'a DefaultAccess,
}

/// Who decides about a route.
enum Guard {
    Identity,
    Iam,
    Declared(Id<Authorizer>),
}

impl Access<'_> {
    /// Who may call a route. Anything unclear is reported and gives `None`: a
    /// route is never public by omission.
    fn of(
        &self,
        route: &Spanned<String>,
        written: &syntax::Route,
        out: &mut Diagnostics,
    ) -> Option<model::Access> {
        if let Some(reason) = &written.public {
            let closed = [
                written.scopes.as_ref().map(|(span, _)| *span),
                written.allow.as_ref().map(|(span, _)| *span),
                written.all.as_ref().map(|(span, _)| *span),
                written.authorizer.as_ref().map(|name| name.span),
                written.clients.as_ref().map(|(span, _)| *span),
            ];
            return match closed.into_iter().flatten().next() {
                Some(closed) => {
                    out.push(public_with_scopes::diagnostic(route, reason.span, closed));
                    None
                }
                None => Some(model::Access::Public {
                    reason: reason.clone(),
                }),
            };
        }
        let own = written.authorizer.as_ref();
        let default = self.defaults.authorizer.as_ref();
        let guard = match (own, default) {
            (Some(name), _) => self.guard(name, out)?,
            // Problems of the default are reported once, by `check_defaults`.
            (None, Some(name)) => self.guard(name, &mut Diagnostics::default())?,
            (None, None) => Guard::Identity,
        };
        // The default scopes belong to the default authorizer.
        let usual = default.map_or("identity", |name| name.as_str());
        let inherits = own.is_none_or(|own| own.as_str() == usual);
        let defaults = self.defaults.scopes.as_ref().filter(|_| inherits);
        match guard {
            Guard::Identity => self.token(route, written, defaults, out),
            Guard::Iam => self
                .without_scopes(written, "iam", out)
                .then_some(model::Access::Iam),
            Guard::Declared(id) => match &self.authorizers[id].kind {
                AuthorizerKind::Lambda { .. } => {
                    let name = self.authorizers[id].name.as_str();
                    self.without_scopes(written, name, out)
                        .then_some(model::Access::Lambda { authorizer: id })
                }
                AuthorizerKind::Jwt { .. } => self.foreign(route, written, id, defaults, out),
            },
        }
    }

    fn guard(&self, name: &Spanned<String>, out: &mut Diagnostics) -> Option<Guard> {
        match name.as_str() {
            "identity" => Some(Guard::Identity),
            "iam" => Some(Guard::Iam),
            _ => self.names.authorizer(name, out).map(Guard::Declared),
        }
    }

    /// Reports keys that only work with tokens of the identity.
    fn only_identity(&self, written: &syntax::Route, name: &str, out: &mut Diagnostics) -> bool {
        let clients = written.clients.as_ref();
        let found = [
            ("allow", written.allow.as_ref().map(|(span, _)| *span)),
            ("all", written.all.as_ref().map(|(span, _)| *span)),
            ("clients", clients.map(|(span, _)| *span)),
        ];
        let mut fine = true;
        for (key, span) in found {
            if let Some(span) = span {
                out.push(foreign_access::diagnostic(key, name, span));
                fine = false;
            }
        }
        fine
    }

    fn without_scopes(&self, written: &syntax::Route, name: &str, out: &mut Diagnostics) -> bool {
        if let Some((span, _)) = &written.scopes {
            out.push(foreign_access::diagnostic("scopes", name, *span));
            return false;
        }
        self.only_identity(written, name, out)
    }

    /// Access with tokens from another issuer, which defines its own scopes.
    fn foreign(
        &self,
        route: &Spanned<String>,
        written: &syntax::Route,
        authorizer: Id<Authorizer>,
        defaults: Option<&(Span, Vec<Spanned<String>>)>,
        out: &mut Diagnostics,
    ) -> Option<model::Access> {
        let name = self.authorizers[authorizer].name.as_str();
        if !self.only_identity(written, name, out) {
            return None;
        }
        let Some((span, scopes)) = written.scopes.as_ref().or(defaults) else {
            if !written.misspelt {
                out.push(missing_access::scopes(route, name));
            }
            return None;
        };
        let mut scopes: Vec<String> = scopes.iter().map(|scope| scope.value.clone()).collect();
        sort_once(&mut scopes);
        Some(model::Access::Foreign {
            span: *span,
            authorizer,
            scopes,
        })
    }

    /// Access with tokens of the identity.
    fn token(
        &self,
        route: &Spanned<String>,
        written: &syntax::Route,
        defaults: Option<&(Span, Vec<Spanned<String>>)>,
        out: &mut Diagnostics,
    ) -> Option<model::Access> {
        let listed = |(span, scopes): &(Span, Vec<Spanned<String>>), out: &mut Diagnostics| {
            let scopes = scopes.iter().map(|scope| self.names.scope(scope, out));
            (*span, scopes.collect::<Vec<_>>())
        };
        let mut scopes = written.scopes.as_ref().map(|(span, items)| {
            let scopes = meant::scopes(written, *span, items, self.names, out);
            (*span, scopes)
        });
        if let Some((span, items)) = &written.allow {
            if items.is_empty() && !written.misspelt {
                out.push(empty_allow::diagnostic(*span));
            }
            let allowed = meant::allow(written, *span, items, self.names, self.minted, out);
            let (_, scopes) = scopes.get_or_insert_with(|| (*span, Vec::new()));
            scopes.extend(allowed);
        }
        if let Some((span, items)) = &written.all {
            if items.is_empty() && !written.misspelt {
                out.push(empty_allow::all(*span));
            }
            let parts = items.iter().map(|scope| self.names.scope(scope, out));
            let parts: Option<Vec<_>> = parts.collect();
            // A single scope needs no combined one.
            let together = minted::combined_scope(items);
            let scope = parts.and_then(|parts| match together {
                Some(name) => self.minted.get(name.as_str()).copied(),
                None => parts.first().copied(),
            });
            let (_, scopes) = scopes.get_or_insert_with(|| (*span, Vec::new()));
            scopes.push(scope);
        }
        // Names in the defaults are reported once, by `check_defaults`.
        let scopes =
            scopes.or_else(|| defaults.map(|list| listed(list, &mut Diagnostics::default())));
        let accepted: Option<Vec<Option<Id<Client>>>> =
            written.clients.as_ref().map(|(_, list)| {
                list.iter()
                    .map(|name| self.names.client(name, out))
                    .collect()
            });
        let Some((span, scopes)) = scopes else {
            if !written.misspelt {
                out.push(missing_access::diagnostic(route));
            }
            return None;
        };
        let listed = accepted.is_some();
        let mut clients = match accepted {
            Some(list) => list.into_iter().collect::<Option<Vec<_>>>()?,
            None => self.clients.ids().collect(),
        };
        let mut scopes = scopes.into_iter().collect::<Option<Vec<_>>>()?;
        sort_once(&mut scopes);
        sort_once(&mut clients);
        Some(model::Access::Token {
            span,
            scopes,
            clients,
            listed,
        })
    }
}

/// Reports problems of the defaults, once.
fn check_defaults(access: &Access<'_>, out: &mut Diagnostics) {
    let defaults = access.defaults;
    let guard = match &defaults.authorizer {
        None => Some(Guard::Identity),
        Some(name) => access.guard(name, out),
    };
    let Some((span, scopes)) = &defaults.scopes else {
        return;
    };
    let name = defaults
        .authorizer
        .as_ref()
        .map_or("identity", |name| name.as_str());
    match guard {
        Some(Guard::Identity) => scopes.iter().for_each(|scope| {
            access.names.scope(scope, out);
        }),
        Some(Guard::Declared(id))
            if matches!(access.authorizers[id].kind, AuthorizerKind::Jwt { .. }) => {}
        Some(_) => out.push(foreign_access::diagnostic("scopes", name, *span)),
        None => {}
    }
}
