//! Every change of a state: of each value that a configuration can set, and of
//! each resource.

use super::case::root;
use super::neutral::is_neutral;
use anyhow::{Context, Result};
use serde_json::{Map, Value, json};
use std::fs;

/// A changed document.
pub(super) struct Changed {
    /// What kind of change it is.
    pub kind: &'static str,
    /// Where, and what it is now.
    pub name: String,
    /// The document.
    pub document: Value,
}

/// Arguments that say nothing about AWS's resource, or nothing that a person set.
const LEFT_OUT: [&str; 5] = [
    "id",
    "tags_all",
    "timeouts",
    "source_code_size",
    "statement_id",
];

/// Blocks of the walkthrough's state that hold nothing but defaults: without them, it
/// says the same.
const DEFAULTS: [&str; 2] = ["default_route_settings", "tracing_config"];

/// All changes of a state that the provider of this version made.
pub(super) fn changes(state: &Value, version: &str) -> Result<Vec<Changed>> {
    let text = fs::read_to_string(root().join(format!("tests/schemas/aws-{version}.json")))?;
    let schemas: Value = serde_json::from_str(&text)?;
    let provider = "/provider_schemas/registry.terraform.io~1hashicorp~1aws/resource_schemas";
    let schemas = schemas.pointer(provider).context("no schemas")?;
    let mut found = Vec::new();
    let mut open = vec!["/values/root_module".to_owned()];
    while let Some(module) = open.pop() {
        let list = |key: &str| {
            state
                .pointer(&format!("{module}/{key}"))
                .and_then(Value::as_array)
        };
        for at in 0..list("child_modules").map_or(0, Vec::len) {
            open.push(format!("{module}/child_modules/{at}"));
        }
        for (at, resource) in list("resources").into_iter().flatten().enumerate() {
            if resource["mode"] != "managed" {
                continue;
            }
            let address = resource["address"].as_str().unwrap_or_default();
            let mut add = |kind, what: &str, change: &dyn Fn(&mut Value)| {
                let mut document = state.clone();
                change(&mut document);
                let name = format!("{address}: {what}");
                found.push(Changed {
                    kind,
                    name,
                    document,
                });
            };
            let resources = format!("{module}/resources");
            let whole = |document: &mut Value, change: &dyn Fn(&mut Vec<Value>)| {
                let list = document
                    .pointer_mut(&resources)
                    .and_then(Value::as_array_mut);
                list.into_iter().for_each(change);
            };
            add("resource removed", "removed", &|document| {
                whole(document, &|list| drop(list.remove(at)));
            });
            add("resource duplicated", "once more, as `copy`", &|document| {
                whole(document, &|list| {
                    let mut copy = list[at].clone();
                    copy["name"] = json!("copy");
                    copy["address"] = json!(format!("{address}_copy"));
                    list.push(copy);
                });
            });
            for secret in ["password", "client_secret"] {
                let value = resource["values"][secret].as_str().unwrap_or_default();
                let shown = json!({ "value": { "of": format!("is {value}") }, "sensitive": true });
                if !value.is_empty() {
                    add(
                        "secret shown",
                        &format!("its {secret} is an output"),
                        &|document| {
                            document["values"]["outputs"]["shown"] = shown.clone();
                        },
                    );
                }
            }
            let block = &schemas[resource["type"].as_str().unwrap_or_default()]["block"];
            let mut values = Vec::new();
            leaves(&resource["values"], block, &mut Vec::new(), &mut values);
            for (path, value) in values {
                let pointer = format!("{resources}/{at}/values/{}", path.join("/"));
                let old = &state.pointer(&pointer).unwrap_or(&Value::Null);
                let kind = match (old, &value) {
                    (_, Value::Null) => "value removed",
                    (Value::Null | Value::Bool(false), _) => "value set",
                    (Value::String(text), _) if text.is_empty() => "value set",
                    (Value::Array(list), _) if list.is_empty() => "value set",
                    _ => "value changed",
                };
                let what = format!("{} is {value}", path.join("."));
                add(kind, &what, &|document| {
                    if let Some(place) = document.pointer_mut(&pointer) {
                        *place = value.clone();
                    }
                });
            }
        }
    }
    Ok(found)
}

/// The places of a block's values, each with another value.
fn leaves(
    values: &Value,
    block: &Value,
    path: &mut Vec<String>,
    found: &mut Vec<(Vec<String>, Value)>,
) {
    for (name, value) in entries(values) {
        path.push(name.clone());
        let attribute = &block["attributes"][name];
        let nested = &block["block_types"][name]["block"];
        let settable = attribute["optional"] == true || attribute["required"] == true;
        if is_neutral(path) || LEFT_OUT.contains(&name.as_str()) {
        } else if settable {
            for other in others(value, &attribute["type"]) {
                found.push((path.clone(), other));
            }
        } else if nested.is_object() {
            let items = value.as_array().map_or(0, Vec::len);
            for at in 0..items {
                path.push(at.to_string());
                leaves(&value[at], nested, path, found);
                path.pop();
            }
            if items > 0 && !DEFAULTS.contains(&name.as_str()) {
                found.push((path.clone(), json!([])));
            }
        }
        path.pop();
    }
}

/// Other values of the same type.
fn others(value: &Value, kind: &Value) -> Vec<Value> {
    let word = kind
        .as_str()
        .or_else(|| kind[0].as_str())
        .unwrap_or_default();
    match (value, word) {
        (Value::String(text), _) if text.is_empty() => vec![json!("x")],
        (Value::String(text), _) => vec![json!(format!("{text}-x")), Value::Null],
        (Value::Bool(value), _) => vec![json!(!value)],
        (Value::Number(number), _) => {
            vec![json!(number.as_f64().unwrap_or_default() + 1.0)]
        }
        (Value::Array(list), "list" | "set") => {
            let mut longer = list.clone();
            longer.push(json!("x"));
            let mut other = vec![json!(longer)];
            if !list.is_empty() {
                other.push(json!([]));
            }
            other
        }
        (Value::Object(map), _) => {
            let mut longer = map.clone();
            longer.insert("x".to_owned(), json!("x"));
            vec![json!(longer)]
        }
        (Value::Null, "string") => vec![json!("x")],
        (Value::Null, "number") => vec![json!(7)],
        (Value::Null, "bool") => vec![json!(true)],
        (Value::Null, "list" | "set") if kind[1] == "string" => vec![json!(["x"])],
        (Value::Null, "map") => vec![json!({ "x": "x" })],
        _ => vec![],
    }
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}
