//! Prints blocks, byte for byte as `terraform fmt` formats them.
//!
//! House style where fmt does not care: LF, one blank line between blocks and
//! around nested ones, `#` comments, short lists on one line.

mod expression;

use super::{Block, Entry};
use expression::{columns, is_plain_key, quoted};

pub use expression::expression;

/// Prints a file: a header comment, then its blocks.
pub fn file(header: &str, blocks: &[Block]) -> String {
    let mut printer = Printer::default();
    printer.text.push_str(header);
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 || !header.is_empty() {
            printer.text.push('\n');
        }
        printer.block(block, 0);
    }
    printer.text
}

/// Two spaces per level.
pub(super) fn indent(level: usize) -> String {
    "  ".repeat(level)
}

#[derive(Default)]
struct Printer {
    text: String,
}

impl Printer {
    fn block(&mut self, block: &Block, level: usize) {
        self.comment(&block.comment, level);
        self.text.push_str(&indent(level));
        self.text.push_str(&block.kind);
        for label in &block.labels {
            self.text.push(' ');
            self.text.push_str(&quoted(label));
        }
        if block.body.is_empty() {
            self.text.push_str(" {}\n");
            return;
        }
        self.text.push_str(" {\n");
        self.body(&block.body, level + 1);
        self.text.push_str(&indent(level));
        self.text.push_str("}\n");
    }

    fn body(&mut self, body: &[Entry], level: usize) {
        let mut lines = Vec::new();
        for (index, entry) in body.iter().enumerate() {
            match entry {
                Entry::Attribute {
                    comment,
                    name,
                    value,
                } => lines.push(Line {
                    comment,
                    key: name.clone(),
                    value: expression(value, level),
                }),
                Entry::Gap => {
                    self.lines(&lines, level);
                    lines.clear();
                    self.text.push('\n');
                }
                Entry::Block(block) => {
                    self.lines(&lines, level);
                    lines.clear();
                    if index > 0 {
                        self.text.push('\n');
                    }
                    self.block(block, level);
                    if matches!(body.get(index + 1), Some(Entry::Attribute { .. })) {
                        self.text.push('\n');
                    }
                }
            }
        }
        self.lines(&lines, level);
    }

    fn lines(&mut self, lines: &[Line<'_>], level: usize) {
        for (line, padding) in lines.iter().zip(paddings(lines)) {
            self.comment(line.comment, level);
            self.text.push_str(&indent(level));
            self.text.push_str(&line.key);
            self.text.push_str(&" ".repeat(padding));
            self.text.push_str(" = ");
            self.text.push_str(&line.value);
            self.text.push('\n');
        }
    }

    fn comment(&mut self, lines: &[String], level: usize) {
        for line in lines {
            self.text.push_str(&indent(level));
            self.text.push('#');
            if !line.is_empty() {
                self.text.push(' ');
                self.text.push_str(line.trim_end());
            }
            self.text.push('\n');
        }
    }
}

/// A key and its printed value, in a body or an object.
struct Line<'a> {
    comment: &'a [String],
    key: String,
    value: String,
}

/// Spaces between each key and its `=`. fmt aligns adjacent one-line arguments;
/// a comment or a multi-line value ends such a group.
fn paddings(lines: &[Line<'_>]) -> Vec<usize> {
    let mut paddings = vec![0; lines.len()];
    let mut start = 0;
    while start < lines.len() {
        let mut end = start + 1;
        let single = |line: &Line<'_>| !line.value.contains('\n');
        if single(&lines[start]) {
            while end < lines.len() && single(&lines[end]) && lines[end].comment.is_empty() {
                end += 1;
            }
        }
        let widths: Vec<usize> = lines[start..end]
            .iter()
            .map(|line| columns(&line.key))
            .collect();
        let widest = widths.iter().copied().max().unwrap_or(0);
        for (index, width) in widths.into_iter().enumerate() {
            paddings[start + index] = widest - width;
        }
        start = end;
    }
    paddings
}

/// An object key as printed.
fn object_key(text: &str) -> String {
    match is_plain_key(text) {
        true => text.to_owned(),
        false => quoted(text),
    }
}
