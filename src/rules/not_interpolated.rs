//! A reference in the syntax of another tool.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;
use crate::syntax::{ForeignReference, quote};

pub static RULE: Rule = Rule {
    code: "JG0012",
    name: "not-interpolated",
    severity: Severity::Warning,
    docs: Docs {
        what: "A text contains a reference such as `${var.x}`, `%{ if x }` or `!Ref x`. jwtgen writes every text as a literal.",
        why: "The value that AWS gets is the reference itself, not what it refers to.",
        example: "[functions.api]\nsource = \"functions/api\"\nenv = { TABLE = \"${var.table}\" }\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\nenv = { TABLE = { var = \"table\" } }\n",
        sources: &[],
    },
};

/// A format whose placeholders have a dollar sign.
pub fn dollar(meant: &str, span: Span) -> Diagnostic {
    let edit = quote(meant);
    Diagnostic::new(&RULE, span, "a placeholder has no dollar sign")
        .label("`$` would be a part of every scope")
        .suggest(format!("write `{edit}`"), [(span, edit)])
}

/// Offers an input variable, where the key takes one.
pub fn diagnostic(found: &ForeignReference, takes_variable: bool, span: Span) -> Diagnostic {
    let message = format!("`{}` is not interpolated", found.written);
    let diagnostic = Diagnostic::new(&RULE, span, message).label("this is literal text");
    if !takes_variable {
        return diagnostic.help(
            "write the value itself; this key takes no input variable, but an overlay (`--overlay`) can change it for each environment",
        );
    }
    match &found.variable {
        Some(name) => {
            let edit = format!("{{ var = {} }}", quote(name));
            diagnostic.suggest(format!("use an input variable: write `{edit}`"), [(span, edit)])
        }
        None => diagnostic.help(
            "use an input variable for the whole value: write `{ var = \"name\" }` instead of the text",
        ),
    }
}
