//! A rename that is not possible.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    code: "JG0110",
    name: "wrong-rename",
    severity: Severity::Error,
    docs: Docs {
        what: "`renamed_from` is invalid. It names an entry that still exists, one that another entry was renamed from, or something that cannot have been a route key.",
        why: "Terraform moves a resource from one old address to one new address.",
        example: "[clients.web]\n\n[clients.app]\nrenamed_from = \"web\"\n",
        fixed: "[clients.app]\nrenamed_from = \"web\"\n",
        sources: &[
            "https://developer.hashicorp.com/terraform/language/modules/develop/refactoring",
        ],
    },
};

/// The old name is in use.
pub fn still_there(old: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(&RULE, old.span, format!("`{}` still exists", old.value))
        .help("remove the old entry, or remove `renamed_from`")
}

/// Another entry has the same old name.
pub fn twice(old: &Spanned<String>, first: Span) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        old.span,
        format!("two entries are renamed from `{}`", old.value),
    )
    .also(first, "the first one")
    .help("remove `renamed_from` from one of them")
}

/// The old name cannot have been the route's key.
pub fn no_route(old: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        old.span,
        format!("`{}` cannot be the old route key", old.value),
    )
    .help("give the old key as it was written, with as many methods as the new one")
}
