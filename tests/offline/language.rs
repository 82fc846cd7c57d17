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

/// Every real blueprint fits, and what is wrong is found where it is.
#[test]
fn real_blueprints_fit_the_schema() {
    let schema = reference::json_schema();
    let schema = jsonschema::draft202012::new(&schema).expect("it is a schema");
    let mut blueprints = vec![root().join("blueprint.toml")];
    for cases in ["tests/compile", "examples"] {
        for case in std::fs::read_dir(root().join(cases)).unwrap() {
            blueprints.push(case.unwrap().path().join("blueprint.toml"));
        }
    }
    blueprints.retain(|path| path.exists());
    assert!(blueprints.len() > 20);
    for path in blueprints {
        let text = std::fs::read_to_string(&path).unwrap();
        let value: Value = toml::from_str(&text).unwrap();
        if let Err(error) = schema.validate(&value) {
            panic!("{}: {}: {error}", path.display(), error.instance_path());
        }
    }
    let bad = serde_json::json!({ "name": 7, "nam": "x", "identity": { "token": "jwt" } });
    let mut wrong: Vec<String> = schema
        .iter_errors(&bad)
        .map(|error| error.instance_path().to_string())
        .collect();
    wrong.sort();
    assert_eq!(wrong, ["", "/identity/token", "/name"]);
}
