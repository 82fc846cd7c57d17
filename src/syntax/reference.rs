//! The language reference for people and for editors, generated from the data
//! that the shape check reads.

use super::language::{BLUEPRINT, Key, Kind};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// The JSON Schema of a blueprint (draft 7, which TOML editors support).
pub fn json_schema() -> Value {
    let mut schema = table(BLUEPRINT);
    schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    schema["title"] = json!("jwtgen blueprint");
    schema
}

fn schema(kind: &Kind) -> Value {
    match kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Bool => json!({ "type": "boolean" }),
        Kind::Word(words) => json!({ "type": "string", "enum": words }),
        Kind::Integer { min, max } => {
            json!({ "type": "integer", "minimum": min, "maximum": max })
        }
        Kind::Number(numbers) => json!({ "type": "integer", "enum": numbers }),
        Kind::List(item) => json!({ "type": "array", "items": schema(item) }),
        Kind::Table(keys) => table(keys),
        Kind::Named { value, .. } => {
            json!({ "type": "object", "additionalProperties": schema(value) })
        }
        Kind::OneOf(kinds) => {
            json!({ "anyOf": kinds.iter().map(schema).collect::<Vec<_>>() })
        }
    }
}

fn table(keys: &[Key]) -> Value {
    let mut properties = Map::new();
    for key in keys {
        let mut property = schema(&key.kind);
        property["description"] = json!(key.doc);
        properties.insert(key.name.to_owned(), property);
    }
    let required: Vec<&str> = keys
        .iter()
        .filter(|key| key.required)
        .map(|key| key.name)
        .collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// The page `docs/blueprint.md`.
pub fn markdown() -> String {
    let mut page = Page {
        text: "# The blueprint\n\nAll tables and keys of a blueprint. This page is generated from the same description that jwtgen reads; `jwtgen schema` prints it as a JSON Schema for editors.\n".into(),
        shown: Vec::new(),
    };
    page.section("Top level", BLUEPRINT);
    for key in BLUEPRINT {
        page.inner(key.name, &key.kind);
    }
    page.text
}

struct Page {
    text: String,
    /// Tables that have a section; a table used in several places has only one.
    shown: Vec<&'static [Key]>,
}

impl Page {
    fn section(&mut self, title: &str, keys: &[Key]) {
        self.line(&format!("\n## {title}\n"));
        self.line("| Key | Type | Default | Meaning | Example |");
        self.line("|---|---|---|---|---|");
        for key in keys {
            let default = match (key.required, key.default) {
                (true, _) => "required".to_owned(),
                (false, default) if default.starts_with(['"', '[', '{']) || is_number(default) => {
                    format!("`{default}`")
                }
                (false, default) => default.to_owned(),
            };
            self.line(&format!(
                "| `{}` | {} | {default} | {} | `{}` |",
                key.name,
                type_of(&key.kind),
                key.doc,
                key.example
            ));
        }
    }

    /// The tables that a kind contains, each under its path.
    fn inner(&mut self, path: &str, kind: &Kind) {
        match kind {
            Kind::Table(keys) if self.shown.iter().any(|shown| same(shown, keys)) => {}
            Kind::Table(keys) => {
                self.shown.push(keys);
                self.section(&format!("`{path}`"), keys);
                for key in *keys {
                    self.inner(&format!("{path}.{}", key.name), &key.kind);
                }
            }
            Kind::Named { value, .. } => self.inner(&format!("{path}.*"), value),
            Kind::List(item) => self.inner(&format!("{path}[]"), item),
            Kind::OneOf(kinds) => kinds.iter().for_each(|kind| self.inner(path, kind)),
            Kind::Text | Kind::Bool | Kind::Word(_) | Kind::Integer { .. } | Kind::Number(_) => {}
        }
    }

    fn line(&mut self, line: &str) {
        // INVARIANT: writing to a string does not fail.
        let _ = writeln!(self.text, "{line}");
    }
}

/// Whether two tables have the same keys with the same meaning.
fn same(left: &[Key], right: &[Key]) -> bool {
    let meaning = |key: &Key| (key.name, key.doc);
    left.iter().map(meaning).eq(right.iter().map(meaning))
}

fn is_number(text: &str) -> bool {
    text.parse::<i64>().is_ok()
}

/// The text for a kind in a table cell.
fn type_of(kind: &Kind) -> String {
    match kind {
        Kind::Text => "string".into(),
        Kind::Bool => "`true` or `false`".into(),
        Kind::Word(words) => alternatives(words.iter().map(|word| format!("`\"{word}\"`"))),
        Kind::Integer { min, max } if *max == i64::from(i32::MAX) => {
            format!("integer from {min}")
        }
        Kind::Integer { min, max } => format!("integer, {min} to {max}"),
        Kind::Number(numbers) => alternatives(numbers.iter().map(|n| format!("`{n}`"))),
        Kind::List(item) => format!("array of {}", type_of(item)),
        Kind::Table([only]) => format!("`{{ {} = … }}`", only.name),
        Kind::Table(_) => "table".into(),
        Kind::Named { what, value } => {
            let noun = what.split_once(' ').map_or(*what, |(_, noun)| noun);
            format!("{}, for each {noun}", type_of(value))
        }
        Kind::OneOf(kinds) => alternatives(kinds.iter().map(type_of)),
    }
}

fn alternatives(kinds: impl Iterator<Item = String>) -> String {
    let kinds: Vec<String> = kinds.collect();
    match kinds.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}
