//! The text is not TOML.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule, wrong_type};
use crate::source::{Source, Span};
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0001",
    name: "invalid-toml",
    severity: Severity::Error,
    docs: Docs {
        what: "The blueprint is not valid TOML.",
        why: "Nothing after the syntax error can be trusted, so names are not resolved until it is fixed.",
        example: "[roles]\nreader = [\"read\"\n",
        fixed: "[roles]\nreader = [\"read\"]\n",
        sources: &["https://toml.io/en/v1.0.0"],
    },
};

/// A syntax error. Common slips get their own wording; the rest keep the
/// parser's.
pub fn diagnostic(source: &Source, message: &str, span: Span) -> Diagnostic {
    let (message, expected) = match message.split_once(", expected ") {
        Some((message, expected)) => (message, expected),
        None => (message, ""),
    };
    let error = |message: &str| Diagnostic::new(&RULE, span, message);
    let word = source.slice(span);
    match message {
        "string values must be quoted" if word.trim().is_empty() => error("this key has no value")
            .label("expected a value")
            .help("write the value on the same line as the key, or remove the key"),
        "string values must be quoted" | "invalid float"
            if word.starts_with(char::is_alphabetic) =>
        {
            let error = error("string values must be quoted");
            // Quoted, it would be the reason for a public route.
            match wrong_type::REASONS.contains(&key_before(source, span)) {
                true => error.help(wrong_type::REASON),
                false if NULL.contains(&word) => Diagnostic::new(&RULE, span, "TOML has no `null`")
                    .help("remove the key: a missing key has its default"),
                false if SWITCHES.contains(&word) => {
                    error.help("use `true` or `false` for a boolean, or quote the text")
                }
                false => error.fix("put it in quotes", [(span, quote(word))]),
            }
        }
        "string values must be quoted" if word.starts_with(CURLY) => {
            let text = quote(word.trim_matches(CURLY));
            error("TOML does not accept curly quotes").fix("use straight quotes", [(span, text)])
        }
        "key with no value" | "invalid unquoted key" => match bare_name(source, span) {
            Some(name) => error("names with spaces or `/` must be quoted")
                .fix("put it in quotes", [(name, quote(source.slice(name)))]),
            None if line_of(source, span).starts_with("//") => {
                error("TOML comments start with `#`").help("write `#` instead of `//`")
            }
            None if word == ":" => error("a key cannot contain `:`").help("write `key = value`"),
            None => error("this key has no value")
                .label("expected `=` and a value")
                .help("write `key = value`, or start a comment with `#`"),
        },
        "invalid basic string" | "invalid literal string" if after_equals(source, span) => {
            error("this key has no value")
                .label("expected a value")
                .help("write a value after `=`, or remove the key")
        }
        "invalid basic string" | "invalid literal string" if expected.starts_with(['`', '\'']) => {
            error("this string is not closed")
                .label(format!("expected {expected}"))
                .help("close the string on the line where it starts, with the same quote")
        }
        "invalid basic string" => {
            error("this character is not allowed in a string").help("escape it, as in `\\u0007`")
        }
        "missing escaped value" => error("unknown escape sequence")
            .help("write `\\\\` for a backslash, or put the string in single quotes"),
        "recursion limit" | "cannot recurse further; max recursion depth met" => {
            error("this is nested too deeply")
        }
        "unexpected key or value" => error("unexpected text after the end of this entry")
            .label("expected a newline or a comment"),
        "missing comma between array elements" | "missing comma between key-value pairs" => {
            let before = source.text[..span.start].trim_end();
            let place = Span::from(before.len()..before.len());
            // After a comment only the user sees where the comma belongs.
            match before.lines().next_back() {
                Some(line) if line.contains('#') => {
                    error(message).label("expected `,` before this")
                }
                _ if source.text[span.start..].starts_with(';') => error(message).fix(
                    "use a comma",
                    [((span.start..span.start + 1).into(), ",".to_owned())],
                ),
                _ => error(message).fix("add a comma", [(place, ",".to_owned())]),
            }
        }
        "unclosed table" => error("this table header is not closed")
            .label("expected `]`")
            .help("close it with `]`"),
        "invalid boolean"
            if word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false") =>
        {
            error("booleans are written in lower case").fix(
                "write it in lower case",
                [(span, word.to_ascii_lowercase())],
            )
        }
        "unclosed array" => unclosed("array", span.start),
        "unclosed inline table" => unclosed("inline table", span.start),
        "missing table open" => error("unexpected `]`"),
        "unquoted keys cannot be empty" => error("missing key before `=`"),
        "string values must be quoted" => {
            error(message).help("put a text in quotes; a number has digits only")
        }
        message if expected.is_empty() => error(message),
        message => error(message).label(format!("expected {expected}")),
    }
}

/// The bare key whose value starts here; empty if there is none.
fn key_before(source: &Source, value: Span) -> &str {
    let before = source.text[..value.start].trim_end();
    let key = before.strip_suffix('=').unwrap_or_default().trim_end();
    let start = key.rfind(|c: char| !(c.is_ascii_alphanumeric() || "_-".contains(c)));
    start.map_or(key, |start| {
        key[start..].trim_start_matches(|c: char| !c.is_ascii_alphanumeric())
    })
}

/// An array or an inline table that was still open when a line followed that
/// cannot be part of it.
pub fn unclosed(what: &str, end: usize) -> Diagnostic {
    let bracket = if what == "array" { ']' } else { '}' };
    Diagnostic::new(
        &RULE,
        Span::from(end..end),
        format!("this {what} is not closed"),
    )
    .label(format!("expected `{bracket}`"))
}

/// Words for no value in other languages.
const NULL: [&str; 5] = ["null", "nil", "None", "undefined", "~"];

/// Booleans of other configuration languages.
const SWITCHES: [&str; 4] = ["yes", "no", "on", "off"];

/// Quotes that word processors insert.
const CURLY: [char; 4] = ['“', '”', '‘', '’'];

/// Whether a value is expected at a place: there is an `=` before it, outside quotes.
fn after_equals(source: &Source, span: Span) -> bool {
    let before = &source.text[..span.start];
    let line = before.rfind('\n').map_or(before, |at| &before[at + 1..]);
    let even = |quote: char| line.matches(quote).count().is_multiple_of(2);
    line.trim_end().ends_with('=') && even('"') && even('\'')
}

/// The line that a place starts on, from its first visible character.
fn line_of(source: &Source, span: Span) -> &str {
    let start = source.text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    source.text[start..]
        .lines()
        .next()
        .unwrap_or_default()
        .trim_start()
}

/// The text before `=` on a line, where only quotes are missing to make it
/// a key, as in `GET /items = …`.
fn bare_name(source: &Source, span: Span) -> Option<Span> {
    let start = source.text[..span.start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let line = source.text[start..].lines().next()?;
    let name = line.split_once('=')?.0;
    let end = start + name.trim_end().len();
    let start = start + name.len() - name.trim_start().len();
    let bare = !name.contains(['"', '\'', '[', ',', '#', ':']) && start < end;
    (bare && span.start <= end).then_some(Span { start, end })
}
