//! A route that accepts no app client.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Access;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0308",
    name: "missing-client",
    severity: Severity::Error,
    docs: Docs {
        what: "A route requires a token, but accepts no app client.",
        why: "A JWT authorizer needs at least one audience, and without an app client nobody can get a token.",
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
    // Another issuer has audiences instead of app clients.
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
            let message = format!("`{}` accepts no app client", route.text.value);
            out.push(Diagnostic::new(&RULE, route.text.span, message).help(
                match model.clients.is_empty() {
                    true => "declare an app client, such as `[clients.web]`",
                    false => {
                        "list the app clients to accept, or remove `clients` to accept all of them"
                    }
                },
            ));
        }
    }
}
