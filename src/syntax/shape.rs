//! Holds a TOML document against the language and reports every difference.

use super::language::{BLUEPRINT, Key, Kind};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rules::{invalid_value, missing_key, unknown_key, wrong_type};
use crate::source::{SourceFile, Span};
use toml::Spanned;
use toml::de::{DeInteger, DeString, DeTable, DeValue};

/// Reports unknown and missing keys and values of the wrong kind.
pub fn check(root: &Spanned<DeTable<'_>>, source: &SourceFile, out: &mut Diagnostics) {
    let shape = Shape { source, out };
    // A missing top-level key has no table header to point at: the first line
    // of the file is where it belongs.
    let start = Span::default();
    shape.keys_at_root(root.get_ref(), start);
}

struct Shape<'a> {
    source: &'a SourceFile,
    out: &'a mut Diagnostics,
}

impl Shape<'_> {
    fn keys_at_root(mut self, table: &DeTable<'_>, start: Span) {
        self.keys(table, BLUEPRINT, start, "the blueprint");
    }

    fn keys(&mut self, table: &DeTable<'_>, known: &[Key], place: Span, owner: &str) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match known.iter().find(|known| known.name == name) {
                Some(known) => self.value(key, value, &known.kind),
                None => self.out.push(unknown_key::diagnostic(
                    name,
                    span(key),
                    owner,
                    known.iter().map(|known| known.name),
                    top_level(name) && !std::ptr::eq(known, BLUEPRINT),
                )),
            }
        }
        for missing in known.iter().filter(|key| key.required) {
            if !table.contains_key(missing.name) {
                self.out
                    .push(missing_key::diagnostic(missing, place, owner));
            }
        }
    }

    fn value(&mut self, key: &Spanned<DeString<'_>>, value: &Spanned<DeValue<'_>>, kind: &Kind) {
        let place = span(value);
        match (kind, value.get_ref()) {
            (Kind::Text, DeValue::String(_)) => {}
            (Kind::Word(words), DeValue::String(text)) => {
                if !words.contains(&text.as_ref()) {
                    self.out.push(invalid_value::word(text, words, place));
                }
            }
            (Kind::Integer { min, max }, DeValue::Integer(number)) => {
                if integer(number).is_none_or(|n| n < *min || n > *max) {
                    self.out
                        .push(invalid_value::out_of_range(kind, key.get_ref(), place));
                }
            }
            (Kind::Number(numbers), DeValue::Integer(number)) => {
                if integer(number).is_none_or(|n| !numbers.contains(&n)) {
                    self.out
                        .push(invalid_value::out_of_range(kind, key.get_ref(), place));
                }
            }
            (Kind::List(item), DeValue::Array(values)) => {
                for value in values {
                    self.value(key, value, item);
                }
            }
            (Kind::Table(known), DeValue::Table(table)) => {
                let owner = format!("`{}`", key.get_ref());
                self.keys(table, known, span(key), &owner);
            }
            (Kind::Named { value: kind, .. }, DeValue::Table(table)) => {
                for (name, value) in table {
                    if name.get_ref().is_empty() {
                        self.out.push(invalid_value::empty_name(span(name)));
                    }
                    self.value(name, value, kind);
                }
            }
            (Kind::OneOf(kinds), found) => match kinds.iter().find(|kind| accepts(kind, found)) {
                Some(kind) => self.value(key, value, kind),
                None => self.wrong_type(key, value, &Kind::OneOf(kinds)),
            },
            _ => self.wrong_type(key, value, kind),
        }
    }

    fn wrong_type(
        &mut self,
        key: &Spanned<DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
        kind: &Kind,
    ) {
        let found = value.get_ref();
        let diagnostic = wrong_type::diagnostic(kind, found.type_str(), place_of(key, value));
        self.out.push(match found {
            DeValue::Table(inner) => self.quote_dotted_name(diagnostic, key, inner),
            DeValue::String(text) if matches!(kind, Kind::List(_) | Kind::OneOf(_)) => {
                wrong_type::wrap_in_array(diagnostic, kind, text, span(value))
            }
            _ if top_level(key.get_ref()) && !matches!(kind, Kind::Text) => {
                unknown_key::move_up(diagnostic, key.get_ref())
            }
            _ => diagnostic,
        });
    }

    /// `alice.smith = […]` is a table to TOML and a name to its author.
    fn quote_dotted_name(
        &self,
        diagnostic: Diagnostic,
        key: &Spanned<DeString<'_>>,
        inner: &DeTable<'_>,
    ) -> Diagnostic {
        let outer = span(key);
        let rest = &self.source.text[self.source.clamp(outer).end..];
        match inner.keys().next().map(span) {
            Some(last) if rest.trim_start().starts_with('.') && last.start > outer.end => {
                let dotted = Span {
                    start: outer.start,
                    end: last.end,
                };
                wrong_type::quote_name(diagnostic, self.source.slice(dotted), dotted)
            }
            _ => diagnostic,
        }
    }
}

/// Tables made by a header have a span of the header alone; the key says it
/// better.
fn place_of(key: &Spanned<DeString<'_>>, value: &Spanned<DeValue<'_>>) -> Span {
    match value.get_ref() {
        DeValue::Table(_) => span(key),
        _ => span(value),
    }
}

/// Whether `name` is a plain value at the top of a blueprint, which a table
/// header above it would swallow.
fn top_level(name: &str) -> bool {
    BLUEPRINT
        .iter()
        .any(|key| key.name == name && matches!(key.kind, Kind::Text))
}

fn accepts(kind: &Kind, value: &DeValue<'_>) -> bool {
    match kind {
        Kind::Text | Kind::Word(_) => value.is_str(),
        Kind::Integer { .. } | Kind::Number(_) => value.is_integer(),
        Kind::List(_) => value.is_array(),
        Kind::Table(_) | Kind::Named { .. } => value.is_table(),
        Kind::OneOf(kinds) => kinds.iter().any(|kind| accepts(kind, value)),
    }
}

/// The value of a TOML integer in whatever base it is written; `None` past 64
/// bits.
pub fn integer(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// The place of a spanned TOML item.
pub fn span<T>(item: &Spanned<T>) -> Span {
    item.span().into()
}
