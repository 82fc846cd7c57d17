//! A route with more scopes than API Gateway allows.

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
        what: "A route needs more than 10 scopes. With `{client_id}` in `scope_format`, each scope counts once per app client.",
        why: "API Gateway allows at most 10 scopes per route.",
        example: "[identity]\nscope_format = \"{scope}-{client_id}\"\n\n[clients]\na = {}\nb = {}\nc = {}\nd = {}\n\n[roles]\nreader = [\"one\", \"two\", \"three\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"one\", \"two\", \"three\"] }\n",
        fixed: "[clients]\na = {}\nb = {}\nc = {}\nd = {}\n\n[roles]\nreader = [\"one\", \"two\", \"three\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"one\", \"two\", \"three\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
        ],
    },
};

/// Scopes of one route.
const MAX: usize = 10;

/// The scopes of routes that accept another issuer's tokens, each list once.
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

fn message(count: usize) -> String {
    format!("this route needs {count} scopes, but API Gateway allows {MAX}")
}

/// Counts the scopes that each route will list.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    for (span, scopes) in foreign_scopes(model) {
        if scopes.len() > MAX {
            out.push(
                Diagnostic::new(&RULE, span, message(scopes.len())).help(format!(
                    "list at most {MAX} scopes, of which a token needs one"
                )),
            );
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
        let mut diagnostic = Diagnostic::new(&RULE, *span, message(count));
        if times > 1 {
            diagnostic = diagnostic
                .also(identity.scope_format.span, "one spelling per app client")
                .note(format!(
                    "{} scopes for each of {times} app clients",
                    scopes.len()
                ));
        }
        out.push(
            diagnostic
                .help("require one scope instead, and add it to the roles that may call the route"),
        );
    }
}
