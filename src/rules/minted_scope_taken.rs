//! A scope of a role that would open what a group or role alone may call.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    code: "JG0312",
    name: "minted-scope-taken",
    severity: Severity::Error,
    docs: Docs {
        what: "A role lists a scope by the name that jwtgen gives to the scope of a group or role that a route allows: `group:` or `role:` and the name.",
        why: "Holders of that role could call the route too.",
        example: "[roles]\nreader = [\"read\", \"group:readers\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", allow = [\"readers\"] }\n\"GET /all\" = { function = \"api\", scopes = [\"read\"] }\n",
        fixed: "[roles]\nreader = [\"read\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", allow = [\"readers\"] }\n\"GET /all\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[],
    },
};

/// Points at the role's scope and at the route that allows the other.
pub fn diagnostic(scope: &Spanned<String>, allowed: Span) -> Diagnostic {
    let message = format!("the scope `{}` is jwtgen's own", scope.value);
    Diagnostic::new(&RULE, scope.span, message)
        .also(allowed, "it stands for what is allowed here")
        .help("give the scope another name")
}
