//! The tables of the audit, compared with the schemas of the AWS provider in
//! `tests/schemas`.

use super::defaults::{CHOSEN, COMPUTED, DEFAULTS};
use super::kinds::SECRETS;
use super::values::ORDERED;
use hcl::Body;
use hcl::structure::Structure;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Lists whose order means nothing, and why.
const UNORDERED: [(&str, &str); 3] = [
    ("architectures", "it has one item"),
    ("token_validity_units", "there is one block"),
    ("username_attributes", "newer providers call it a set"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The resources of every version at hand.
fn schemas() -> Vec<Value> {
    let files = fs::read_dir(root().join("tests/schemas")).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let named = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.starts_with("aws-")
    };
    let schemas: Vec<Value> = files
        .filter(named)
        .map(|path| {
            let schema: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
            let provider = "/provider_schemas/registry.terraform.io~1hashicorp~1aws";
            let resources = format!("{provider}/resource_schemas");
            schema.pointer(&resources).unwrap().clone()
        })
        .collect();
    assert!(schemas.len() > 3, "{}", schemas.len());
    schemas
}

/// An attribute or block of a resource; steps that are numbers are left out.
fn part<'a>(schema: &'a Value, kind: &str, path: &str) -> Option<&'a Value> {
    let mut block = schema.get(kind)?.get("block")?;
    let steps = path.split('.').filter(|step| step.parse::<u8>().is_err());
    let steps: Vec<&str> = steps.collect();
    let (last, outer) = steps.split_last()?;
    for step in outer {
        let attribute = block.get("attributes").and_then(|all| all.get(step));
        // Keys of a map and attributes of objects are not described.
        if attribute.is_some() {
            return attribute;
        }
        block = block.get("block_types")?.get(step)?.get("block")?;
    }
    let parts = ["attributes", "block_types"];
    let mut parts = parts.iter().filter_map(|part| block.get(part)?.get(last));
    parts.next()
}

#[test]
fn what_is_computed_cannot_be_set() {
    let schemas = schemas();
    for (kind, names) in COMPUTED {
        for name in names {
            let found: Vec<&Value> = schemas
                .iter()
                .filter_map(|schema| part(schema, kind, name))
                .collect();
            assert!(!found.is_empty(), "{kind}.{name}");
            for attribute in found {
                assert_eq!(attribute["computed"], true, "{kind}.{name}");
                assert_ne!(attribute["optional"], true, "{kind}.{name}");
                assert_ne!(attribute["required"], true, "{kind}.{name}");
            }
        }
    }
}

#[test]
fn what_the_schemas_call_sensitive_is_a_secret() {
    let schemas = schemas();
    let secret = |kind: &str, name: &str| {
        let listed = SECRETS.iter().find(|(known, _)| *known == kind);
        listed.is_some_and(|(_, names)| names.contains(&name))
    };
    let mut sensitive = 0;
    for schema in &schemas {
        for (kind, _) in COMPUTED {
            let attributes = schema.pointer(&format!("/{kind}/block/attributes"));
            let attributes = attributes.and_then(Value::as_object);
            for (name, attribute) in attributes.into_iter().flatten() {
                if attribute["sensitive"] == true {
                    sensitive += 1;
                    assert!(secret(kind, name), "{kind}.{name}");
                }
            }
        }
    }
    assert!(sensitive > 0);
    for (kind, names) in SECRETS {
        for name in names {
            let mut schemas = schemas.iter();
            let known = schemas.any(|schema| part(schema, kind, name).is_some());
            assert!(known, "{kind}.{name}");
        }
    }
}

#[test]
fn defaults_and_choices_are_arguments() {
    let schemas = schemas();
    let defaults = DEFAULTS.iter().map(|(kind, name, _)| (*kind, *name));
    let chosen = CHOSEN.iter().copied().filter(|(kind, _)| *kind != "*");
    for (kind, name) in defaults.chain(chosen) {
        let mut schemas = schemas.iter();
        let known = schemas.any(|schema| part(schema, kind, name).is_some());
        assert!(known, "{kind}.{name}");
    }
}

/// Every argument and block of a body, by name; the contents of dynamic blocks
/// included.
fn names(body: &Body, path: &str, found: &mut BTreeSet<String>) {
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                found.insert(format!("{path}{}", attribute.key()));
            }
            Structure::Block(block) => match block.identifier.as_str() {
                "dynamic" => {
                    let label = block.labels[0].as_str();
                    found.insert(format!("{path}{label}"));
                    for content in block.body.blocks() {
                        names(&content.body, &format!("{path}{label}."), found);
                    }
                }
                name => {
                    found.insert(format!("{path}{name}"));
                    names(&block.body, &format!("{path}{name}."), found);
                }
            },
        }
    }
}

/// Every argument that some output sets, by type of resource.
fn emitted() -> BTreeSet<(String, String)> {
    let mut open = vec![root().join("tests/compile"), root().join("modules")];
    let mut found = BTreeSet::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let inner = fs::read_dir(path).unwrap();
            open.extend(inner.map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "tf") {
            let body = hcl::parse(&fs::read_to_string(path).unwrap()).unwrap();
            let resources = body.blocks();
            for block in resources.filter(|block| block.identifier.as_str() == "resource") {
                let kind = block.labels[0].as_str();
                let mut inner = BTreeSet::new();
                names(&block.body, "", &mut inner);
                found.extend(inner.into_iter().map(|name| (kind.to_owned(), name)));
            }
        }
    }
    assert!(found.len() > 200, "{}", found.len());
    found
}

#[test]
fn what_has_an_order_is_compared_in_order() {
    let schemas = schemas();
    let mut lists = BTreeSet::new();
    for (kind, path) in emitted() {
        let parts = schemas
            .iter()
            .filter_map(|schema| part(schema, &kind, &path));
        for part in parts {
            let list = part["type"][0] == "list";
            let blocks = part["nesting_mode"] == "list" && part["max_items"] != 1;
            if list || blocks {
                let name = path.rsplit('.').next().unwrap_or_default();
                lists.insert(name.to_owned());
            }
        }
    }
    let known = UNORDERED.iter().map(|(name, _)| *name).chain(ORDERED);
    let known: BTreeSet<String> = known.map(str::to_owned).collect();
    assert_eq!(lists, known);
}
