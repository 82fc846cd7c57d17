//! Checks a TOML document against the language and reports every difference.

use super::foreign;
use super::language::{BLUEPRINT, Key, Kind};
use super::unknown::Unknown;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rules::{invalid_value, missing_key, unknown_key, wrong_type};
use crate::source::{Source, Span};
use toml::Spanned;
use toml::de::{DeInteger, DeString, DeTable, DeValue};

/// Reports unknown and missing keys and values of the wrong kind.
pub(super) fn check(root: &Spanned<DeTable<'_>>, source: &Source, out: &mut Diagnostics) {
    let root = root.get_ref();
    let mut shape = Shape {
        source,
        root,
        path: Vec::new(),
        example: "",
        swallowed: Vec::new(),
        out,
    };
    // A missing top-level key has no table header to point at; it belongs on the
    // first line of the file.
    shape.keys(root, BLUEPRINT, Span::default(), "the blueprint");
}

struct Shape<'a> {
    source: &'a Source,
    root: &'a DeTable<'a>,
    /// Keys of the language that lead to the current value; `*` for a chosen name.
    path: Vec<&'static str>,
    /// An example of the value of the last of these keys.
    example: &'static str,
    /// Top-level keys that were found below a table header.
    swallowed: Vec<String>,
    out: &'a mut Diagnostics,
}

/// A key and its value.
type Entry<'a, 'i> = (&'a Spanned<DeString<'i>>, &'a Spanned<DeValue<'i>>);

