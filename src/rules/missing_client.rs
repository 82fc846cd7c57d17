//! A route whose authorizer would accept no client.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Access;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0308",
    name: "missing-client",
    severity: Severity::Error,
    docs: Docs {
        what: "A route asks for a token, and no app client is accepted there.",
        why: "An authorizer needs at least one audience, and nobody could sign in.",
        example: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"], clients = [] }\n",
        fixed: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"], clients = [\"web\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html",
        ],
    },
};

/// Looks for routes without clients.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    // Another issuer has an audience in the place of app clients.
    if model
        .identity
        .as_ref()
        .is_some_and(|identity| identity.oidc().is_some())
    {
        return;
    }
    for route in model.routes.iter() {
        if let Access::Token { clients, .. } = &route.access
            && clients.is_empty()
        {
            let message = format!("no app client may call `{}`", route.text.value);
            out.push(Diagnostic::new(&RULE, route.text.span, message).help(
                match model.clients.is_empty() {
                    true => "declare an app client, such as `[clients.web]`",
                    false => {
                        "list the app clients whose tokens are accepted, or leave `clients` out"
                    }
                },
            ));
        }
    }
}
