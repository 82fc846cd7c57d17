//! An invalid route pattern.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::ROUTE_PATTERN_FORMS;
use crate::rules::{Docs, Rule};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    code: "JG0321",
    name: "invalid-pattern",
    severity: Severity::Error,
    docs: Docs {
        what: "A key of `[invariants]` is not a valid route pattern. A pattern is `*`, or methods and a path, each of which may be `*`.",
        why: "The invariant would cover nothing.",
        example: "[invariants]\n\"delete items\" = { scopes = true }\n",
        fixed: "[invariants]\n\"GET /items\" = { scopes = true }\n",
        sources: &[],
    },
};

/// Shows the forms.
pub fn diagnostic(text: &Spanned<String>) -> Diagnostic {
    let message = format!("`{}` is not a valid route pattern", text.value);
    Diagnostic::new(&RULE, text.span, message).help(ROUTE_PATTERN_FORMS)
}
