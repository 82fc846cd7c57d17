//! A value of another type than the key takes.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;
use crate::syntax::language::Kind;

pub static RULE: Rule = Rule {
    code: "JG0004",
    name: "wrong-type",
    severity: Severity::Error,
    docs: Docs {
        what: "A value whose TOML type the key does not take. A dot in a bare name makes a table: such names are quoted.",
        why: "Guessing what was meant would decide about access by accident.",
        example: "[groups]\nreaders = \"reader\"\n",
        mended: "[groups]\nreaders = [\"reader\"]\n",
        source: "",
    },
};

/// Says what was expected and what was found.
pub fn diagnostic(kind: &Kind, found: &str, span: Span) -> Diagnostic {
    let found = match found {
        "array" | "integer" | "offset datetime" => format!("an {found}"),
        found => format!("a {found}"),
    };
    let message = format!("expected {}, found {found}", kind.describe());
    Diagnostic::new(&RULE, span, message)
}

/// Offers brackets around a single string.
pub fn wrap_in_array(
    diagnostic: Diagnostic,
    kind: &Kind,
    text: &str,
    span: Span,
) -> Diagnostic {
    let list = |kind: &Kind| matches!(kind, Kind::List(_));
    let takes_list = match kind {
        Kind::OneOf(kinds) => kinds.iter().any(list),
        kind => list(kind),
    };
    match takes_list {
        true => diagnostic.fix("put it in an array", [(span, format!("[{text:?}]"))]),
        false => diagnostic,
    }
}

/// Offers quotes around a name with dots.
pub fn quote_name(diagnostic: Diagnostic, name: &str, span: Span) -> Diagnostic {
    diagnostic
        .note("a dot in a bare key starts a table")
        .fix("quote the name", [(span, format!("\"{name}\""))])
}
