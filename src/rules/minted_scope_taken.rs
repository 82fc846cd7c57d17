//! A role's scope that has the name of a scope that jwtgen generates.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    code: "JG0312",
    name: "minted-scope-taken",
    severity: Severity::Error,
    docs: Docs {
        what: "A role lists a scope whose name is reserved for jwtgen. For `allow` and `all` on a route, jwtgen generates scopes named `group:`, `role:` or `all:`, followed by the listed names.",
        why: "Anyone with that role could call the route too.",
        example: "[roles]\nreader = [\"read\", \"group:readers\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", allow = [\"readers\"] }\n\"GET /all\" = { function = \"api\", scopes = [\"read\"] }\n",
        fixed: "[roles]\nreader = [\"read\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", allow = [\"readers\"] }\n\"GET /all\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[],
    },
};

/// Points at the role's scope and at the route that needs the generated one.
pub fn diagnostic(scope: &Spanned<String>, allowed: Span) -> Diagnostic {
    let message = format!("the scope name `{}` is reserved for jwtgen", scope.value);
    Diagnostic::new(&RULE, scope.span, message)
        .also(
            allowed,
            "jwtgen generates this scope for what is listed here",
        )
        .help("choose another name for the scope")
}
