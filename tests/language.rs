//! The language's own description: its examples are right, its documents are
//! current, and real blueprints fit its schema.

use jwtgen::diagnostic::Diagnostics;
use jwtgen::source::Source;
use jwtgen::syntax::language::{BLUEPRINT, Key, Kind};
use jwtgen::syntax::{self, reference};
use serde_json::Value;
use snapbox::{Assert, Data};
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Compares with a committed file; `SNAPSHOTS=overwrite` rewrites it.
fn current(path: &str, text: String) {
    let expected = Data::read_from(&root().join(path), None);
    Assert::new()
        .action_env("SNAPSHOTS")
        .eq(text, expected.raw());
}

#[test]
fn documents_are_current() {
    current("docs/blueprint.md", reference::markdown());
    let schema = format!("{:#}\n", reference::json_schema());
    current("docs/blueprint.schema.json", schema);
}

/// Every example, put where it belongs, is in the right shape.
#[test]
fn examples_are_in_shape() {
    fn walk(path: &str, keys: &[Key], out: &mut Vec<String>) {
        for key in keys {
            out.push(format!("{path}{} = {}", key.name, key.example));
            let inner = match key.kind {
                Kind::Named { value, .. } => Some((format!("{path}{}.x.", key.name), value)),
                Kind::Table(_) => Some((format!("{path}{}.", key.name), &key.kind)),
                _ => None,
            };
            if let Some((path, Kind::Table(keys))) = inner {
                walk(&path, keys, out);
            }
        }
    }
    let mut lines = Vec::new();
    walk("", BLUEPRINT, &mut lines);
    assert!(lines.len() > 25, "{lines:#?}");
    for line in lines {
        let source = Source::new("example", line.clone());
        let mut found = Diagnostics::default();
        syntax::parse(&source, &mut found);
        // A key alone leaves others missing; anything else is wrong.
        let wrong: Vec<&str> = found
            .iter()
            .map(|finding| finding.rule.name)
            .filter(|name| *name != "missing-key")
            .collect();
        assert!(wrong.is_empty(), "{line}: {wrong:?}");
    }
}

/// A schema of our own making is checked by hand: each value of a real
/// blueprint has its place in it.
#[test]
fn real_blueprints_fit_the_schema() {
    let schema = reference::json_schema();
    let mut blueprints = vec![root().join("blueprint.toml")];
    for case in std::fs::read_dir(root().join("tests/compile")).unwrap() {
        blueprints.push(case.unwrap().path().join("blueprint.toml"));
    }
    for path in blueprints {
        let text = std::fs::read_to_string(&path).unwrap();
        let value: Value = toml::from_str(&text).unwrap();
        let mut wrong = Vec::new();
        fits(&value, &schema, "", &mut wrong);
        assert!(wrong.is_empty(), "{}: {wrong:?}", path.display());
    }
    let mut wrong = Vec::new();
    let bad = serde_json::json!({ "name": 7, "nam": "x", "identity": { "token": "jwt" } });
    fits(&bad, &schema, "", &mut wrong);
    assert_eq!(wrong, ["/identity/token", "/nam", "/name"]);
}

/// The part of JSON Schema that [`reference::json_schema`] uses.
fn fits(value: &Value, schema: &Value, path: &str, wrong: &mut Vec<String>) {
    if let Some(choices) = schema["anyOf"].as_array() {
        let fits_one = choices.iter().any(|choice| {
            let mut wrong = Vec::new();
            fits(value, choice, path, &mut wrong);
            wrong.is_empty()
        });
        if !fits_one {
            wrong.push(path.to_owned());
        }
        return;
    }
    let of_type = match schema["type"].as_str() {
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        other => panic!("the schema has no type at {path}: {other:?}"),
    };
    let listed = schema["enum"]
        .as_array()
        .is_none_or(|values| values.contains(value));
    if !of_type || !listed {
        wrong.push(path.to_owned());
        return;
    }
    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
        fits(item, &schema["items"], &format!("{path}/{index}"), wrong);
    }
    for (key, inner) in value.as_object().into_iter().flatten() {
        let path = format!("{path}/{key}");
        match (
            schema["properties"].get(key),
            &schema["additionalProperties"],
        ) {
            (Some(property), _) => fits(inner, property, &path, wrong),
            (None, Value::Bool(false)) => wrong.push(path),
            (None, other) => fits(inner, other, &path, wrong),
        }
    }
    for required in schema["required"].as_array().into_iter().flatten() {
        if value.get(required.as_str().unwrap_or_default()).is_none() {
            wrong.push(format!("{path}: no {required}"));
        }
    }
}
