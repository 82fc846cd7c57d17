//! A rule that is allowed and not broken.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    code: "JG0010",
    name: "unused-allow",
    severity: Severity::Warning,
    docs: Docs {
        what: "`[lints]` allows a rule of which nothing was found.",
        why: "The reason is gone, and the next finding would go unseen.",
        example: "[lints]\nany-token = { allow = \"a login is enough\" }\n",
        fixed: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [] }\n\n[lints]\nany-token = { allow = \"a login is enough\" }\n",
        sources: &[],
    },
};

/// Points at the entry.
pub fn diagnostic(name: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        name.span,
        format!("nothing was found of `{}`", name.value),
    )
    .help("take the entry away")
}
