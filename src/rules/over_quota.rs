//! More of something than AWS allows.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{Access, AuthorizerKind, Target};
use crate::rules::{Docs, Input, Rule};
use crate::source::Span;
use std::collections::BTreeSet;

pub static RULE: Rule = Rule {
    code: "JG0310",
    name: "over-quota",
    severity: Severity::Error,
    docs: Docs {
        what: "The blueprint exceeds an AWS quota that cannot be raised. Such quotas limit the integrations of an API, the app clients of a route, the audiences of an issuer, the groups of a user or a user pool, the scopes of machine clients, and the redirect URLs of an app client.",
        why: "`terraform apply` would fail halfway.",
        example: "",
        fixed: "",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
            "https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html",
        ],
    },
};

/// Audiences of an authorizer.
const AUDIENCES: usize = 50;
/// Integrations of an API.
const INTEGRATIONS: usize = 300;
/// Groups of a user pool.
const POOL_GROUPS: usize = 10_000;
/// Scopes of an app client.
const CLIENT_SCOPES: usize = 50;
/// Scopes of a resource server.
const SERVER_SCOPES: usize = 100;
/// Groups of a user.
const GROUPS: usize = 100;
/// Callback URLs, and logout URLs, of an app client.
const URLS: usize = 100;

/// Counts each of them.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let mut count = |owner: &str, things: &str, count: usize, max: usize, span: Span| {
        if count > max {
            let message = format!("{owner} has {count} {things}, but AWS allows {max}");
            out.push(
                Diagnostic::new(&RULE, span, message)
                    .help("reduce the number: this quota cannot be raised"),
            );
        }
    };
    let functions: BTreeSet<_> = model
        .routes
        .iter()
        .filter_map(|route| match &route.target {
            Target::Function(function) => Some((*function, route.settings.variant())),
            Target::Url(_) | Target::Preflight => None,
        })
        .collect();
    let urls = model
        .routes
        .iter()
        .filter(|route| matches!(route.target, Target::Url(_)));
    let integrations = functions.len() + urls.count();
    if let Some(last) = model.routes.iter().max_by_key(|route| route.text.span) {
        count(
            "the API",
            "integrations",
            integrations,
            INTEGRATIONS,
            last.text.span,
        );
    }
    if let Some(last) = model.groups.iter().max_by_key(|group| group.name.span) {
        let groups = model.groups.len();
        count(
            "the user pool",
            "groups",
            groups,
            POOL_GROUPS,
            last.name.span,
        );
    }
    for route in model.routes.iter() {
        if let Access::Token { clients, .. } = &route.access {
            count(
                "this route",
                "app clients",
                clients.len(),
                AUDIENCES,
                route.text.span,
            );
        }
    }
    let oidc = model.identity.as_ref().and_then(|identity| identity.oidc());
    let declared = model
        .authorizers
        .iter()
        .filter_map(|authorizer| match &authorizer.kind {
            AuthorizerKind::Jwt { audience, .. } => Some(audience),
            AuthorizerKind::Lambda { .. } => None,
        });
    for audience in oidc.map(|oidc| &oidc.audience).into_iter().chain(declared) {
        if let Some(last) = audience.last() {
            count(
                "the issuer",
                "audiences",
                audience.len(),
                AUDIENCES,
                last.span,
            );
        }
    }
    for (_, machine) in model.machines() {
        count(
            "this app client",
            "scopes",
            machine.scopes.len(),
            CLIENT_SCOPES,
            machine.span,
        );
    }
    if let Some((_, machine)) = model.machines().next() {
        count(
            "the resource server of all machine clients",
            "scopes",
            model.machine_scopes().len(),
            SERVER_SCOPES,
            machine.span,
        );
    }
    for user in model.users.iter() {
        count(
            "this user",
            "groups",
            user.groups.len(),
            GROUPS,
            user.name.span,
        );
    }
    for client in model.clients.iter() {
        let span = client.name.span;
        count(
            "this app client",
            "callback URLs",
            client.callback_urls.len(),
            URLS,
            span,
        );
        count(
            "this app client",
            "logout URLs",
            client.logout_urls.len(),
            URLS,
            span,
        );
    }
}
