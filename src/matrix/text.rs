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
    let keys: Vec<String> = report
        .routes
        .iter()
        .map(|route| one_line(&model.routes[*route].text))
        .collect();
    let first = keys.iter().map(|key| length(key)).max().unwrap_or_default();
    let names: Vec<String> = report
        .callers
        .iter()
        .map(|caller| one_line(&model.principal_name(*caller)))
        .collect();
    let mut text = String::new();
    for columns in spread(&names, first, width) {
        if !text.is_empty() {
            text.push('\n');
        }
        let last = columns.end == names.len();
        text.push_str(&" ".repeat(first));
        for name in &names[columns.clone()] {
            text.push_str(&format!("  \x1b[1m{name}\x1b[0m{}", pad(name)));
        }
        if last {
            text.push_str("  \x1b[1masks for\x1b[0m");
        }
        end_line(&mut text);
        for (route, key) in report.routes.iter().zip(&keys) {
            text.push_str(key);
            text.push_str(&" ".repeat(first - length(key)));
            let cells = report.cells(*route).zip(&names);
            for (cell, name) in cells.skip(columns.start).take(columns.len()) {
                let word = cell.decision.to_string();
                let gap = column(name) - word.len();
                let colour = colour(cell.decision);
                text.push_str(&format!("  {colour}{word}\x1b[0m{}", " ".repeat(gap)));
            }
            if last {
                let access = &model.routes[*route].access;
                let asks = asks(model, access, &|names| names.join(", "));
                text.push_str(&format!("  {}", one_line(&asks)));
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
