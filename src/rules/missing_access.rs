//! A route that does not say who may call it.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    code: "JG0303",
    name: "missing-access",
    severity: Severity::Error,
    docs: Docs {
        what: "A route has neither `scopes`, `allow` or `all` nor `public`, and no authorizer that does without them.",
        why: "Nothing is open by omission: an open route is a decision with a reason.",
        example: "[routes]\n\"GET /health\" = { function = \"api\" }\n",
        fixed: "[routes]\n\"GET /health\" = { function = \"api\", public = \"uptime probe\" }\n",
        sources: &[],
    },
};

/// Asks for one of the two.
pub fn diagnostic(route: &Spanned<String>) -> Diagnostic {
    let message = format!("`{}` does not say who may call it", route.value);
    Diagnostic::new(&RULE, route.span, message)
        .help("add `allow = […]` with groups, `scopes = […]`, or `public = \"…\"` with the reason")
}

/// Asks for the scopes of another issuer.
pub fn scopes(route: &Spanned<String>, authorizer: &str) -> Diagnostic {
    let message = format!(
        "`{}` does not say which tokens of `{authorizer}` open it",
        route.value
    );
    Diagnostic::new(&RULE, route.span, message).help(
        "add `scopes = […]` as that issuer spells them; an empty list lets every token of it in",
    )
}
