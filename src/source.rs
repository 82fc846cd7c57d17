//! The text of a blueprint and places in it.

use std::fmt;
use std::ops::Range;

/// The text of a blueprint, followed by those of its overlays, so that a single
/// offset identifies a place in any of them.
#[derive(Debug, Clone)]
pub struct Source {
    /// The texts, in UTF-8.
    pub text: String,
    /// The files in the order of the texts; there is at least one.
    files: Vec<File>,
}

/// A file of a [`Source`].
#[derive(Debug, Clone)]
struct File {
    /// The path as the user gave it; shown in diagnostics, never opened again.
    path: String,
    /// Where its text starts.
    start: usize,
    /// Whether it is another blueprint, which owns the identity.
    is_owner: bool,
}

/// The part of a [`Source`] that is one file.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// The path as the user gave it.
    pub path: &'a str,
    /// Where it starts in the whole text.
    pub start: usize,
    /// Its own text.
    pub text: &'a str,
    /// Whether it is the blueprint that owns the identity of this one.
    pub is_owner: bool,
}

/// A one-based line and column; columns count characters, as editors do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Position {
    /// One-based line number.
    pub line: usize,
    /// One-based column, in characters.
    pub column: usize,
}

impl Source {
    /// A blueprint and the name by which diagnostics show it.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Source {
        let path = path.into();
        Source {
            text: text.into(),
            files: vec![File {
                path,
                start: 0,
                is_owner: false,
            }],
        }
    }

    /// Appends an overlay.
    pub fn push(&mut self, path: impl Into<String>, text: &str) {
        self.add(path.into(), text, false);
    }

    /// Appends the blueprint that owns the identity.
    pub fn push_owner(&mut self, path: impl Into<String>, text: &str) {
        self.add(path.into(), text, true);
    }

    /// The same files with new texts, one for each of [`Self::parts`].
    pub fn with_texts(&self, texts: impl IntoIterator<Item = String>) -> Source {
        let mut changed = Source {
            text: String::new(),
            files: Vec::new(),
        };
        for (file, text) in self.files.iter().zip(texts) {
            changed.add(file.path.clone(), &text, file.is_owner);
        }
        changed
    }

    fn add(&mut self, path: String, text: &str, is_owner: bool) {
        let start = self.text.len();
        self.files.push(File {
            path,
            start,
            is_owner,
        });
        self.text.push_str(text);
    }

    /// The path of the blueprint itself.
    pub fn path(&self) -> &str {
        self.part(0).path
    }

    /// The files, the blueprint first.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        (0..self.files.len()).map(|index| self.part(index))
    }

    /// The file that contains an offset. At the boundary of two, it is the one
    /// that starts there.
    pub fn part_at(&self, offset: usize) -> Part<'_> {
        let behind = self.files.partition_point(|file| file.start <= offset);
        self.part(behind.saturating_sub(1))
    }

    fn part(&self, index: usize) -> Part<'_> {
        let end = self
            .files
            .get(index + 1)
            .map_or(self.text.len(), |next| next.start);
        let File {
            path,
            start,
            is_owner,
        } = &self.files[index];
        Part {
            path,
            start: *start,
            text: &self.text[*start..end],
            is_owner: *is_owner,
        }
    }

    /// The position of a byte offset. For many offsets, use [`Self::lines`].
    pub fn position(&self, offset: usize) -> Position {
        self.lines().position(offset)
    }

    /// The lines, found once for any number of positions.
    pub fn lines(&self) -> Lines<'_> {
        let starts = self.parts().flat_map(|part| {
            let newlines = part.text.match_indices('\n');
            let after_newlines = newlines.map(move |(newline, _)| part.start + newline + 1);
            std::iter::once(part.start).chain(after_newlines)
        });
        let mut starts: Vec<usize> = starts.collect();
        // A line break at the end of a file is where the next file starts.
        starts.dedup();
        Lines { file: self, starts }
    }

    /// The text that a span covers.
    pub fn slice(&self, span: Span) -> &str {
        let Range { start, end } = self.clamp(span);
        &self.text[start..end]
    }

    /// The span as a byte range that is guaranteed to be inside the text.
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

/// Where the lines start.
#[derive(Debug)]
pub struct Lines<'a> {
    file: &'a Source,
    /// Offsets of the first bytes, in order; the first is 0.
    starts: Vec<usize>,
}

impl Lines<'_> {
    /// The position of a byte offset in its file. Offsets past the end are treated
    /// as the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.file.floor(offset);
        let before = &self.file.text[self.start(offset)..offset];
        let part = self.file.part_at(offset);
        Position {
            line: self.number(offset) + 1 - self.number(part.start),
            column: before.chars().count() + 1,
        }
    }

    /// The one-based number of the line that contains an offset, across all files.
    pub fn number(&self, offset: usize) -> usize {
        self.starts.partition_point(|start| *start <= offset)
    }

    /// Where the line that contains an offset starts.
    pub fn start(&self, offset: usize) -> usize {
        self.starts[self.number(offset) - 1]
    }
}

/// A half-open byte range in the blueprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
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

/// A value and where it was written. Equality and order consider only the value,
/// so that models can be compared by meaning.
#[derive(Clone, Copy)]
pub struct Spanned<T> {
    /// What was written.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// A value with its place.
    pub fn new(value: T, span: Span) -> Spanned<T> {
        Spanned { value, span }
    }

    /// Converts the value and keeps the place.
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
        let file = Source::new("b.toml", "é = 1\nbb\n");
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

    #[test]
    fn every_file_counts_its_own_lines() {
        for base in ["a = 1\n", "a = 1"] {
            let mut source = Source::new("b.toml", base);
            source.push("prod.toml", "b = 2\nc = 3\n");
            let at = |offset: usize| (source.part_at(offset).path, source.position(offset).line);
            assert_eq!(at(0), ("b.toml", 1));
            assert_eq!(at(base.len()), ("prod.toml", 1));
            assert_eq!(at(base.len() + 6), ("prod.toml", 2));
            assert_eq!(source.parts().count(), 2);
        }
    }
}
