//! A route that accepts any token.

use crate::arena::Id;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{Access, Client, Value};
use crate::rules::{Docs, Input, Rule, issuer_without_scopes};

pub static RULE: Rule = Rule {
    code: "JG0305",
    name: "any-token",
    severity: Severity::Warning,
    docs: Docs {
        what: "A route requires a token but no scope.",
        why: "Every user of the pool may call it, even one in no group, as well as every machine client; with another issuer, every account there. A user may call it with the ID token as well as the access token: only scopes tell the two apart.",
        example: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [] }\n",
        fixed: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html",
        ],
    },
};

const ACCOUNTS: &str = "these are the tokens of every account there, not only of your users";

const HELP: &str = "list the scopes that the route requires";

/// Looks for empty lists of scopes.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for route in input.model.routes.iter() {
        if let Access::Token {
            span,
            scopes,
            clients,
            ..
        } = &route.access
            && scopes.is_empty()
        {
            // Tokens of machine clients are accepted like those of people.
            let machine = |client: &&Id<Client>| input.model.clients[**client].machine.is_some();
            let machine = clients.iter().find(machine);
            let message = format!("any signed-in user may call `{}`", route.text.value);
            let diagnostic = Diagnostic::new(&RULE, *span, message)
                .about(&route.text)
                .label("any token is accepted");
            let pool = input.model.identity.as_ref().map(|identity| &identity.pool);
            let open = pool
                .and_then(|pool| pool.self_sign_up)
                .filter(|flag| flag.value);
            let diagnostic = match open {
                Some(open) => diagnostic.also(open.span, "and anyone can sign up"),
                None => diagnostic,
            };
            let diagnostic = match machine {
                Some(client) => diagnostic.also(
                    input.model.clients[*client].name.span,
                    "and so may this machine client",
                ),
                None => diagnostic,
            };
            let oidc = input
                .model
                .identity
                .as_ref()
                .and_then(|identity| identity.oidc());
            let known =
                oidc.and_then(|oidc| issuer_without_scopes::callers(oidc.issuer.literal()?));
            let diagnostic = match (known, oidc) {
                (Some((name, callers, _)), _) => diagnostic.note(format!(
                    "{callers} can get a token with this audience from {name}"
                )),
                (None, Some(_)) => diagnostic.note(ACCOUNTS),
                (None, None) => diagnostic,
            };
            out.push(diagnostic.help(HELP));
        }
        if let Access::Foreign {
            span,
            authorizer,
            scopes,
        } = &route.access
            && scopes.is_empty()
        {
            let authorizer = &input.model.authorizers[*authorizer];
            let message = format!(
                "`{}` accepts any token from `{}`",
                route.text.value, authorizer.name.value
            );
            let found = Diagnostic::new(&RULE, *span, message)
                .about(&route.text)
                .label("any token for its audience is accepted");
            let issuer = authorizer
                .kind
                .accepted()
                .and_then(|(issuer, _)| match issuer {
                    Value::Literal(text) => Some(text.as_str()),
                    Value::Variable(_) => None,
                });
            out.push(match issuer.and_then(issuer_without_scopes::callers) {
                Some((name, callers, claims)) => found
                    .note(format!(
                        "{callers} can get a token with this audience from {name}"
                    ))
                    .help(format!("check {claims} in a Lambda authorizer")),
                None => found.note(ACCOUNTS).help(HELP),
            });
        }
    }
}
