//! A route that nothing answers, or two things.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    code: "JG0418",
    name: "route-target",
    severity: Severity::Error,
    docs: Docs {
        what: "A route has neither `function` nor `url`, or both.",
        why: "It would be open what answers.",
        example: "[routes]\n\"GET /items\" = { scopes = [\"read\"] }\n",
        fixed: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[],
    },
};

/// Asks for either.
pub fn none(route: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        route.span,
        format!("nothing answers `{}`", route.value),
    )
    .help("add `function = \"…\"`, or `url = \"https://…\"` to pass calls on")
}

/// Points at both.
pub fn two(route: &Spanned<String>, function: Span, url: Span) -> Diagnostic {
    Diagnostic::new(&RULE, url, format!("two things answer `{}`", route.value))
        .also(function, "the other one")
        .help("take one of the two away")
}
