//! Blueprint to [`Model`]: names become ids, defaults are filled in.
//!
//! What cannot be resolved is reported and left out, so that the rest can
//! still be checked in the same run.

mod api;
mod expect;
mod functions;
mod minted;
mod names;
mod roles;
mod variables;

use crate::arena::{Arena, Id};
use crate::diagnostic::Diagnostics;
use crate::model::{
    Access, AuthFlow, Client, Group, Identity, Model, Oauth, Route, RouteKey, Scope, ScopeFormat,
    Stage, Target, TokenKind, User,
};
use crate::rules::{
    empty_allow, invalid_constraint, invalid_route_key, invalid_scope_format, missing_access,
    missing_identity, public_with_scopes, repeated_item,
};
use crate::source::{Span, Spanned};
use crate::syntax::{self, Blueprint};
use crate::version::Constraint;
use minted::{Minted, group_scope};
use names::Names;
use std::collections::HashMap;

/// Constraint of a blueprint that states none; TF#45024 for the floor.
pub const DEFAULT_PROVIDER: &str = ">= 6.20, < 7.0";

/// Resolves a blueprint. `provider` takes the place of its `aws_provider`.
pub fn resolve(
    blueprint: &Blueprint,
    provider: Option<&Constraint>,
    out: &mut Diagnostics,
) -> Model {
    let name = blueprint
        .name
        .clone()
        .unwrap_or_else(|| Spanned::new(String::new(), Span::default()));
    let (scopes, roles) = roles::resolve(&blueprint.roles, &Minted::gather(blueprint), out);
    let minted: HashMap<&str, Id<Scope>> = scopes
        .entries()
        .filter(|(_, scope)| scope.minted)
        .map(|(id, scope)| (scope.name.as_str(), id))
        .collect();
    let names = Names::new(blueprint, &scopes, &roles);
    let identity = blueprint
        .identity
        .as_ref()
        .and_then(|written| identity(written, &name, out));
    let groups = groups(blueprint, &roles, &names, &minted, out);
    let users = users(blueprint, &names, out);
    let clients = clients(blueprint);
    let functions = functions::resolve(blueprint, &name);
    let mut routes = routes(blueprint, &names, &minted, &clients, out);
    api::preflights(&blueprint.api, &mut routes);
    let expectations = expect::resolve(&blueprint.expect, &names, &routes, out);
    repeated_item::check(blueprint, out);
    if blueprint.identity.is_none() {
        missing_identity::check(blueprint, out);
    }
    Model {
        provider: self::provider(blueprint, provider, out),
        api: blueprint.api.clone(),
        stage: Stage {
            name: blueprint
                .stage_name
                .clone()
                .unwrap_or_else(|| Spanned::new("$default".into(), name.span)),
            settings: blueprint.stage.clone(),
        },
        variables: variables::resolve(blueprint, out),
        name,
        identity,
        clients,
        scopes,
        roles,
        groups,
        users,
        functions,
        routes,
        expectations,
        complete: !out.has_errors(),
    }
}

fn provider(
    blueprint: &Blueprint,
    given: Option<&Constraint>,
    out: &mut Diagnostics,
) -> Spanned<Constraint> {
    let written = blueprint.aws_provider.as_ref();
    let place = written.or(blueprint.name.as_ref());
    let place = place.map_or(Span::default(), |text| text.span);
    if let Some(given) = given {
        return Spanned::new(given.clone(), place);
    }
    let text = written.map_or(DEFAULT_PROVIDER, |text| text.as_str());
    let constraint = Constraint::parse(text).unwrap_or_else(|error| {
        out.push(invalid_constraint::diagnostic(&error, place));
        // INVARIANT: a unit test reads the default.
        Constraint::parse(DEFAULT_PROVIDER).expect("the default constraint is valid")
    });
    Spanned::new(constraint, place)
}

fn identity(written: &syntax::Identity, name: &str, out: &mut Diagnostics) -> Option<Identity> {
    let token = match &written.token {
        Some(token) if token.as_str() == "id" => Spanned::new(TokenKind::Id, token.span),
        Some(token) => Spanned::new(TokenKind::Access, token.span),
        None => Spanned::new(TokenKind::Access, written.span),
    };
    let format = written
        .scope_format
        .clone()
        .unwrap_or_else(|| Spanned::new("{scope}".into(), written.span));
    match ScopeFormat::parse(&format, name) {
        Ok(scope_format) => Some(Identity {
            span: written.span,
            token,
            scope_format: Spanned::new(scope_format, format.span),
            domain: written.domain.clone(),
        }),
        Err(error) => {
            out.push(invalid_scope_format::diagnostic(&error, format.span));
            None
        }
    }
}

fn clients(blueprint: &Blueprint) -> Arena<Client> {
    let client = |(name, written): &(Spanned<String>, syntax::Client)| Client {
        name: name.clone(),
        callback_urls: written.callback_urls.clone(),
        logout_urls: written.logout_urls.clone(),
        oauth: written.oauth.as_ref().map(|oauth| Oauth {
            span: oauth.span,
            code: oauth.flows.iter().any(|flow| flow.as_str() == "code"),
            scopes: oauth.scopes.clone(),
        }),
        auth_flows: match &written.auth_flows {
            Some(flows) => flows.iter().filter_map(|flow| auth_flow(flow)).collect(),
            None => vec![AuthFlow::UserSrp],
        },
    };
    blueprint.clients.iter().map(client).collect()
}

fn auth_flow(word: &str) -> Option<AuthFlow> {
    match word {
        "user-password" => Some(AuthFlow::UserPassword),
        "user-srp" => Some(AuthFlow::UserSrp),
        "admin-user-password" => Some(AuthFlow::AdminUserPassword),
        "custom" => Some(AuthFlow::Custom),
        _ => None,
    }
}

fn groups(
    blueprint: &Blueprint,
    roles: &Arena<crate::model::Role>,
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

fn users(blueprint: &Blueprint, names: &Names<'_>, out: &mut Diagnostics) -> Arena<User> {
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

fn routes(
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

/// Fixed order, each item once.
fn sort_once<T: Ord>(items: &mut Vec<T>) {
    items.sort();
    items.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::version::Version;

    #[test]
    fn the_default_constraint_is_valid() {
        let default = Constraint::parse(DEFAULT_PROVIDER).unwrap();
        assert_eq!(default.floor, Version(6, 20, 0));
    }
}
