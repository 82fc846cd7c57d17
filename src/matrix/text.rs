//! A table for a terminal.

use super::{Report, asks};
use crate::diagnostic::render::one_line;
use crate::model::Decision;
use unicode_segmentation::UnicodeSegmentation;

/// The matrix as a table. Where it is wider than `width`, the callers are
/// spread over several tables. Carries ANSI colours.
pub fn text(report: &Report<'_>, width: Option<usize>) -> String {
    let model = report.model;
    if report.routes.is_empty() {
        return "there are no such routes\n".to_owned();
    }
    let names: Vec<String> = report
        .callers
        .iter()
        .map(|caller| one_line(&model.principal_name(*caller)))
        .collect();
    let rows: Vec<(String, Vec<Word>)> = report
        .routes
        .iter()
        .map(|route| {
            let key = one_line(&model.routes[*route].text);
            let cells = report.cells(*route);
            let words = cells.map(|cell| (cell.decision.to_string(), colour(cell.decision)));
            (key, words.collect())
        })
        .collect();
    let asks = report.routes.iter().map(|route| {
        let access = &model.routes[*route].access;
        one_line(&asks(model, access, &|names| names.join(", ")))
    });
    wide_table(&names, &rows, Some(("asks for", asks.collect())), width)
}

/// What a cell shows, and in which colour.
pub type Word = (String, &'static str);

/// A table of a word for each route and caller: the callers' names, and for
/// each route its key and its words.
pub fn table(names: &[String], rows: &[(String, Vec<Word>)], width: Option<usize>) -> String {
    wide_table(names, rows, None, width)
}

/// The same, with a last column of any width.
fn wide_table(
    names: &[String],
    rows: &[(String, Vec<Word>)],
    last: Option<(&str, Vec<String>)>,
    width: Option<usize>,
) -> String {
    let first = rows.iter().map(|(key, _)| length(key)).max();
    let first = first.unwrap_or_default();
    let mut text = String::new();
    for columns in spread(names, first, width) {
        if !text.is_empty() {
            text.push('\n');
        }
        let last = last.as_ref().filter(|_| columns.end == names.len());
        text.push_str(&" ".repeat(first));
        for name in &names[columns.clone()] {
            text.push_str(&format!("  \x1b[1m{name}\x1b[0m{}", pad(name)));
        }
        if let Some((title, _)) = last {
            text.push_str(&format!("  \x1b[1m{title}\x1b[0m"));
        }
        end_line(&mut text);
        for (index, (key, words)) in rows.iter().enumerate() {
            text.push_str(key);
            text.push_str(&" ".repeat(first - length(key)));
            let cells = words.iter().zip(names);
            for ((word, colour), name) in cells.skip(columns.start).take(columns.len()) {
                let gap = column(name) - word.len();
                text.push_str(&format!("  {colour}{word}\x1b[0m{}", " ".repeat(gap)));
            }
            if let Some((_, texts)) = last {
                text.push_str(&format!("  {}", texts[index]));
            }
            end_line(&mut text);
        }
    }
    text
}

/// Ends a line, without blanks at its end.
fn end_line(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
    text.push('\n');
}

/// Columns of each table, all of which fit.
fn spread(names: &[String], first: usize, width: Option<usize>) -> Vec<std::ops::Range<usize>> {
    let mut tables = Vec::new();
    let mut table = 0..0;
    let mut used = first;
    for (index, name) in names.iter().enumerate() {
        let needs = column(name) + 2;
        let full = width.is_some_and(|width| used + needs > width);
        if full && !table.is_empty() {
            tables.push(std::mem::replace(&mut table, index..index));
            used = first;
        }
        table.end = index + 1;
        used += needs;
    }
    tables.push(table);
    tables
}

fn colour(decision: Decision) -> &'static str {
    match decision {
        Decision::Allow => "\x1b[32m",
        Decision::Depends => "\x1b[33m",
        Decision::Unauthorized | Decision::Forbidden => "\x1b[2m",
    }
}

/// Widest word of a cell: `depends`.
const WORD: usize = 7;

fn column(name: &str) -> usize {
    length(name).max(WORD)
}

fn pad(name: &str) -> String {
    " ".repeat(column(name) - length(name))
}

fn length(text: &str) -> usize {
    text.graphemes(true).count()
}
