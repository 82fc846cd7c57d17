//! A route that accepts any token.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Access;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0305",
    name: "any-token",
    severity: Severity::Warning,
    docs: Docs {
        what: "A route requires a token but no scope.",
        why: "Every user of the pool may call it, even one in no group, and with the ID token as well as the access token: only scopes tell the two apart.",
        example: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [] }\n",
        fixed: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html",
        ],
    },
};

const HELP: &str = "list the scopes that the route requires";

/// Looks for empty lists of scopes.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for route in input.model.routes.iter() {
        if let Access::Token { span, scopes, .. } = &route.access
            && scopes.is_empty()
        {
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
            out.push(diagnostic.help(HELP));
        }
        if let Access::Foreign {
            span,
            authorizer,
            scopes,
        } = &route.access
            && scopes.is_empty()
        {
            let issuer = &input.model.authorizers[*authorizer].name;
            let message = format!(
                "`{}` accepts any token from `{}`",
                route.text.value, issuer.value
            );
            out.push(
                Diagnostic::new(&RULE, *span, message)
                    .about(&route.text)
                    .label("any token for its audience is accepted")
                    .help(HELP),
            );
        }
    }
}
