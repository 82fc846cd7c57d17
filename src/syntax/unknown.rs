//! What an unknown key was meant to be: a word of another tool, a key in the wrong
//! table, or a misspelling.

use super::foreign::{self, Meaning};
use super::language::{BLUEPRINT, Key, Kind};
use super::quote;
use super::shape::span;
use super::uses::is_reference;
use crate::diagnostic::Diagnostic;
use crate::rules::unknown_key;
use crate::similar::{self, nearest};
use crate::source::{Source, Span};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// An unknown key and where it was found.
pub(super) struct Unknown<'a, 'i> {
    pub source: &'a Source,
    pub root: &'a DeTable<'a>,
    /// Keys of the language that lead to the table; `*` for a chosen name.
    pub path: &'a [&'static str],
    pub key: &'a Spanned<DeString<'i>>,
    pub value: &'a Spanned<DeValue<'i>>,
    /// The table that holds it.
    pub table: &'a DeTable<'i>,
    /// The keys that the table can have.
    pub known: &'static [Key],
    /// Whether edits are worth a search through the text.
    pub few: bool,
    /// Whether a value has the shape of a key.
    pub fits: &'a dyn Fn(&'static Key) -> bool,
}

impl Unknown<'_, '_> {
    /// Says what to write instead, and which key of the table was meant.
    pub(super) fn explain(&self, found: Diagnostic) -> (Diagnostic, Option<&'static str>) {
        let name = self.key.get_ref().as_ref();
        if is_reference(self.known) && nearest(name, ["var"]).is_none() {
            let key = self.path.last().copied().unwrap_or_default();
            let text = match key {
                "*" => "write a string, or `{ var = \"name\" }` for an input variable".to_owned(),
                key => {
                    format!("`{key}` is a string, or `{{ var = \"name\" }}` for an input variable")
                }
            };
            return (found.help(text), None);
        }
        if self.path == ["routes", "*"] && name == "method" {
            return (found.help(self.route_key()), None);
        }
        match foreign::key(self.path, name) {
            Some(Meaning::Tell(text)) => return (found.help(*text), None),
            Some(Meaning::Table(table)) => return (self.belongs(found, table), None),
            Some(Meaning::Key(meant)) => {
                if let Some(key) = self.known.iter().find(|key| key.name == *meant) {
                    return (self.rename(found, key), Some(key.name));
                }
            }
            None => {}
        }
        let plain = foreign::plain(name);
        let same = |key: &&Key| foreign::plain(key.name) == plain;
        if let Some(key) = self.known.iter().find(same) {
            return (self.rename(found, key), Some(key.name));
        }
        // Beyond the first hundred findings, nothing more is searched.
        if !self.few {
            let names = unknown_key::names(self.known);
            return (found.help(format!("the known keys are {names}")), None);
        }
        // A real key of another table is no misspelling of one of this table.
        let mut places = Vec::new();
        self::places(BLUEPRINT, &mut Vec::new(), &plain, &mut places);
        let top = places.iter().position(|place| place.path.is_empty());
        if let Some(top) = top
            && (self.fits)(places[top].key)
        {
            return (self.misplaced(found, &places[top], &[]), None);
        }
        if let [first, rest @ ..] = places.as_slice() {
            return (self.misplaced(found, first, rest), None);
        }
        if let Some(key) = self.similar(name) {
            return (self.rename(found, key), Some(key.name));
        }
        if let Some(key) = similar::negated(name).and_then(|rest| self.similar(rest)) {
            return (found.help(self.negative(key)), None);
        }
        if let Some(rest) = similar::negated(name) {
            self::places(
                BLUEPRINT,
                &mut Vec::new(),
                &foreign::plain(rest),
                &mut places,
            );
        }
        if let Some(place) = places.first() {
            let key = place.key.name;
            let words = match place.path.as_slice() {
                [] => "is a top-level key".to_owned(),
                _ => format!("belongs in {}", place.words()),
            };
            return (
                found.help(format!(
                    "keys are never negated: `{key}` {words}, and says what applies"
                )),
                None,
            );
        }
        let names = unknown_key::names(self.known);
        (found.help(format!("the known keys are {names}")), None)
    }

    /// What to do instead of a negated key.
    fn negative(&self, key: &Key) -> String {
        let name = key.name;
        if name == "public" {
            return "remove it: a route is only public if it gives a reason".to_owned();
        }
        match (key.kind, self.value.get_ref()) {
            (Kind::Bool, DeValue::Boolean(on)) => {
                format!("keys are never negated: write `{name} = {}`", !on)
            }
            _ => format!(
                "keys are never negated: say what applies, as in `{name} = {}`",
                key.example
            ),
        }
    }

