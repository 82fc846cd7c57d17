//! The text is not TOML.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0001",
    name: "invalid-toml",
    severity: Severity::Error,
    docs: Docs {
        what: "The blueprint is not valid TOML.",
        why: "Nothing that follows the mistake can be trusted, so names are not looked up until it is mended.",
        example: "[roles]\nreader = [\"read\"\n",
        mended: "[roles]\nreader = [\"read\"]\n",
        source: "TOML 1.0",
    },
};

/// A syntax error in the words of the TOML parser.
pub fn diagnostic(message: &str, span: Span) -> Diagnostic {
    let (message, label) = match message.split_once(", expected ") {
        Some((message, expected)) => (message, format!("expected {expected}")),
        None => (message, String::new()),
    };
    Diagnostic::new(&RULE, span, message).label(label)
}
