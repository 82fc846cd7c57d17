//! An allowed rule without findings.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    code: "JG0010",
    name: "unused-allow",
    severity: Severity::Warning,
    docs: Docs {
        what: "`[lints]` allows a rule that has no findings.",
        why: "The entry is outdated, and it would hide the next finding.",
        example: "[lints]\nany-token = { allow = \"a login is enough\", for = [\"GET /items\"] }\n",
        fixed: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [] }\n\n[lints]\nany-token = { allow = \"a login is enough\", for = [\"GET /items\"] }\n",
        sources: &[],
    },
};

/// Points at a route or name without findings.
pub fn for_nothing(name: &Spanned<String>, subject: &Spanned<String>) -> Diagnostic {
    let message = format!(
        "`{}` is allowed for `{}`, which has no such finding",
        name.value, subject.value
    );
    Diagnostic::new(&RULE, subject.span, message)
        .help("remove it; findings that are about no route or name cannot be allowed by one")
}

/// Points at the entry.
pub fn diagnostic(name: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        name.span,
        format!("`{}` is allowed but has no findings", name.value),
    )
    .help("remove the entry")
}