    /// How to write a route whose method and path are keys of its table.
    fn route_key(&self) -> String {
        let text = |key: &str| {
            self.table
                .get(key)
                .and_then(|value| value.get_ref().as_str())
        };
        let key = match (text("method"), text("path")) {
            (Some(method), Some(path)) => quote(&format!("{} {path}", method.to_uppercase())),
            _ => "\"GET /items\"".to_owned(),
        };
        format!("the method and the path are the route key: write `{key} = {{ … }}` in `[routes]`")
    }

    /// The key whose name is misspelled: one that is missing and takes the value, if
    /// there is one.
    fn similar(&self, name: &str) -> Option<&'static Key> {
        let near = |wanted: &dyn Fn(&'static Key) -> bool| {
            let keys = self.known.iter().filter(|key| wanted(key));
            let near = nearest(name, keys.map(|key| key.name))?;
            self.known.iter().find(|key| key.name == near)
        };
        let absent = |key: &'static Key| !self.table.contains_key(key.name);
        near(&|key| absent(key) && (self.fits)(key))
            .or_else(|| near(&|key| (self.fits)(key)))
            .or_else(|| near(&absent))
    }

    /// Offers the key's name here, if that leads out.
    fn rename(&self, found: Diagnostic, key: &'static Key) -> Diagnostic {
        let (name, example) = (key.name, key.example);
        let called = match self.path {
            [] => top_level(key),
            _ => format!("`{name}`"),
        };
        let taken = self.table.get(name);
        let joins = match (taken.map(Spanned::get_ref), self.value.get_ref()) {
            (None, _) => true,
            // A table may be written in several places if no key is written twice.
            (Some(DeValue::Table(old)), DeValue::Table(new)) if self.few && self.in_header() => {
                let parts = new
                    .keys()
                    .all(|key| !old.contains_key(key.get_ref().as_ref()));
                parts && !self.source.text.contains(&format!("[{}]", self.written()))
            }
            _ => false,
        };
        if !joins {
            let what = match self.value.get_ref() {
                DeValue::Table(_) => "move what is in this table there",
                _ => "keep one of the two",
            };
            return found.help(format!("the key is {called}, which exists already: {what}"));
        }
        let many = self
            .value
            .get_ref()
            .as_array()
            .is_some_and(|items| items.len() > 1);
        if name == "scopes" && self.path == ["routes", "*"] && many {
            return found.help("if one of these scopes is enough, the key is `scopes`; if all are needed, it is `all`");
        }
        let made_of = |text: &str| text.contains(['.', '/', ':']);
        if name == "function" && self.value.get_ref().as_str().is_some_and(made_of) {
            return found.help("a route names a function declared in `[functions]`, as in `function = \"NAME\"`: its `source` and `handler` belong there");
        }
        // A reason that nobody gave would make a route public.
        match (self.fits)(key) && name != "public" {
            true => {
                let edit = (span(self.key), name.to_owned());
                found.suggest(format!("the key is {called} here"), [edit])
            }
            false => found.help(format!(
                "the key is {called} here, as in `{name} = {example}`"
            )),
        }
    }

    /// The key as written.
    fn written(&self) -> &str {
        self.source.slice(span(self.key))
    }

    /// Whether the key is written in the header of a table.
    fn in_header(&self) -> bool {
        let text = &self.source.text;
        let start = span(self.key).start;
        let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let before = text[line..start].trim_start();
        before.starts_with('[') && !before.contains(['=', '#', '{'])
    }

    /// Says in which tables the language has the key.
    fn misplaced(&self, found: Diagnostic, first: &Place, rest: &[Place]) -> Diagnostic {
        let key = first.key;
        if !rest.is_empty() {
            let mut words: Vec<String> = vec![first.words()];
            words.extend(rest.iter().take(3).map(Place::words));
            let words = crate::text::any_of(&words);
            return found.help(format!("`{}` belongs in {words}", key.name));
        }
        let text = match first.path.as_slice() {
            [] if matches!(key.kind, Kind::Text | Kind::OneOf(_)) => {
                format!(
                    "`{}` is a top-level key: move it above the first `[table]` header",
                    key.name
                )
            }
            [] => format!(
                "`{}` is a top-level key, a table of its own: {}",
                key.name,
                top_level(key)
            ),
            _ => format!("`{}` belongs in {}", key.name, first.words()),
        };
        match self.moved(first) {
            Some(edits) => found.suggest(text, edits),
            None => found.help(text),
        }
    }

    /// Says that a table has another name.
    fn belongs(&self, found: Diagnostic, table: &str) -> Diagnostic {
        let text = format!("write it as `[{table}]`");
        let place = span(self.key);
        let here = format!("{}.", self.path.join("."));
        if let Some(name) = table
            .strip_prefix(&here)
            .filter(|name| !self.table.contains_key(*name))
        {
            return found.suggest(text, [(place, name.to_owned())]);
        }
        let text_of = &self.source.text;
        let header = text_of[..place.start].ends_with('[') && self.path.is_empty();
        let path: Vec<&str> = table.split('.').collect();
        match header && !table.contains("NAME") && !exists(self.root, &path) {
            true => found.suggest(text, [(place, table.to_owned())]),
            false => found.help(text),
        }
    }

    /// The edits that move the line to the table it belongs in.
    fn moved(&self, place: &Place) -> Option<Vec<(Span, String)>> {
        let text = &self.source.text;
        let (key, value) = (span(self.key), span(self.value));
        if !self.few || self.source.parts().count() > 1 || !(self.fits)(place.key) {
            return None;
        }
        // A header moves by its name alone.
        if text[..key.start].ends_with('[') {
            let mut path = place.path.clone();
            path.push(place.key.name);
            let free = self.path.is_empty() && !path.contains(&"*") && !exists(self.root, &path);
            return free.then(|| vec![(key, path.join("."))]);
        }
        let start = text[..key.start].rfind('\n').map_or(0, |at| at + 1);
        let end = text[value.end..].find('\n').map(|at| value.end + at + 1)?;
        let rest = text[value.end..end].trim();
        let alone = text[start..key.start].trim().is_empty()
            && (rest.is_empty() || rest.starts_with('#'))
            && value.start >= key.end;
        if !alone {
            return None;
        }
        let mut path = place.path.clone();
        path.push(place.key.name);
        if path.contains(&"*") || exists(self.root, &path) {
            return None;
        }
        let mut line = text[start..end].to_owned();
        line.replace_range(key.start - start..key.end - start, place.key.name);
        let target = match place.path.as_slice() {
            [] => (Span::from(0..0), line),
            table if exists(self.root, table) => {
                let header = format!("[{}]\n", table.join("."));
                let at = match text.starts_with(&header) {
                    true => 0,
                    false => text.find(&format!("\n{header}"))? + 1,
                };
                let at = at + header.len();
                (Span::from(at..at), line)
            }
            table => {
                let gap = if text.ends_with('\n') { "\n" } else { "\n\n" };
                let line = format!("{gap}[{}]\n{line}", table.join("."));
                (Span::from(text.len()..text.len()), line)
            }
        };
        // Where the line is already next to its target, the edits would touch.
        let apart = target.0.start < start || target.0.start > end || place.path.is_empty();
        let apart = apart && (target.0.start, start) != (0, 0);
        apart.then(|| vec![(Span::from(start..end), String::new()), target])
    }
}