impl Shape<'_> {
    /// Checks a table's keys. A key that is missing only because it is misspelled
    /// or in the wrong place is reported once.
    fn keys(&mut self, table: &DeTable<'_>, known: &'static [Key], place: Span, owner: &str) {
        let absent = |key: &&Key| !table.contains_key(key.name);
        let mut meant = Vec::new();
        let mut unclear = false;
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if let Some(known) = known.iter().find(|known| known.name == name) {
                self.path.push(known.name);
                self.example = known.example;
                self.value((key, value), &known.kind, &known.kind);
                self.path.pop();
                continue;
            }
            // A route key is both; the method says so for the path too.
            if self.path == ["routes", "*"] && name == "path" && table.contains_key("method") {
                unclear = true;
                continue;
            }
            let found = unknown_key::diagnostic(name, span(key), owner);
            let found = if self.swallows(name) {
                self.swallowed.push(name.to_owned());
                unknown_key::move_up(found, name)
            } else {
                let unknown = Unknown {
                    source: self.source,
                    root: self.root,
                    path: &self.path,
                    key,
                    value,
                    table,
                    known,
                    few: self.out.few(),
                    fits: &|key| self.fits(value, key),
                };
                let (found, key) = unknown.explain(found);
                unclear |= key.is_none();
                meant.extend(key);
                found
            };
            self.out.push(found);
        }
        // What is unknown may be what is missing.
        if unclear && !self.path.is_empty() {
            return;
        }
        for missing in known.iter().filter(|key| key.required).filter(absent) {
            let moved = self.swallowed.iter().any(|name| name == missing.name);
            if !moved && !meant.contains(&missing.name) {
                self.out.push(match self.below_a_header(missing) {
                    Some(place) => missing_key::move_up(missing, place, owner),
                    None => missing_key::diagnostic(missing, place, owner),
                });
            }
        }
    }

    /// Where the first section has a key of its own by the name of a top-level key
    /// that is missing: it may be that key, below a header.
    fn below_a_header(&self, missing: &Key) -> Option<Span> {
        let sections = self.root.iter().filter(|_| self.path.is_empty());
        let sections = sections.filter_map(|(_, value)| value.get_ref().as_table());
        let keys = sections.filter_map(|section| section.get_key_value(missing.name));
        keys.map(|(key, _)| span(key)).min()
    }

    /// Whether a value has the shape of a key.
    fn fits(&self, value: &Spanned<DeValue<'_>>, key: &'static Key) -> bool {
        self.has_kind(value, &key.kind, key.example)
    }

    fn has_kind(
        &self,
        value: &Spanned<DeValue<'_>>,
        kind: &'static Kind,
        example: &'static str,
    ) -> bool {
        let mut out = Diagnostics::default();
        let mut shape = Shape {
            source: self.source,
            root: self.root,
            path: self.path.clone(),
            example,
            swallowed: Vec::new(),
            out: &mut out,
        };
        let name = Spanned::new(value.span(), DeString::Borrowed("name"));
        shape.path.push("");
        shape.value((&name, value), kind, kind);
        out.iter().next().is_none()
    }

    /// Checks a value. `whole` is everything allowed in its place; `kind` is the
    /// alternative that fits its type.
    fn value(&mut self, entry: Entry<'_, '_>, kind: &'static Kind, whole: &'static Kind) {
        let (key, value) = entry;
        let place = span(value);
        match (kind, value.get_ref()) {
            (Kind::Text, DeValue::String(_)) | (Kind::Bool, DeValue::Boolean(_)) => {}
            (Kind::Word(words), DeValue::String(text)) => {
                if !words.contains(&text.as_ref()) {
                    let found = invalid_value::word(text, words, whole, place);
                    let name = key.get_ref().as_ref();
                    // In a table of names, this may be a top-level key of the text above.
                    let swallowed = self.path.last() == Some(&"*") && self.swallows(name);
                    self.out.push(match swallowed {
                        true => {
                            self.swallowed.push(name.to_owned());
                            let found = unknown_key::diagnostic(name, span(key), "this table");
                            unknown_key::move_up(found, name)
                        }
                        false => found,
                    });
                }
            }
            (Kind::Integer { min, max }, DeValue::Integer(number)) => {
                let number = integer(number);
                if number.is_none_or(|n| n < *min || n > *max) {
                    self.out_of_range(entry, number, whole);
                }
            }
            (Kind::Number(numbers), DeValue::Integer(number)) => {
                let number = integer(number);
                if number.is_none_or(|n| !numbers.contains(&n)) {
                    self.out_of_range(entry, number, whole);
                }
            }
            (Kind::List(Kind::List(_)), DeValue::Array(values))
                if !values.is_empty() && values.iter().all(|value| value.get_ref().is_str()) =>
            {
                let found = wrong_type::flat_list(place);
                let list = format!("[{}]", self.source.slice(place));
                self.out
                    .push(found.suggest("put the whole list in an array", [(place, list)]));
            }
            (Kind::List(item), DeValue::Array(values)) => {
                for value in values {
                    self.value((key, value), item, item);
                }
            }
            (Kind::Table(known), DeValue::Table(table)) => {
                let owner = format!("`{}`", key.get_ref());
                // Only a name that somebody chose can be meant to have dots.
                let chosen = self.path.last() == Some(&"*");
                let dotted = self.dotted_key(key, table, known, &owner);
                if let Some(diagnostic) = dotted.filter(|_| chosen) {
                    self.out.push(diagnostic);
                } else if place.start > span(key).end && matches!(whole, Kind::OneOf(_)) {
                    let owner = format!("a table in {owner}");
                    self.keys(table, known, place, &owner);
                } else {
                    self.keys(table, known, span(key), &owner);
                }
            }
            (Kind::Named { value: kind, .. }, DeValue::Table(table)) => {
                let example = self.example;
                self.path.push("*");
                for (name, value) in table {
                    if name.get_ref().is_empty() {
                        self.out.push(invalid_value::empty_name(span(name)));
                    }
                    self.example = example;
                    match self.is_section((name, value), kind) {
                        Some(section) => self.out.push(section),
                        None => self.value((name, value), kind, kind),
                    }
                }
                self.path.pop();
            }
            (Kind::OneOf(kinds), found) => match kinds.iter().find(|kind| accepts(kind, found)) {
                Some(kind) => self.value(entry, kind, whole),
                None => self.wrong_type(entry, whole),
            },
            _ => self.wrong_type(entry, whole),
        }
    }

    /// Reports a table of the top level, or of another tool, that is found among names
    /// and is none of them.
    fn is_section(&self, (key, value): Entry<'_, '_>, kind: &'static Kind) -> Option<Diagnostic> {
        let name = key.get_ref().as_ref();
        // As in CloudFormation: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-environment.html>.
        let inner = value.get_ref().as_table();
        if self.path.ends_with(&["env", "*"])
            && name.eq_ignore_ascii_case("variables")
            && inner.is_some_and(|table| !table.contains_key("var"))
        {
            let found = unknown_key::diagnostic(name, span(key), "`env`");
            return Some(
                found.help("write each variable in `env` itself: `env = { TABLE = \"items\" }`"),
            );
        }
        let section = BLUEPRINT.iter().find(|key| key.name == name)?;
        let table = matches!(section.kind, Kind::Table(_) | Kind::Named { .. });
        let both = table && value.get_ref().is_table();
        if !both || !self.fits(value, section) || self.has_kind(value, kind, "") {
            return None;
        }
        let found = unknown_key::diagnostic(name, span(key), "this table");
        Some(found.help(match self.root.contains_key(name) {
            true => format!(
                "`{name}` is a top-level table, which exists already: move what belongs in it there"
            ),
            false => {
                format!("`{name}` is a top-level table: write `[{name}]` as a header of its own")
            }
        }))
    }

    fn out_of_range(&mut self, entry: Entry<'_, '_>, number: Option<i64>, kind: &Kind) {
        let (key, value) = entry;
        let found = invalid_value::out_of_range(kind, key.get_ref(), span(value));
        let fits = |number: i64| kind.takes_number(number);
        let meant = number.and_then(|number| foreign::number(&self.path, number));
        self.out.push(match meant {
            Some((meant, unit)) => invalid_value::unit(found, meant.filter(|n| fits(*n)), unit),
            None if self.path.first() == Some(&"expect") => invalid_value::answer(found),
            None => invalid_value::example(found, &self.as_in(key)),
        });
    }

    /// An example of a key, for a help.
    fn as_in(&self, key: &Spanned<DeString<'_>>) -> String {
        let example = self.example;
        let named = self.path.iter().rposition(|part| *part != "*");
        let name = named.map_or(key.get_ref().as_ref(), |at| self.path[at]);
        let lines = example
            .strip_prefix("{ ")
            .and_then(|rest| rest.strip_suffix(" }"));
        match (self.path.len(), lines) {
            (_, Some(lines)) if self.path[0] == name => {
                // The first entry is enough.
                let first = lines.find("], ").map_or(lines, |end| &lines[..=end]);
                let lines = first;
                format!("`{lines}` in `[{name}]`")
            }
            _ => format!("`{name} = {example}`"),
        }
    }

    fn wrong_type(&mut self, (key, value): Entry<'_, '_>, kind: &Kind) {
        let found = value.get_ref();
        let name = key.get_ref().as_ref();
        let diagnostic = wrong_type::diagnostic(kind, found.type_str(), self.place_of(key, value));
        let dotted = match found {
            DeValue::Table(inner) if self.path.last() == Some(&"*") => self.dotted_name(key, inner),
            _ => None,
        };
        self.out.push(if let Some((place, name)) = dotted {
            wrong_type::quote_name(diagnostic, place, &name)
        } else if self.swallows(name) {
            self.swallowed.push(name.to_owned());
            unknown_key::move_up(diagnostic, name)
        } else {
            let place = wrong_type::Place {
                path: &self.path,
                key: name,
                kind,
                example: &self.as_in(key),
                written: self.source.slice(span(value)),
            };
            wrong_type::suggest(diagnostic, &place, found)
        });
    }

    /// `shop.readers = […]` is a key `readers` in a table `shop` for TOML, but
    /// its author means one name.
    fn dotted_key(
        &self,
        key: &Spanned<DeString<'_>>,
        table: &DeTable<'_>,
        known: &[Key],
        owner: &str,
    ) -> Option<Diagnostic> {
        let inner = table.keys().find(|inner| self.joined(span(key), inner))?;
        if known.iter().any(|known| known.name == inner.get_ref()) {
            return None;
        }
        let (place, name) = self.dotted_name(key, table)?;
        let found = unknown_key::diagnostic(inner.get_ref(), span(inner), owner);
        Some(wrong_type::quote_name(found, place, &name))
    }

    /// The complete dotted name that starts with `key`, and its place.
    fn dotted_name(
        &self,
        key: &Spanned<DeString<'_>>,
        table: &DeTable<'_>,
    ) -> Option<(Span, String)> {
        let mut place = span(key);
        // Who quotes a name knows about dots.
        if self.source.slice(place).starts_with(['"', '\'']) {
            return None;
        }
        let mut name = key.get_ref().to_string();
        let mut table = Some(table);
        while let Some((inner, value)) =
            table.and_then(|table| table.iter().find(|(inner, _)| self.joined(place, inner)))
        {
            place.end = span(inner).end;
            name.extend([".", inner.get_ref()]);
            table = value.get_ref().as_table();
        }
        (place != span(key)).then_some((place, name))
    }

    /// Whether there is only a dot between the two.
    fn joined(&self, left: Span, right: &Spanned<DeString<'_>>) -> bool {
        let between = Span {
            start: left.end,
            end: span(right).start,
        };
        self.source.slice(between).trim() == "."
    }

    /// Whether this is a top-level key below a table header.
    fn swallows(&self, name: &str) -> bool {
        top_level(name) && !self.root.contains_key(name)
    }

    /// Tables created by a header span only the header; the key is the better
    /// place.
    fn place_of(&self, key: &Spanned<DeString<'_>>, value: &Spanned<DeValue<'_>>) -> Span {
        match value.get_ref() {
            DeValue::Table(_) if !self.source.slice(span(value)).starts_with('{') => span(key),
            _ => span(value),
        }
    }
}

/// Whether `name` is a plain top-level value, which TOML assigns to the table
/// whose header is above it.
fn top_level(name: &str) -> bool {
    let value = |kind: &Kind| match kind {
        Kind::Text | Kind::Bool => true,
        Kind::OneOf(kinds) => kinds.iter().any(|kind| matches!(kind, Kind::Text)),
        _ => false,
    };
    BLUEPRINT
        .iter()
        .any(|key| key.name == name && value(&key.kind))
}

fn accepts(kind: &Kind, value: &DeValue<'_>) -> bool {
    match kind {
        Kind::Text | Kind::Word(_) => value.is_str(),
        Kind::Bool => value.is_bool(),
        Kind::Integer { .. } | Kind::Number(_) => value.is_integer(),
        Kind::List(_) => value.is_array(),
        Kind::Table(_) | Kind::Named { .. } => value.is_table(),
        Kind::OneOf(kinds) => kinds.iter().any(|kind| accepts(kind, value)),
    }
}

/// The value of a TOML integer in any base; `None` if it exceeds 64 bits.
pub(super) fn integer(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// The place of a spanned TOML item.
pub(super) fn span<T>(item: &Spanned<T>) -> Span {
    item.span().into()
}
