//! A value that the key does not accept.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::similar::nearest;
use crate::source::Span;
use crate::syntax::foreign::{self, Word};
use crate::syntax::language::Kind;

pub static RULE: Rule = Rule {
    code: "JG0006",
    name: "invalid-value",
    severity: Severity::Error,
    docs: Docs {
        what: "A value is out of range or not one of those that the key accepts.",
        why: "AWS would reject it at apply, or it would have no effect.",
        example: "[identity]\ntoken = \"acces\"\n",
        fixed: "[identity]\ntoken = \"access\"\n",
        sources: &[],
    },
};

/// A word that is not one of `words`. `whole` is everything the key accepts.
pub fn word(found: &str, words: &[&str], whole: &Kind, span: Span) -> Diagnostic {
    let message = format!("expected {}, found {found:?}", whole.describe());
    let diagnostic = Diagnostic::new(&RULE, span, message);
    let accepted = |number: &i64| match whole {
        Kind::OneOf(kinds) => kinds
            .iter()
            .any(|kind| matches!(kind, Kind::Number(numbers) if numbers.contains(number))),
        _ => false,
    };
    if let Some(number) = found.parse().ok().filter(accepted) {
        return diagnostic.fix("remove the quotes", [(span, number.to_string())]);
    }
    let days = found
        .trim_end_matches(|c: char| c.is_ascii_alphabetic())
        .trim();
    let unit = found[days.len()..].trim();
    if matches!(unit, "d" | "day" | "days")
        && let Some(number) = days.parse().ok().filter(accepted)
    {
        return diagnostic.suggest(
            format!("write a number of days: `{number}`"),
            [(span, number.to_string())],
        );
    }
    match foreign::word(found, words) {
        Some(Word::Is(word)) => diagnostic.suggest(
            format!("write `\"{word}\"`"),
            [(span, format!("\"{word}\""))],
        ),
        Some(Word::Tell(text)) => diagnostic.help(*text),
        None => match nearest(found, words.iter().copied()) {
            Some(near) => diagnostic.did_you_mean(Some(format!("\"{near}\""))),
            None => diagnostic.help(format!("use {}", whole.describe())),
        },
    }
}

/// A number out of its range.
pub fn out_of_range(kind: &Kind, key: &str, span: Span) -> Diagnostic {
    let message = format!("`{key}` must be {}", kind.describe());
    Diagnostic::new(&RULE, span, message)
}

/// Names the unit of the key, and offers the number that was meant in another one.
pub fn unit(diagnostic: Diagnostic, meant: Option<i64>, unit: &str) -> Diagnostic {
    let span = diagnostic.primary.span;
    match meant {
        Some(meant) => diagnostic.suggest(
            format!("the unit is {unit}: write `{meant}`"),
            [(span, meant.to_string())],
        ),
        None => diagnostic.help(format!("the unit is {unit}")),
    }
}

/// Says what an expectation is about.
pub fn answer(diagnostic: Diagnostic) -> Diagnostic {
    diagnostic.help(
        "an expectation is about who may call: write `\"allow\"` where the function answers, whatever its status, and `401` or `403` where the API refuses",
    )
}

/// Shows an example of the key.
pub fn example(diagnostic: Diagnostic, example: &str) -> Diagnostic {
    diagnostic.help(format!("write it as in {example}"))
}

/// An empty name.
pub fn empty_name(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, span, "a name cannot be empty")
        .help("write a name between the quotes, or remove the entry")
}
