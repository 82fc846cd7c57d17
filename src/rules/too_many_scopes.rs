//! A route with more scopes than API Gateway takes.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{Access, Model};
use crate::rules::{Docs, Input, Rule};
use crate::source::Span;
use std::collections::BTreeMap;

pub static RULE: Rule = Rule {
    code: "JG0306",
    name: "too-many-scopes",
    severity: Severity::Error,
    docs: Docs {
        what: "A route needs more than 10 scopes. With `{client_id}` in `scope_format` it needs one for each app client.",
        why: "API Gateway takes at most 10 scopes for a route.",
        example: "[identity]\nscope_format = \"{scope}-{client_id}\"\n\n[clients]\na = {}\nb = {}\nc = {}\nd = {}\n\n[roles]\nreader = [\"one\", \"two\", \"three\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"one\", \"two\", \"three\"] }\n",
        fixed: "[clients]\na = {}\nb = {}\nc = {}\nd = {}\n\n[roles]\nreader = [\"one\", \"two\", \"three\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"one\", \"two\", \"three\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
        ],
    },
};

/// Scopes of one route.
const MAX: usize = 10;

/// The scopes of routes with another issuer's tokens, each list once.
pub fn foreign_scopes(model: &Model) -> impl Iterator<Item = (Span, &[String])> {
    let lists: BTreeMap<Span, &[String]> = model
        .routes
        .iter()
        .filter_map(|route| match &route.access {
            Access::Foreign { span, scopes, .. } => Some((*span, scopes.as_slice())),
            _ => None,
        })
        .collect();
    lists.into_iter()
}

/// Counts what each route will list.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    for (span, scopes) in foreign_scopes(model) {
        if scopes.len() > MAX {
            let count = scopes.len();
            let message = format!("this route needs {count} scopes, and API Gateway takes {MAX}");
            out.push(Diagnostic::new(&RULE, span, message));
        }
    }
    let Some(identity) = &model.identity else {
        return;
    };
    let per_client = identity.scope_format.per_client();
    for route in model.routes.iter() {
        let Access::Token {
            span,
            scopes,
            clients,
            ..
        } = &route.access
        else {
            continue;
        };
        let times = if per_client { clients.len() } else { 1 };
        let count = scopes.len() * times;
        if count <= MAX {
            continue;
        }
        let message = format!("this route needs {count} scopes, and API Gateway takes {MAX}");
        let mut diagnostic = Diagnostic::new(&RULE, *span, message);
        if times > 1 {
            diagnostic = diagnostic
                .also(
                    identity.scope_format.span,
                    "one spelling for each app client",
                )
                .note(format!("{} scopes for {times} app clients", scopes.len()));
        }
        out.push(diagnostic.help("let a role hold one scope that opens the route"));
    }
}
