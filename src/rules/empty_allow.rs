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
        why: "A route without scopes is open to every signed-in user, which is the opposite of what an empty list of groups says.",
        example: "[routes]\n\"GET /items\" = { function = \"api\", allow = [] }\n",
        fixed: "[routes]\n\"GET /items\" = { function = \"api\", allow = [\"readers\"] }\n\"GET /all\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[],
    },
};

/// Asks for a group.
pub fn diagnostic(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, span, "`allow` names nobody")
        .help("name the groups that may call the route; `{ role = \"…\" }` names a role")
}

/// Asks for scopes.
pub fn all(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, span, "`all` names no scope")
        .help("name the scopes that a caller has to hold together")
}
