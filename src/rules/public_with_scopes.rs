//! A route that is both open and closed.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    code: "JG0304",
    name: "public-with-scopes",
    severity: Severity::Error,
    docs: Docs {
        what: "A route has `public`, and `scopes`, `allow`, `all`, `clients` or `authorizer` as well.",
        why: "Only one of them can be meant.",
        example: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"], public = \"demo\" }\n",
        fixed: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[],
    },
};

/// Points at both.
pub fn diagnostic(route: &Spanned<String>, public: Span, scopes: Span) -> Diagnostic {
    let message = format!("`{}` is public and says who may call it", route.value);
    Diagnostic::new(&RULE, public, message)
        .also(scopes, "closed here")
        .help("take one of the two away")
}
