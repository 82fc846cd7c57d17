//! A key that has to be there.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;
use crate::syntax::language::Key;

pub static RULE: Rule = Rule {
    code: "JG0005",
    name: "missing-key",
    severity: Severity::Error,
    docs: Docs {
        what: "A table lacks a key that it needs.",
        why: "There is no safe default for it.",
        example: "[routes]\n\"GET /items\" = { scopes = [\"read\"] }\n",
        mended: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n",
        source: "",
    },
};

/// Names the key and says what it is for.
pub fn diagnostic(key: &Key, span: Span, owner: &str) -> Diagnostic {
    let message = format!("{owner} lacks the key `{}`", key.name);
    Diagnostic::new(&RULE, span, message)
        .help(format!("add `{} = …`: {}", key.name, lower_first(key.doc)))
}

fn lower_first(sentence: &str) -> String {
    let mut chars = sentence.trim_end_matches('.').chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}
