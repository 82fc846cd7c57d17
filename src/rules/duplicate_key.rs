//! A key that is defined twice.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::{Source, Span};

pub static RULE: Rule = Rule {
    code: "JG0007",
    name: "duplicate-key",
    severity: Severity::Error,
    docs: Docs {
        what: "A key or a table is defined twice.",
        why: "Only one of the two could apply, and it would not be clear which.",
        example: "[roles]\nreader = [\"read\"]\nreader = [\"read\"]\n",
        fixed: "[roles]\nreader = [\"read\"]\n",
        sources: &["https://toml.io/en/v1.0.0#keys"],
    },
};

/// Points at both places, if the first one can be found in the text.
pub fn diagnostic(source: &Source, span: Span) -> Diagnostic {
    let key = source.slice(span);
    let diagnostic = Diagnostic::new(&RULE, span, format!("`{key}` is defined twice"))
        .help("remove one of the two, or merge them");
    match first_definition(source, key, span) {
        Some(first) => diagnostic.also(first, "first defined here"),
        None => diagnostic,
    }
}

/// The first place of the same header, or of the same key under the header
/// above it. Keys inside inline tables are not searched.
fn first_definition(source: &Source, key: &str, span: Span) -> Option<Span> {
    let (above, rest) = source
        .text
        .split_at(source.text[..span.start].rfind('\n')? + 1);
    let line = rest.lines().next()?;
    let column = span.start - above.len();
    let head = line[..column].trim();
    let mut start = above.len();
    for other in above.split_inclusive('\n').rev() {
        start -= other.len();
        let found = if head.starts_with('[') {
            other.trim_end() == line.trim_end()
        } else if head.is_empty() && other.trim_start().starts_with('[') {
            return None;
        } else {
            let rest = other.trim_start().strip_prefix(key).map(str::trim_start);
            head.is_empty() && rest.is_some_and(|rest| rest.starts_with('='))
        };
        if found {
            let column = match head.is_empty() {
                true => other.find(key)?,
                false => column,
            };
            let at = start + column;
            return Some(Span::from(at..at + key.len()));
        }
    }
    None
}
