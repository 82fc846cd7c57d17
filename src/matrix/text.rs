//! A table for a terminal.

use super::{Report, asks, legend};
use crate::model::Decision;
use crate::text::one_line;
use crate::text::{columns, padding};
use std::ops::Range;

/// The matrix as a table, with a legend. Where it is wider than `width`, the
/// callers are spread over several tables. Carries ANSI colors.
pub fn text(report: &Report<'_>, width: Option<usize>) -> String {
    let model = report.model;
    if report.routes.is_empty() {
        return "no route matches the filters\n".to_owned();
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
            let words = cells.map(|cell| (cell.decision.to_string(), color(cell.decision)));
            (key, words.collect())
        })
        .collect();
    let asks = report.routes.iter().map(|route| {
        let access = &model.routes[*route].access;
        one_line(&asks(model, access, &|names| names.join(", ")))
    });
    let mut text = wide_table(&names, &rows, Some(("access", asks.collect())), width);
    text.push('\n');
    for (decision, meaning) in legend(report) {
        let gap = padding(&decision.to_string(), WORD);
        let color = color(decision);
        text.push_str(&format!("{color}{decision}\x1b[0m{gap}  {meaning}\n"));
    }
    text
}

/// The word in a cell, and its color.
pub type Word = (String, &'static str);

/// A table of one word per route and caller: the callers' names, and for each
/// route its key and its words.
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
    let first = rows.iter().map(|(key, _)| columns(key)).max();
    let first = first.unwrap_or_default();
    let widths: Vec<usize> = names
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let words = rows.iter().filter_map(|(_, words)| words.get(index));
            let words = words.map(|(word, _)| columns(word));
            words.fold(columns(name), usize::max)
        })
        .collect();
    let mut text = String::new();
    for shown in spread(&widths, first, width) {
        if !text.is_empty() {
            text.push('\n');
        }
        let last = last.as_ref().filter(|_| shown.end == names.len());
        text.push_str(&padding("", first));
        for (name, width) in names[shown.clone()].iter().zip(&widths[shown.clone()]) {
            text.push_str(&format!("  \x1b[1m{name}\x1b[0m{}", padding(name, *width)));
        }
        if let Some((title, _)) = last {
            text.push_str(&format!("  \x1b[1m{title}\x1b[0m"));
        }
        end_line(&mut text);
        for (index, (key, words)) in rows.iter().enumerate() {
            text.push_str(key);
            text.push_str(&padding(key, first));
            let cells = words.iter().zip(&widths);
            for ((word, color), width) in cells.skip(shown.start).take(shown.len()) {
                let gap = padding(word, *width);
                text.push_str(&format!("  {color}{word}\x1b[0m{gap}"));
            }
            if let Some((_, texts)) = last {
                text.push_str(&format!("  {}", texts[index]));
            }
            end_line(&mut text);
        }
    }
    text
}

/// Ends a line, without trailing blanks.
fn end_line(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
    text.push('\n');
}

/// Splits the columns into tables that fit.
fn spread(widths: &[usize], first: usize, width: Option<usize>) -> Vec<Range<usize>> {
    let mut tables = Vec::new();
    let mut table = 0..0;
    let mut used = first;
    for (index, column) in widths.iter().enumerate() {
        let needs = column + 2;
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

fn color(decision: Decision) -> &'static str {
    match decision {
        Decision::Allow => "\x1b[32m",
        Decision::Depends => "\x1b[33m",
        Decision::Unauthorized | Decision::Forbidden => "\x1b[2m",
    }
}

/// The longest decision: `depends`.
const WORD: usize = 7;
