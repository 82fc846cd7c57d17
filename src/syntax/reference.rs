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
        text: INTRODUCTION.into(),
        shown: Vec::new(),
    };
    page.section("Top level", BLUEPRINT);
    for key in BLUEPRINT {
        page.inner(key.name, &key.kind);
    }
    page.text
}

const INTRODUCTION: &str = "\
# The blueprint

All tables and keys of a blueprint. This page is generated from the same description that jwtgen reads; `jwtgen schema` prints it as a JSON Schema for editors. [`blueprint.toml`](../blueprint.toml) is a complete example.

In headings, `*` is a name that you choose, and `[]` is each item of an array. Where a type includes `{ var = … }`, `{ var = \"name\" }` leaves the value to the input variable `name` of the generated Terraform.
";

struct Page {
    text: String,
    /// Tables that have a section, and its path; a table used in several places
    /// has only one.
    shown: Vec<(String, &'static [Key])>,
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
            Kind::Table(keys) if self.shown.iter().any(|(_, shown)| same(shown, keys)) => {}
            Kind::Table(keys) => {
                let whole = self.shown.iter().find(|(_, shown)| part(shown, keys));
                match whole.map(|(whole, _)| whole.clone()) {
                    Some(whole) => self.subset(path, keys, &whole),
                    None => self.section(&format!("`{path}`"), keys),
                }
                self.shown.push((path.to_owned(), keys));
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

    /// A table whose keys are some of those of the table at `whole`.
    fn subset(&mut self, path: &str, keys: &[Key], whole: &str) {
        let names = keys.iter().map(|key| format!("`{}`", key.name));
        let names = joined(names.collect(), "and");
        self.line(&format!("\n## `{path}`\n"));
        self.line(&format!("The keys {names} of `{whole}`."));
    }

    fn line(&mut self, line: &str) {
        // INVARIANT: writing to a string does not fail.
        let _ = writeln!(self.text, "{line}");
    }
}

/// Whether two tables have the same keys with the same meaning.
fn same(left: &[Key], right: &[Key]) -> bool {
    left.len() == right.len() && part(left, right)
}

/// Whether one table has all keys of another, with the same meaning.
fn part(whole: &[Key], keys: &[Key]) -> bool {
    let known = |key: &Key| {
        let same = |other: &Key| (other.name, other.doc) == (key.name, key.doc);
        whole.iter().any(same)
    };
    keys.iter().all(known)
}

fn is_number(text: &str) -> bool {
    text.parse::<i64>().is_ok()
}

/// The text for a kind in a table cell.
fn type_of(kind: &Kind) -> String {
    match kind {
        Kind::List(item) => format!("array of {}", plural(&type_of(item))),
        Kind::Named { what, value } => {
            let noun = what.split_once(' ').map_or(*what, |(_, noun)| noun);
            format!("{} per {noun}", type_of(value))
        }
        _ => joined(alternatives(kind), "or"),
    }
}

/// A type of items: "strings or `{ var = … }`".
fn plural(kind: &str) -> String {
    let (noun, rest) = kind.split_at(kind.find(' ').unwrap_or(kind.len()));
    match noun {
        "string" | "table" | "array" => format!("{noun}s{rest}"),
        _ => kind.to_owned(),
    }
}

/// What a kind allows, one by one.
fn alternatives(kind: &Kind) -> Vec<String> {
    match kind {
        Kind::Text => vec!["string".into()],
        Kind::Bool => vec!["`true`".into(), "`false`".into()],
        Kind::Word(words) => words.iter().map(|word| format!("`\"{word}\"`")).collect(),
        Kind::Integer { min, max } if *max == i64::from(i32::MAX) => {
            vec![format!("integer from {min}")]
        }
        Kind::Integer { min, max } => vec![format!("integer, {min} to {max}")],
        Kind::Number(numbers) => numbers.iter().map(|n| format!("`{n}`")).collect(),
        Kind::Table([only]) => vec![format!("`{{ {} = … }}`", only.name)],
        Kind::Table(_) => vec!["table".into()],
        Kind::List(_) | Kind::Named { .. } => vec![type_of(kind)],
        Kind::OneOf(kinds) => kinds.iter().flat_map(alternatives).collect(),
    }
}

/// Items as one phrase: "a, b or c".
fn joined(items: Vec<String>, conjunction: &str) -> String {
    match items.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {conjunction} {last}", rest.join(", ")),
        None => String::new(),
    }
}
