//! Reports the TOML parser's errors, each mistake once.

use crate::diagnostic::{Diagnostic, Diagnostics, Help};
use crate::rules::{duplicate_key, invalid_toml};
use crate::source::{Lines, Source, Span};
use std::collections::BTreeSet;
use toml::de::DeTable;

/// Where a document could not be read as intended.
pub(super) struct Broken<'a> {
    lines: Lines<'a>,
    /// Numbers of the lines with mistakes.
    numbers: BTreeSet<usize>,
    /// Start of the text swallowed by the first unclosed bracket.
    swallowed_from: usize,
}

/// How many unclosed brackets are reported individually: the text after each is
/// parsed again.
const MAX_UNCLOSED: usize = 16;

/// Reports the first mistake on each line; others on the same line follow from
/// it. An unclosed array would make every line below a mistake, so parsing
/// starts again after it.
pub(super) fn report<'a>(
    source: &'a Source,
    errors: Vec<toml::de::Error>,
    out: &mut Diagnostics,
) -> Broken<'a> {
    let mut broken = Broken {
        lines: source.lines(),
        numbers: BTreeSet::new(),
        swallowed_from: source.text.len(),
    };
    let mut restart = broken.report(source, 0, &sorted(errors, 0), out);
    for _ in 0..MAX_UNCLOSED {
        let Some(start) = restart else { break };
        broken.swallowed_from = broken.swallowed_from.min(start);
        let (_, errors) = DeTable::parse_recoverable(&source.text[start..]);
        restart = broken.report(source, start, &sorted(errors, start), out);
    }
    broken
}

impl Broken<'_> {
    /// Whether a finding may exist only because of a reported mistake.
    pub(super) fn explains(&self, diagnostic: &Diagnostic) -> bool {
        let Span { start, end } = diagnostic.primary.span;
        let lines = self.lines.number(start)..=self.lines.number(end);
        // The parser inserts values without a place where it could not read one.
        let invented = start == end;
        invented || end > self.swallowed_from || self.numbers.range(lines).next().is_some()
    }

    /// Takes back the edits that reach beyond the lines of the finding: what is
    /// moved elsewhere might land inside an unclosed bracket.
    pub(super) fn without_distant_edits(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        let number = |at| self.lines.number(at);
        let Span { start, end } = diagnostic.primary.span;
        let near =
            |span: Span| number(start) <= number(span.start) && number(span.end) <= number(end);
        for help in &mut diagnostic.help {
            if !help.edits.iter().all(|edit| near(edit.span)) {
                help.edits.clear();
            }
        }
        diagnostic
    }

    /// Reports the errors in the text from `from` on, up to the first unclosed
    /// bracket; returns the start of the line where the parser stopped.
    fn report(
        &mut self,
        source: &Source,
        from: usize,
        errors: &[(Span, String)],
        out: &mut Diagnostics,
    ) -> Option<usize> {
        for (span, message) in errors {
            let line = self.lines.start(span.start);
            if let Some(what) = unclosed(message, &source.text[line..], span.start - line) {
                let end = source.text[..line].trim_end().len();
                self.numbers.insert(self.lines.number(end));
                out.push(invalid_toml::unclosed(what, end));
                return Some(line);
            }
            // The lines below belong to the table whose header is broken.
            if message.starts_with("unclosed table") {
                let below = source.text[line..].split_inclusive('\n').skip(1);
                let below = below.take_while(|line| !line.trim_start().starts_with('['));
                let first = self.lines.number(span.start);
                self.numbers
                    .extend((1..=below.count()).map(|below| first + below));
            }
            if self.numbers.insert(self.lines.number(span.start)) {
                let mut diagnostic = match message.as_str() {
                    "duplicate key" => duplicate_key::diagnostic(source, *span),
                    _ => invalid_toml::diagnostic(source, message, *span),
                };
                diagnostic
                    .help
                    .retain(|help| fixes(help, source, from, errors.len()));
                out.push(diagnostic);
            }
        }
        None
    }
}

/// Above this number of errors, edits are not verified by parsing again.
const MAX_VERIFIED: usize = 50;

/// Whether a help's edits reduce the number of parser errors: mistakes seldom
/// come alone, and what looks like a missing comma may be a missing quote.
fn fixes(help: &Help, source: &Source, from: usize, errors: usize) -> bool {
    if help.edits.is_empty() {
        return true;
    }
    let inside = help.edits.iter().all(|edit| edit.span.start >= from);
    inside && errors <= MAX_VERIFIED && {
        let fixed = help.apply(&source.text);
        DeTable::parse_recoverable(&fixed[from..]).1.len() < errors
    }
}

/// The errors of a text that starts at `offset`, sorted by place.
fn sorted(errors: Vec<toml::de::Error>, offset: usize) -> Vec<(Span, String)> {
    let mut errors: Vec<(Span, String)> = errors
        .into_iter()
        .map(|error| {
            let range = error.span().unwrap_or_default();
            let span = Span::from(range.start + offset..range.end + offset);
            (span, error.message().to_owned())
        })
        .collect();
    errors.sort();
    errors
}

/// What was not closed, if the parser still expects its end on a line that
/// starts a table or an assignment. `column` is where parsing failed.
fn unclosed(message: &str, text: &str, column: usize) -> Option<&'static str> {
    let what = match message.split(", ").next()? {
        "missing comma between array elements" => "array",
        "missing comma between key-value pairs" | "missing key for inline table element" => {
            "inline table"
        }
        _ => return None,
    };
    let line = text.lines().next()?;
    let starts_here = line.get(..column)?.trim().is_empty();
    let code = line.split('#').next()?.trim();
    (starts_here && (is_header(code) || is_assignment(code))).then_some(what)
}

/// Whether a line can only be a table header: arrays in a blueprint hold
/// strings and inline tables.
fn is_header(line: &str) -> bool {
    let name = line.trim_start_matches('[');
    name.len() < line.len() && line.ends_with(']') && !name.starts_with(['"', '\'', '{'])
}

/// Whether a line starts with a key and `=`, and not with a string that holds
/// one.
fn is_assignment(line: &str) -> bool {
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''));
    let rest = match quote {
        Some(quote) => line[1..].split_once(quote).map_or("", |(_, rest)| rest),
        None => line,
    };
    let key = rest.split_once('=').map(|(key, _)| key);
    key.is_some_and(|key| !key.contains(['"', '\'', ',', '[', '{']))
}
