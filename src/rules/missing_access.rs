//! A route that does not say who may call it.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    code: "JG0303",
    name: "missing-access",
    severity: Severity::Error,
    docs: Docs {
        what: "A route does not say who may call it. It needs `scopes`, `allow`, `all` or `public`, unless its authorizer needs none of them.",
        why: "No route is public by default: making one public is a decision that needs a reason.",
        example: "[routes]\n\"GET /health\" = { function = \"api\" }\n",
        fixed: "[routes]\n\"GET /health\" = { function = \"api\", public = \"uptime probe\" }\n",
        sources: &[],
    },
};

/// Asks who may call the route.
pub fn diagnostic(route: &Spanned<String>) -> Diagnostic {
    let message = format!("`{}` does not say who may call it", route.value);
    Diagnostic::new(&RULE, route.span, message)
        .help("add `allow = […]` with groups, `scopes = […]`, or `public = \"…\"` with a reason")
}

/// Reports missing scopes of another issuer.
pub fn scopes(route: &Spanned<String>, authorizer: &str) -> Diagnostic {
    let message = format!(
        "`{}` does not say which tokens from `{authorizer}` it accepts",
        route.value
    );
    Diagnostic::new(&RULE, route.span, message).help(
        "add `scopes = […]` as that issuer spells them; an empty list accepts every token from it",
    )
}
