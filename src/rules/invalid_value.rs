//! A value outside the set that the key takes.

use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::rules::{Docs, Rule};
use crate::source::Span;
use crate::syntax::language::Kind;

pub static RULE: Rule = Rule {
    code: "JG0006",
    name: "invalid-value",
    severity: Severity::Error,
    docs: Docs {
        what: "A word or a number outside the set that the key takes.",
        why: "AWS would refuse it at apply, or it would mean nothing.",
        example: "[identity]\ntoken = \"acces\"\n",
        fixed: "[identity]\ntoken = \"access\"\n",
        sources: &[],
    },
};

/// A word that is none of `words`. `whole` is all that may stand there.
pub fn word(found: &str, words: &[&str], whole: &Kind, span: Span) -> Diagnostic {
    let message = format!("expected {}, found {found:?}", whole.describe());
    let diagnostic = Diagnostic::new(&RULE, span, message);
    let accepted = |number: &i64| match whole {
        Kind::OneOf(kinds) => kinds
            .iter()
            .any(|kind| matches!(kind, Kind::Number(numbers) if numbers.contains(number))),
        _ => false,
    };
    match found.parse().ok().filter(accepted) {
        Some(number) => diagnostic.fix("take the quotes away", [(span, number.to_string())]),
        None => {
            let near = nearest(found, words.iter().copied());
            diagnostic.did_you_mean(near.map(|word| format!("\"{word}\"")))
        }
    }
}

/// A number out of its range.
pub fn out_of_range(kind: &Kind, key: &str, span: Span) -> Diagnostic {
    let message = format!("`{key}` must be {}", kind.describe());
    Diagnostic::new(&RULE, span, message)
}

/// A name of no characters.
pub fn empty_name(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, span, "a name cannot be empty")
}
