//! The text of a blueprint and places in it.

use std::fmt;
use std::ops::Range;

/// A blueprint's text together with the name it is shown under.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The path as the user gave it; shown in diagnostics, never opened again.
    pub path: String,
    /// The whole text, UTF-8.
    pub text: String,
}

/// A one-based line and column; columns count characters, as editors do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Position {
    /// One-based line number.
    pub line: usize,
    /// One-based column, in characters.
    pub column: usize,
}

impl SourceFile {
    /// The position of a byte offset. For many offsets take [`Self::lines`].
    pub fn position(&self, offset: usize) -> Position {
        self.lines().position(offset)
    }

    /// The lines, found once for any number of positions.
    pub fn lines(&self) -> Lines<'_> {
        let newlines = self.text.match_indices('\n');
        let after_newlines = newlines.map(|(newline, _)| newline + 1);
        Lines {
            file: self,
            starts: std::iter::once(0).chain(after_newlines).collect(),
        }
    }

    /// The text that a span covers.
    pub fn slice(&self, span: Span) -> &str {
        let Range { start, end } = self.clamp(span);
        &self.text[start..end]
    }

    /// The span as a byte range that is certain to lie inside the text.
    pub fn clamp(&self, span: Span) -> Range<usize> {
        let start = self.floor(span.start);
        start..self.floor(span.end).max(start)
    }

    /// The nearest character boundary at or before `offset`.
    fn floor(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

/// Where the lines of a file start.
#[derive(Debug)]
pub struct Lines<'a> {
    file: &'a SourceFile,
    /// Offsets of the first bytes, in order; the first is 0.
    starts: Vec<usize>,
}

impl Lines<'_> {
    /// The position of a byte offset. Offsets past the end count as the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.file.floor(offset);
        let before = &self.file.text[self.start(offset)..offset];
        Position {
            line: self.number(offset),
            column: before.chars().count() + 1,
        }
    }

    /// The one-based number of the line that holds an offset.
    pub fn number(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// Where the line that holds an offset starts.
    pub fn start(&self, offset: usize) -> usize {
        self.starts[self.number(offset) - 1]
    }
}

/// A half-open byte range in the blueprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        Span {
            start: range.start,
            end: range.end,
        }
    }
}

/// A value and where it was written. Equality and order look at the value
/// alone, so that models can be compared by meaning.
#[derive(Clone, Copy)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins a value and its place.
    pub fn new(value: T, span: Span) -> Spanned<T> {
        Spanned { value, span }
    }

    /// The same place with a value made from this one.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned::new(f(self.value), self.span)
    }
}

impl<T> std::ops::Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: PartialEq> PartialEq for Spanned<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for Spanned<T> {}

impl<T: fmt::Debug> fmt::Debug for Spanned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_survive_any_offset() {
        let file = SourceFile {
            path: "b.toml".into(),
            text: "é = 1\nbb\n".into(),
        };
        let at = |offset| {
            let Position { line, column } = file.position(offset);
            (line, column)
        };
        assert_eq!(at(0), (1, 1));
        assert_eq!(at(1), (1, 1), "inside a character");
        assert_eq!(at(2), (1, 2));
        assert_eq!(at(8), (2, 2));
        assert_eq!(at(9_999), (3, 1));
    }
}
