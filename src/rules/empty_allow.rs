//! A route that allows nobody.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0313",
    name: "empty-allow",
    severity: Severity::Error,
    docs: Docs {
        what: "A route has an empty `allow` or `all`.",
        why: "A route without scopes accepts every signed-in user, the opposite of what an empty list suggests.",
        example: "[routes]\n\"GET /items\" = { function = \"api\", allow = [] }\n",
        fixed: "[routes]\n\"GET /items\" = { function = \"api\", allow = [\"readers\"] }\n\"GET /all\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[],
    },
};

/// Reports missing groups.
pub fn diagnostic(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, span, "`allow` is empty")
        .help("list the groups that may call the route, or roles as `{ role = \"…\" }`")
}

/// Reports missing scopes.
pub fn all(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, span, "`all` is empty")
        .help("list the scopes that a caller must hold together")
}
