//! A spelling of scopes that cannot be used.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::ScopeFormatError;
use crate::rules::{Docs, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0201",
    name: "invalid-scope-format",
    severity: Severity::Error,
    docs: Docs {
        what: "`scope_format` is not a text with the placeholders `{scope}`, `{name}` and `{client_id}`, or lacks `{scope}`.",
        why: "Scopes would not be told apart in the token, or not be valid there.",
        example: "[identity]\nscope_format = \"{scpoe}-{client_id}\"\n",
        fixed: "[identity]\nscope_format = \"{scope}-{client_id}\"\n",
        sources: &["https://www.rfc-editor.org/rfc/rfc6749#section-3.3"],
    },
};

/// Says what is wrong with the spelling.
pub fn diagnostic(error: &ScopeFormatError, span: Span) -> Diagnostic {
    let placeholders = "placeholders are `{scope}`, `{name}` and `{client_id}`";
    let (message, help) = match error {
        ScopeFormatError::Unbalanced => ("a brace has no partner".to_owned(), placeholders),
        ScopeFormatError::UnknownPlaceholder(name) => (
            format!("there is no placeholder `{{{name}}}`"),
            placeholders,
        ),
        ScopeFormatError::NoScope => (
            "`scope_format` lacks `{scope}`".to_owned(),
            "put `{scope}` where the name of the scope belongs",
        ),
        ScopeFormatError::BadCharacter(c) => (
            format!("a scope cannot hold {c:?}"),
            "use printable ASCII without spaces, `\"` and `\\`",
        ),
    };
    Diagnostic::new(&RULE, span, message).help(help)
}
