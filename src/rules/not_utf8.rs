//! The file is not UTF-8 text.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0002",
    name: "not-utf8",
    severity: Severity::Error,
    docs: Docs {
        what: "The blueprint is not UTF-8 text.",
        why: "TOML files are UTF-8 by definition.",
        example: "",
        fixed: "",
        sources: &["https://toml.io/en/v1.0.0#spec"],
    },
};

/// Points after the last byte that could be read.
pub fn diagnostic(valid_up_to: usize) -> Diagnostic {
    let span = Span::from(valid_up_to..valid_up_to);
    Diagnostic::new(&RULE, span, "the blueprint is not UTF-8 from here on")
        .help("save the file as UTF-8")
}
