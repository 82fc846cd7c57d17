//! A rename that cannot be.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    code: "JG0110",
    name: "wrong-rename",
    severity: Severity::Error,
    docs: Docs {
        what: "`renamed_from` names what still exists, what something else was renamed from already, or no route key.",
        why: "Terraform moves one thing from one name to one other.",
        example: "[clients.web]\n\n[clients.app]\nrenamed_from = \"web\"\n",
        fixed: "[clients.app]\nrenamed_from = \"web\"\n",
        sources: &[
            "https://developer.hashicorp.com/terraform/language/modules/develop/refactoring",
        ],
    },
};

/// The old name is in use.
pub fn still_there(old: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(&RULE, old.span, format!("`{}` is still there", old.value))
        .help("take the old entry away, or `renamed_from`")
}

/// The old name was given away before.
pub fn twice(old: &Spanned<String>, first: Span) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        old.span,
        format!("two entries are renamed from `{}`", old.value),
    )
    .also(first, "the first one")
    .help("only one of them can have been it")
}

/// The old name is no route key.
pub fn no_route(old: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(&RULE, old.span, format!("`{}` was no route key", old.value))
        .help("give the key as it was written, with as many methods as the new one")
}
