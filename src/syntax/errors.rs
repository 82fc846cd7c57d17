//! What the TOML parser complains about, once for each mistake.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rules::{duplicate_key, invalid_toml};
use crate::source::{Lines, SourceFile, Span};
use std::collections::BTreeSet;
use toml::de::DeTable;

/// Where a document could not be read as it was meant.
pub struct Broken<'a> {
    lines: Lines<'a>,
    /// Numbers of the lines with a mistake.
    numbers: BTreeSet<usize>,
    /// Where the first bracket that is not closed swallows what follows.
    swallowed_from: usize,
}

/// How many brackets that are not closed are told one by one: the text after
/// each is parsed again.
const MAX_UNCLOSED: usize = 16;

/// Reports the first mistake of each line; further ones on a line follow from
/// it. An array that is not closed would make a mistake of every line below, so
/// the parser starts again after it.
pub fn report<'a>(
    source: &'a SourceFile,
    errors: Vec<toml::de::Error>,
    out: &mut Diagnostics,
) -> Broken<'a> {
    let mut broken = Broken {
        lines: source.lines(),
        numbers: BTreeSet::new(),
        swallowed_from: source.text.len(),
    };
    let mut restart = broken.report(source, sorted(errors, 0), out);
    for _ in 0..MAX_UNCLOSED {
        let Some(start) = restart else { break };
        broken.swallowed_from = broken.swallowed_from.min(start);
        let (_, errors) = DeTable::parse_recoverable(&source.text[start..]);
        restart = broken.report(source, sorted(errors, start), out);
    }
    broken
}

impl Broken<'_> {
    /// Whether a finding may be there only because of a mistake.
    pub fn explains(&self, diagnostic: &Diagnostic) -> bool {
        let place = diagnostic.primary.span.start;
        place >= self.swallowed_from || self.numbers.contains(&self.lines.number(place))
    }

    /// Reports errors up to the first bracket that is not closed; returns the
    /// start of the line that the parser stumbled upon.
    fn report(
        &mut self,
        source: &SourceFile,
        errors: Vec<(Span, String)>,
        out: &mut Diagnostics,
    ) -> Option<usize> {
        for (span, message) in errors {
            let line = self.lines.start(span.start);
            if let Some(what) = unclosed(&message, &source.text[line..], span.start - line) {
                let end = source.text[..line].trim_end().len();
                self.numbers.insert(self.lines.number(end));
                out.push(invalid_toml::unclosed(what, end));
                return Some(line);
            }
            if self.numbers.insert(self.lines.number(span.start)) {
                out.push(match message.as_str() {
                    "duplicate key" => duplicate_key::diagnostic(source, span),
                    _ => invalid_toml::diagnostic(source, &message, span),
                });
            }
        }
        None
    }
}

/// The errors of a text that starts at `offset`, in the order of their places.
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

/// What was not closed, if the parser still looks for its end in a line that
/// starts a table or an assignment. `column` is where it stumbled.
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
    let header = code.starts_with('[') && code.ends_with(']') && !code.contains([',', '"']);
    (starts_here && (header || code.contains('='))).then_some(what)
}
