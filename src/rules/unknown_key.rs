//! A key that the blueprint language does not have.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;
use crate::syntax::language::Key;

pub static RULE: Rule = Rule {
    code: "JG0003",
    name: "unknown-key",
    severity: Severity::Error,
    docs: Docs {
        what: "The blueprint has a key that jwtgen does not know.",
        why: "A misspelled key that is silently ignored could leave a route public.",
        example: "[identity]\ntokens = \"id\"\n",
        fixed: "[identity]\ntoken = \"id\"\n",
        sources: &[],
    },
};

/// Names the key and its table.
pub fn diagnostic(name: &str, span: Span, owner: &str) -> Diagnostic {
    Diagnostic::new(&RULE, span, format!("unknown key `{name}` in {owner}"))
}

/// The names of keys, for a sentence.
pub fn names(keys: &[Key]) -> String {
    let names: Vec<String> = keys.iter().map(|key| format!("`{}`", key.name)).collect();
    names.join(", ")
}

/// Says that a table header has swallowed a top-level key.
pub fn move_up(diagnostic: Diagnostic, name: &str) -> Diagnostic {
    diagnostic.help(format!(
        "move `{name}` above the first `[table]` header: it is a top-level key"
    ))
}
