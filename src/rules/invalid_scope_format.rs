//! A scope format that cannot be used.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::ScopeFormatError;
use crate::rules::{Docs, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0201",
    name: "invalid-scope-format",
    severity: Severity::Error,
    docs: Docs {
        what: "`scope_format` is invalid. It takes the placeholders `{scope}`, `{name}` and `{client_id}`, and needs `{scope}`.",
        why: "Scopes would be invalid in the token, or could not be told apart.",
        example: "[identity]\nscope_format = \"{scpoe}-{client_id}\"\n",
        fixed: "[identity]\nscope_format = \"{scope}-{client_id}\"\n",
        sources: &["https://www.rfc-editor.org/rfc/rfc6749#section-3.3"],
    },
};

/// Says what is wrong with the format.
pub fn diagnostic(error: &ScopeFormatError, span: Span) -> Diagnostic {
    let placeholders = "use the placeholders `{scope}`, `{name}` and `{client_id}`";
    let (message, help) = match error {
        ScopeFormatError::Unbalanced => (
            "this format has an unbalanced brace".to_owned(),
            placeholders,
        ),
        ScopeFormatError::UnknownPlaceholder(name) => {
            (format!("unknown placeholder `{{{name}}}`"), placeholders)
        }
        ScopeFormatError::NoScope => (
            "`scope_format` does not contain `{scope}`".to_owned(),
            "put `{scope}` where the scope's name goes",
        ),
        ScopeFormatError::BadCharacter(c) => (
            format!("a scope cannot contain {c:?}"),
            "use printable ASCII without spaces, `\"` and `\\`",
        ),
    };
    Diagnostic::new(&RULE, span, message).help(help)
}
