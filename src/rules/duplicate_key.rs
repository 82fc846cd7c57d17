//! A key that is written twice.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::{SourceFile, Span};

pub static RULE: Rule = Rule {
    code: "JG0007",
    name: "duplicate-key",
    severity: Severity::Error,
    docs: Docs {
        what: "A key or a table is written twice.",
        why: "Only one of the two could count, and it would not be clear which.",
        example: "[roles]\nreader = [\"read\"]\nreader = [\"write\"]\n",
        mended: "[roles]\nreader = [\"read\"]\nwriter = [\"write\"]\n",
        source: "TOML 1.0",
    },
};

/// Points at both places where the first one can be told from the text.
pub fn diagnostic(source: &SourceFile, span: Span) -> Diagnostic {
    let key = source.slice(span);
    let diagnostic = Diagnostic::new(&RULE, span, format!("`{key}` is defined twice"));
    match first_definition(source, key, span) {
        Some(first) => diagnostic.also(first, "first defined here"),
        None => diagnostic,
    }
}

/// The nearest line above that starts with the same key, as a header or as an
/// assignment. Keys inside inline tables are not looked for.
fn first_definition(source: &SourceFile, key: &str, span: Span) -> Option<Span> {
    let line_start = source.text[..span.start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let mut end = line_start;
    while end > 0 {
        let start = source.text[..end - 1]
            .rfind('\n')
            .map_or(0, |newline| newline + 1);
        let line = &source.text[start..end];
        let head = line.trim_start().trim_start_matches('[');
        let rest = head.strip_prefix(key).map(str::trim_start);
        if rest.is_some_and(|rest| rest.starts_with(['=', ']'])) {
            let at = start + line.len() - head.len();
            return Some(Span::from(at..at + key.len()));
        }
        end = start;
    }
    None
}
