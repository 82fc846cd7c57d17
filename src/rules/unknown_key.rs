//! A key that the language does not have.

use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::rules::{Docs, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0003",
    name: "unknown-key",
    severity: Severity::Error,
    docs: Docs {
        what: "A key that jwtgen does not know.",
        why: "A misspelled key that is silently ignored could leave a route open.",
        example: "[identity]\ntokens = \"id\"\n",
        mended: "[identity]\ntoken = \"id\"\n",
        source: "",
    },
};

/// Suggests a known key, or the top of the file for a key that belongs there.
pub fn diagnostic<'a>(
    name: &str,
    span: Span,
    owner: &str,
    known: impl Iterator<Item = &'a str> + Clone,
    top_level: bool,
) -> Diagnostic {
    let diagnostic = Diagnostic::new(&RULE, span, format!("unknown key `{name}` in {owner}"));
    if top_level {
        return move_up(diagnostic, name);
    }
    match nearest(name, known.clone()) {
        Some(near) => diagnostic.did_you_mean(Some(near.to_owned())),
        None => {
            let known: Vec<String> = known.map(|key| format!("`{key}`")).collect();
            diagnostic.help(format!("known keys are {}", known.join(", ")))
        }
    }
}

/// Says that a table header has swallowed a top-level key.
pub fn move_up(diagnostic: Diagnostic, name: &str) -> Diagnostic {
    diagnostic.help(format!(
        "`{name}` belongs to the top of the blueprint: move it above the first `[table]` header"
    ))
}
