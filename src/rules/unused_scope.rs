//! A scope of the catalogue that no role grants.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    code: "JG0319",
    name: "unused-scope",
    severity: Severity::Warning,
    docs: Docs {
        what: "`[scopes]` describes a scope that no role lists.",
        why: "Nobody can hold it. Perhaps a role spells it differently.",
        example: "[scopes]\nread = \"Read items\"\nwrite = \"Change items\"\n",
        fixed: "[scopes]\nread = \"Read items\"\n",
        sources: &[],
    },
};

/// Points at the entry.
pub fn diagnostic(name: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        name.span,
        format!("no role lists the scope `{}`", name.value),
    )
    .help("add it to a role, or remove it")
}
