//! A required key is missing.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;
use crate::syntax::language::Key;

pub static RULE: Rule = Rule {
    code: "JG0005",
    name: "missing-key",
    severity: Severity::Error,
    docs: Docs {
        what: "A table lacks a required key.",
        why: "It has no safe default.",
        example: "[groups]\nreaders = { precedence = 1 }\n",
        fixed: "[groups]\nreaders = { roles = [\"reader\"], precedence = 1 }\n",
        sources: &[],
    },
};

/// Names the key and describes it.
pub fn diagnostic(key: &Key, span: Span, owner: &str) -> Diagnostic {
    let message = format!("missing key `{}` in {owner}", key.name);
    Diagnostic::new(&RULE, span, message).help(format!(
        "add `{} = …`: {}",
        key.name,
        phrase(key.doc)
    ))
}

/// The same for a top-level key, where a section has a key of this name.
pub fn move_up(key: &Key, place: Span, owner: &str) -> Diagnostic {
    let message = format!("missing key `{}` in {owner}", key.name);
    Diagnostic::new(&RULE, place, message)
        .label("this belongs to the table above it")
        .help(format!(
            "write the top-level key `{0}` above the first `[table]` header, or move this one there",
            key.name
        ))
}

/// The first sentence as a phrase; `OAuth` keeps its capitals.
fn phrase(text: &str) -> String {
    let sentence = text.split(". ").next().unwrap_or(text);
    let sentence = sentence.trim_end_matches('.');
    let word = sentence.split(' ').next().unwrap_or(sentence);
    let mut rest = sentence.chars();
    match rest.next() {
        Some(first) if !word.chars().skip(1).any(char::is_uppercase) => {
            first.to_lowercase().chain(rest).collect()
        }
        _ => sentence.to_owned(),
    }
}
