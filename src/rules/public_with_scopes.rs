//! A route that is both public and protected.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    code: "JG0304",
    name: "public-with-scopes",
    severity: Severity::Error,
    docs: Docs {
        what: "A route has `public` together with `scopes`, `allow`, `all`, `clients` or `authorizer`.",
        why: "The two contradict each other.",
        example: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"], public = \"demo\" }\n",
        fixed: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[],
    },
};

/// Points at both.
pub fn diagnostic(route: &Spanned<String>, public: Span, scopes: Span) -> Diagnostic {
    let message = format!(
        "`{}` is public, but also restricts who may call it",
        route.value
    );
    Diagnostic::new(&RULE, public, message)
        .also(scopes, "restricted here")
        .help("remove one of the two")
}