/// A table of the language that has a key.
struct Place {
    path: Vec<&'static str>,
    key: &'static Key,
}

impl Place {
    fn words(&self) -> String {
        match self.path.as_slice() {
            [] => "the top level".to_owned(),
            ["routes", "*"] => "a route of `[routes]`".to_owned(),
            path => {
                let names = path.iter().map(|name| match *name {
                    "*" => "NAME",
                    name => name,
                });
                format!("`[{}]`", names.collect::<Vec<_>>().join("."))
            }
        }
    }
}

/// How a top-level key is written.
fn top_level(key: &Key) -> String {
    match key.kind {
        Kind::Table(_) => format!("`[{}]`", key.name),
        Kind::Named {
            value: Kind::Table(_),
            ..
        } if key.name != "routes" => format!("`[{}.NAME]`", key.name),
        Kind::Named { .. } => format!("`[{}]`", key.name),
        _ => format!("`{}`", key.name),
    }
}

/// Finds all tables that have a key of this plain name.
// The language bounds how deep this goes.
fn places(keys: &'static [Key], path: &mut Vec<&'static str>, plain: &str, found: &mut Vec<Place>) {
    for key in keys {
        if foreign::plain(key.name) == plain {
            found.push(Place {
                path: path.clone(),
                key,
            });
        }
    }
    for key in keys {
        path.push(key.name);
        below(&key.kind, path, plain, found);
        path.pop();
    }
}

fn below(kind: &'static Kind, path: &mut Vec<&'static str>, plain: &str, found: &mut Vec<Place>) {
    match kind {
        Kind::Table(keys) => places(keys, path, plain, found),
        Kind::Named { value, .. } => {
            path.push("*");
            below(value, path, plain, found);
            path.pop();
        }
        Kind::List(kind) => below(kind, path, plain, found),
        Kind::OneOf(kinds) => {
            for kind in *kinds {
                below(kind, path, plain, found);
            }
        }
        _ => {}
    }
}

/// Whether the document has something at a path.
fn exists(root: &DeTable<'_>, path: &[&str]) -> bool {
    let Some((first, rest)) = path.split_first() else {
        return true;
    };
    root.get(*first).is_some_and(|value| match value.get_ref() {
        DeValue::Table(table) => exists(table, rest),
        _ => rest.is_empty(),
    })
}
