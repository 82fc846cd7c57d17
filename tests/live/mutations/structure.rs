//! Plans and states of another form: each part of another type, or missing.

use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What holds values, and not what Terraform says about them. They are changed
/// elsewhere.
const VALUES: [&str; 12] = [
    "after",
    "after_sensitive",
    "after_unknown",
    "attribute",
    "before",
    "before_sensitive",
    "default",
    "expression",
    "expressions",
    "sensitive_values",
    "value",
    "values",
];

/// Below these, keys are names.
const NAMED: [&str; 6] = [
    "module_calls",
    "output_changes",
    "outputs",
    "provider_config",
    "schemas",
    "variables",
];

/// What may be left out, with the reason: it says the same without it.
const OPTIONAL: &[(&str, &str)] = &[
    (
        "checks",
        "results of conditions; what they say is compared where there are any",
    ),
    ("checks.*.address.module", "the root module has none"),
    (
        "checks.*.instances",
        "results of conditions; what they say is compared where there are any",
    ),
    (
        "checks.*.instances.*.address.module",
        "the root module has none",
    ),
    (
        "configuration.provider_config.*.expressions",
        "left out where empty; what is planned is compared",
    ),
    (
        "configuration.root_module.module_calls.*.expressions",
        "left out where empty; what is planned is compared",
    ),
    (
        "configuration.root_module.module_calls.*.module.outputs",
        "an output is compared as it is planned",
    ),
    (
        "configuration.root_module.module_calls.*.module.outputs.*",
        "an output is compared as it is planned",
    ),
    (
        "configuration.root_module.module_calls.*.module.outputs.*.description",
        "a text for readers",
    ),
    (
        "configuration.root_module.module_calls.*.module.outputs.*.expression",
        "an output is compared as it is planned",
    ),
    (
        "configuration.root_module.module_calls.*.module.resources.*.depends_on",
        "an order of steps, and no argument",
    ),
    (
        "configuration.root_module.module_calls.*.module.resources.*.expressions",
        "left out where empty; what is planned is compared",
    ),
    (
        "configuration.root_module.module_calls.*.module.variables",
        "a variable is compared by its value",
    ),
    (
        "configuration.root_module.module_calls.*.module.variables.*",
        "a variable is compared by its value",
    ),
    (
        "configuration.root_module.module_calls.*.module.variables.*.default",
        "a variable is compared by its value",
    ),
    (
        "configuration.root_module.module_calls.*.module.variables.*.description",
        "a text for readers",
    ),
    (
        "configuration.root_module.outputs",
        "an output is compared as it is planned",
    ),
    (
        "configuration.root_module.outputs.*",
        "an output is compared as it is planned",
    ),
    (
        "configuration.root_module.outputs.*.depends_on",
        "an output is compared as it is planned",
    ),
    (
        "configuration.root_module.outputs.*.description",
        "a text for readers",
    ),
    (
        "configuration.root_module.outputs.*.expression",
        "an output is compared as it is planned",
    ),
    (
        "configuration.root_module.resources.*.depends_on",
        "an order of steps, and no argument",
    ),
    (
        "configuration.root_module.resources.*.expressions",
        "left out where empty; what is planned is compared",
    ),
    ("errored", "false where it is missing"),
    (
        "planned_values.root_module.child_modules.*.resources.*.sensitive_values",
        "what is hidden, and no value",
    ),
    (
        "planned_values.root_module.resources.*.sensitive_values",
        "what is hidden, and no value",
    ),
    (
        "relevant_attributes",
        "what a plan depended on; nothing follows from it",
    ),
    (
        "resource_drift",
        "left out where nothing has drifted; what is planned begins with what was there",
    ),
    (
        "resource_drift.*.module_address",
        "the root module has none",
    ),
    ("timestamp", "a time"),
    (
        "values.root_module.child_modules.*.resources.*.depends_on",
        "an order of steps, and no argument",
    ),
    (
        "values.root_module.child_modules.*.resources.*.sensitive_values",
        "what is hidden, and no value",
    ),
    (
        "values.root_module.resources.*.depends_on",
        "an order of steps, and no argument",
    ),
    (
        "values.root_module.resources.*.sensitive_values",
        "what is hidden, and no value",
    ),
];

/// The document with one part of each kind of another type, and without it.
pub(super) fn of(document: &Value) -> Vec<(String, Value)> {
    let mut places = BTreeMap::new();
    collect(document, "", "", &mut places);
    let mut found = Vec::new();
    for (kind, pointer) in places {
        let Some(value) = document.pointer(&pointer) else {
            continue;
        };
        let other = match value.is_string() {
            true => json!(7),
            false => json!("x"),
        };
        // Any value may be a default, and the value of a variable is compared.
        let is_any = kind.ends_with("variables.*.default") || kind == "output_changes.*.before";
        let mut copy = document.clone();
        *copy.pointer_mut(&pointer).expect("a place") = other;
        if !is_any {
            found.push((format!("{kind} of another type"), copy));
        }
        let (parent, name) = pointer.rsplit_once('/').expect("a place");
        let mut copy = document.clone();
        let is_optional = OPTIONAL.iter().any(|(known, _)| *known == kind);
        if let (Some(Value::Object(parent)), false) = (copy.pointer_mut(parent), is_optional) {
            parent.remove(&name.replace("~1", "/").replace("~0", "~"));
            found.push((format!("{kind} missing"), copy));
        }
    }
    found
}

/// One place of each kind.
fn collect(value: &Value, pointer: &str, kind: &str, places: &mut BTreeMap<String, String>) {
    let parent = kind.rsplit('.').next().unwrap_or_default();
    let inside: Vec<(String, &Value)> = match value {
        Value::Array(items) => {
            let items = items.iter().enumerate();
            items.map(|(at, item)| (at.to_string(), item)).collect()
        }
        Value::Object(entries) => {
            let entries = entries.iter();
            entries.map(|(name, item)| (name.clone(), item)).collect()
        }
        _ => return,
    };
    for (name, item) in inside {
        let escaped = name.replace('~', "~0").replace('/', "~1");
        let pointer = format!("{pointer}/{escaped}");
        let is_named = value.is_array() || NAMED.contains(&parent);
        let kind = match (kind, is_named) {
            ("", _) => name.clone(),
            (kind, true) => format!("{kind}.*"),
            (kind, false) => format!("{kind}.{name}"),
        };
        // Modules are in modules.
        let is_deep = kind.matches("child_modules").count() > 1;
        let is_value = VALUES.contains(&name.as_str()) && !is_named && pointer != "/values";
        let is_type = kind.ends_with("outputs.*.type");
        if is_deep || is_type {
            continue;
        }
        places.entry(kind.clone()).or_insert(pointer.clone());
        if !is_value {
            collect(item, &pointer, &kind, places);
        }
    }
}
