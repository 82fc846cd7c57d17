//! Edits of names that TOML repeats: `[routes."x"]` and `[routes."x".throttle]` are
//! one table, so both headers change, or neither.

use super::{Diagnostic, Edit, Help};
use crate::source::Span;

/// Lets every edit of a name in a header change all headers with this name. Drops the
/// edits of names that are repeated as dotted keys.
pub(super) fn complete(found: &mut [Diagnostic], text: &str) {
    let helps = found.iter_mut().flat_map(|found| &mut found.help);
    let mut helps = helps.filter(|help| !help.edits.is_empty()).peekable();
    if helps.peek().is_none() {
        return;
    }
    let headers = headers(text);
    let dotted = dotted(text);
    for help in helps {
        let more: Vec<Edit> = help
            .edits
            .iter()
            .flat_map(|edit| others(edit, text, &headers))
            .collect();
        for edit in more {
            if help.edits.iter().all(|known| known.span != edit.span) {
                help.edits.push(edit);
            }
        }
        if help.edits.iter().any(|edit| repeated(edit, text, &dotted)) {
            forget(help);
        }
    }
}

fn forget(help: &mut Help) {
    help.edits.clear();
    help.certain = false;
}

/// The contents of all headers, in the order of their text, each with its place.
fn headers(text: &str) -> Vec<(&str, usize)> {
    let mut headers = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let inside = line.trim_start().trim_start_matches('[');
        if line.trim_start().starts_with('[') {
            headers.push((inside, at + line.len() - inside.len()));
        }
        at += line.len();
    }
    headers.sort_unstable();
    headers
}

/// The same edit in the other headers that start with the same names.
fn others(edit: &Edit, text: &str, headers: &[(&str, usize)]) -> Vec<Edit> {
    let Span { start, end } = edit.span;
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let before = text[line..start].trim_start();
    if start == end || !before.starts_with('[') || before.contains(['=', '#', '{']) {
        return Vec::new();
    }
    let inside = start - before.trim_start_matches('[').len();
    let prefix = &text[inside..end];
    let first = headers.partition_point(|(header, _)| *header < prefix);
    headers[first..]
        .iter()
        .take_while(|(header, _)| header.starts_with(prefix))
        .filter(|(header, _)| header[prefix.len()..].starts_with([']', '.', ' ']))
        .map(|(_, at)| at + prefix.len())
        .filter(|other| *other != end)
        .map(|other| Edit {
            span: Span::from(other - (end - start)..other),
            text: edit.text.clone(),
        })
        .collect()
}

/// The starts of lines with a dotted key, in the order of their text.
fn dotted(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim_start);
    let mut dotted: Vec<&str> = lines.filter(|line| line.contains('.')).collect();
    dotted.sort_unstable();
    dotted
}

/// Whether an edit is about the first part of a dotted key that another line repeats.
fn repeated(edit: &Edit, text: &str, dotted: &[&str]) -> bool {
    let Span { start, end } = edit.span;
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    if start == end || !text[line..start].trim().is_empty() || !text[end..].starts_with('.') {
        return false;
    }
    let key = &text[start..end + 1];
    let first = dotted.partition_point(|line| *line < key);
    let alike = dotted[first..]
        .iter()
        .take_while(|line| line.starts_with(key));
    alike.take(2).count() > 1
}
