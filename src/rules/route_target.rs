//! A route without a target, or with two.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    code: "JG0418",
    name: "route-target",
    severity: Severity::Error,
    docs: Docs {
        what: "A route has neither `function` nor `url`, or both.",
        why: "It would be unclear what handles the route.",
        example: "[routes]\n\"GET /items\" = { scopes = [\"read\"] }\n",
        fixed: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[],
    },
};

/// Reports a route with neither.
pub fn none(route: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        route.span,
        format!("`{}` has no target", route.value),
    )
    .help("add `function = \"…\"`, or `url = \"https://…\"` to forward calls")
}

/// Points at both.
pub fn two(route: &Spanned<String>, function: Span, url: Span) -> Diagnostic {
    Diagnostic::new(&RULE, url, format!("`{}` has two targets", route.value))
        .also(function, "the other one")
        .help("remove one of the two")
}
