//! Whether a plan or state says the same thing wherever it says it. Terraform
//! writes many values twice, and what it writes of a resource is bound by rules;
//! a document that breaks them was not written by Terraform, or not understood.

use super::ids;
use super::json::{entries, list, steps, without_keys};
use super::plan::Remark;
use super::seen::masked;
use super::{Term, address};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What a plan may do to a resource that exists afterwards.
/// Source: <https://developer.hashicorp.com/terraform/internals/json-format#change-representation>.
const MAKING: [&[&str]; 5] = [
    &["no-op"],
    &["create"],
    &["update"],
    &["delete", "create"],
    &["create", "delete"],
];

/// What a plan may do to one that does not exist afterwards.
const ENDING: [&[&str]; 2] = [&["delete"], &["forget"]];

/// Providers that HashiCorp publishes, in either registry.
const PUBLISHED: [&str; 3] = [
    "registry.terraform.io/hashicorp/",
    "registry.opentofu.org/hashicorp/",
    "terraform.io/builtin/",
];

/// Everything in which a document contradicts itself.
pub(super) fn remarks(document: &Value) -> Vec<Remark> {
    let mut found = Found::default();
    match document.get("planned_values") {
        Some(planned) => {
            found.resources(&planned["root_module"], "");
            let resources = std::mem::take(&mut found.planned);
            found.changes(document, &resources);
            found.configured(document, &resources);
            found.outputs(document, planned);
            found.checks(document, &resources);
            let before = document.pointer("/prior_state/values/root_module");
            let mut existing = all(before.unwrap_or(&Value::Null));
            existing.extend(resources.keys());
            let existing = existing.into_iter().map(without_keys).collect();
            found.made(&document["configuration"]["root_module"], "", &existing);
        }
        None => found.resources(&document["values"]["root_module"], ""),
    }
    found.remarks
}

#[derive(Default)]
struct Found<'a> {
    remarks: Vec<Remark>,
    /// The resources after the plan, by address.
    planned: BTreeMap<&'a str, &'a Value>,
}

impl<'a> Found<'a> {
    fn add(&mut self, address: &str, why: &str) {
        self.remarks.push(Remark {
            address: address.to_owned(),
            why: why.to_owned(),
        });
    }

    /// The resources of a module and of those below it.
    fn resources(&mut self, module: &'a Value, prefix: &str) {
        for resource in list(module.get("resources")) {
            let text = |name: &str| resource.get(name).and_then(Value::as_str);
            let at = text("address").unwrap_or_default();
            let (kind, name) = (
                text("type").unwrap_or_default(),
                text("name").unwrap_or_default(),
            );
            let local = match text("mode") {
                Some("managed") => format!("{kind}.{name}"),
                Some("data") => format!("data.{kind}.{name}"),
                _ => {
                    self.add(at, "whether it is a resource or data is not known");
                    continue;
                }
            };
            let key = resource.get("index").map(Term::known);
            if at != address(&steps(prefix), &local, key.as_ref()) {
                self.add(at, "its address is not that of its module, type and name");
            }
            self.provider(at, text("provider_name").unwrap_or_default());
            if let Some(argument) = ids::unlike(kind, &resource["values"]) {
                let why = format!("its `{argument}` is not that of what it names");
                self.add(at, &why);
            }
            if resource.get("tainted") == Some(&Value::Bool(true)) {
                self.add(at, "it is tainted, so the next apply replaces it");
            }
            if resource.get("deposed_key").is_none() && self.planned.insert(at, resource).is_some()
            {
                self.add(at, "two resources have this address");
            }
        }
        let mut seen = BTreeSet::new();
        for child in list(module.get("child_modules")) {
            let at = child.get("address").and_then(Value::as_str);
            let at = at.unwrap_or_default();
            if !seen.insert(at) {
                self.add(at, "two modules have this address");
            }
            self.resources(child, at);
        }
    }

    /// Compares what the plan does to resources with what they are afterwards.
    fn changes(&mut self, document: &Value, planned: &BTreeMap<&str, &Value>) {
        let mut changed = BTreeSet::new();
        let before = document.pointer("/prior_state/values/root_module");
        let before = managed(before.unwrap_or(&Value::Null));
        let existing: BTreeSet<&str> = before.iter().copied().collect();
        for change in list(document.get("resource_changes")) {
            let at = change.get("address").and_then(Value::as_str);
            let at = at.unwrap_or_default();
            let actions = list(change.pointer("/change/actions"));
            let actions: Vec<&str> = actions.iter().filter_map(Value::as_str).collect();
            if change.get("deposed").is_some() {
                if actions != ["delete"] {
                    self.add(at, "an object that it replaced still exists");
                }
                continue;
            }
            let after = planned.get(at);
            let reads = actions == ["read"] && change["mode"] == "data";
            let known = match after {
                Some(_) => MAKING.contains(&actions.as_slice()),
                None => ENDING.contains(&actions.as_slice()),
            };
            if !known && !reads {
                let why = format!("what the plan does to it is not known: {actions:?}");
                self.add(at, &why);
            }
            if !changed.insert(at) {
                self.add(at, "the plan changes it twice");
            }
            let moved = change.get("previous_address").is_some();
            if change["mode"] == "managed"
                && !moved
                && !begins(change, &actions, existing.contains(at))
            {
                self.add(
                    at,
                    "what the plan does to it does not fit what is there before",
                );
            }
            if let Some(why) = unlike(change, &actions) {
                self.add(at, why);
            }
            let module = change.get("module_address").and_then(Value::as_str);
            let inside = match module {
                Some(module) => at
                    .strip_prefix(module)
                    .is_some_and(|rest| rest.starts_with('.')),
                None => !at.starts_with("module."),
            };
            if !inside {
                self.add(at, "its module is not that of its address");
            }
            let Some(after) = after else { continue };
            if ["mode", "type", "name", "index", "provider_name"]
                .iter()
                .any(|name| change.get(name) != after.get(name))
                || change.pointer("/change/after") != after.get("values")
            {
                self.add(at, "its change is not what is planned for it");
            }
        }
        for at in before.into_iter().chain(managed_of(planned)) {
            if !changed.contains(at) {
                self.add(at, "the plan does not say what it does to it");
            }
        }
    }

    /// Compares the configuration with what is planned.
    fn configured(&mut self, document: &'a Value, planned: &BTreeMap<&'a str, &'a Value>) {
        let mut configured = BTreeMap::new();
        match document.pointer("/configuration/root_module") {
            Some(root) => configuration(root, String::new(), &mut configured),
            None => return self.add("the plan", "it has no configuration"),
        }
        let changes = list(document.get("resource_changes")).iter();
        let unknown: BTreeMap<Option<&str>, Option<&Value>> = changes
            .map(|change| {
                let at = change.get("address").and_then(Value::as_str);
                (at, change.pointer("/change/after_unknown"))
            })
            .collect();
        for (at, resource) in planned {
            let Some(expressions) = configured.get(&without_keys(at)) else {
                self.add(at, "it is planned, and not in the configuration");
                continue;
            };
            let unknown = unknown.get(&Some(*at)).copied().flatten();
            for (name, expression) in entries(*expressions) {
                let constant = expression.get("constant_value");
                let is_set = constant.is_some_and(|value| match value {
                    Value::Null => false,
                    Value::String(text) => !text.is_empty(),
                    Value::Array(items) => !items.is_empty(),
                    _ => true,
                });
                let after = &resource["values"][name];
                let hidden = unknown.is_some_and(|unknown| {
                    *unknown == Value::Bool(true) || unknown[name] == Value::Bool(true)
                });
                if is_set && (hidden || after.is_null()) {
                    let why = format!("its `{name}` is configured, and not in the plan");
                    self.add(at, &why);
                }
            }
        }
        for (key, config) in entries(document.pointer("/configuration/provider_config")) {
            let name = config.get("full_name").and_then(Value::as_str);
            self.provider(&format!("provider \"{key}\""), name.unwrap_or_default());
        }
    }

    fn provider(&mut self, at: &str, name: &str) {
        if !PUBLISHED.iter().any(|start| name.starts_with(start)) {
            self.add(at, &format!("what the provider `{name}` does is not known"));
        }
    }

    /// Looks for what is configured and was made of nothing: a part of the plan is
    /// missing, or Terraform does not plan what it does.
    fn made(&mut self, module: &Value, prefix: &str, existing: &BTreeSet<String>) {
        let repeated = |one: &Value| {
            let has = |name: &str| one.get(name).is_some();
            has("count_expression") || has("for_each_expression")
        };
        for resource in list(module.get("resources")) {
            let at = resource.get("address").and_then(Value::as_str);
            let at = format!("{prefix}{}", at.unwrap_or_default());
            if !matches!(resource["mode"].as_str(), Some("managed" | "data")) {
                self.add(&at, "what it does is not planned");
            } else if !repeated(resource) && !existing.contains(&at) {
                self.add(&at, "it is configured, and not in the plan");
            }
        }
        for (name, call) in entries(module.get("module_calls")) {
            // A module that is called no times makes nothing.
            if let Some(inner) = call.get("module").filter(|_| !repeated(call)) {
                self.made(inner, &format!("{prefix}module.{name}."), existing);
            }
        }
    }

    /// Compares what was checked with what is planned.
    fn checks(&mut self, document: &Value, planned: &BTreeMap<&str, &Value>) {
        for check in list(document.get("checks")) {
            let is_resource = check.pointer("/address/kind") == Some(&Value::from("resource"));
            for instance in list(check.get("instances")).iter().filter(|_| is_resource) {
                let at = instance
                    .pointer("/address/to_display")
                    .and_then(Value::as_str);
                let at = at.unwrap_or("the plan");
                if !planned.contains_key(at) {
                    self.add(at, "it is checked, and not planned");
                }
            }
        }
    }

    /// Compares the changes of outputs with their values.
    fn outputs(&mut self, document: &Value, planned: &Value) {
        let changes: BTreeMap<&String, &Value> = entries(document.get("output_changes")).collect();
        for (name, output) in entries(planned.get("outputs")) {
            let at = format!("output.{name}");
            let change = changes.get(name);
            if change.is_none() {
                self.add(&at, "the plan does not say what it does to it");
            }
            let after = change.and_then(|change| change.get("after"));
            let (known, value) = (after.filter(|after| !after.is_null()), output.get("value"));
            // A value of which some part is not known is left out.
            let unknown = change.and_then(|change| change.get("after_unknown"));
            let is_left_out = value.is_none() && unknown.is_some_and(masked);
            if known.is_some() && known != value && !is_left_out {
                self.add(&at, "its change is not what is planned for it");
            }
        }
    }
}

/// Whether a change begins with what is there before it.
fn begins(change: &Value, actions: &[&str], exists: bool) -> bool {
    let of = |name: &str| &change["change"][name];
    let (before, after) = (of("before"), of("after"));
    match actions {
        ["create"] => before.is_null() && !exists,
        ["no-op"] => exists && before == after,
        ["delete" | "forget"] => exists && !before.is_null() && after.is_null(),
        _ => exists && !before.is_null(),
    }
}

/// What a change says besides its actions and does not fit them.
/// Source: <https://developer.hashicorp.com/terraform/internals/json-format#change-representation>.
fn unlike(change: &Value, actions: &[&str]) -> Option<&'static str> {
    let of = |name: &str| &change["change"][name];
    let replaces = actions.len() == 2;
    let reason = change.get("action_reason").and_then(Value::as_str);
    let fits = reason.is_none_or(|reason| match reason.split('_').next() {
        Some("replace") => replaces,
        Some("delete") => actions == ["delete"],
        Some("read") => actions == ["read"],
        _ => false,
    });
    let is_same = of("before") == of("after");
    let is_unknown = masked(of("after_unknown"));
    let is_same_secret = of("before_sensitive") == of("after_sensitive");
    let idle = is_same && is_same_secret && !is_unknown;
    if !fits {
        Some("the reason for what the plan does to it does not fit")
    } else if !replaces && !list(change["change"].get("replace_paths")).is_empty() {
        Some("the plan says what forces its replacement, and does not replace it")
    } else if overlaps(of("after"), of("after_unknown")) {
        Some("a value of it is known and unknown")
    } else if actions == ["update"] && idle || actions == ["no-op"] && is_unknown {
        Some("what the plan does to it is not what it becomes")
    } else {
        None
    }
}

/// Whether something is a value and unknown as well.
fn overlaps(value: &Value, unknown: &Value) -> bool {
    match (value, unknown) {
        (Value::Null, _) => false,
        (_, Value::Bool(unknown)) => *unknown,
        (Value::Array(values), Value::Array(unknown)) => {
            let mut pairs = values.iter().zip(unknown);
            pairs.any(|(value, unknown)| overlaps(value, unknown))
        }
        (Value::Object(values), Value::Object(unknown)) => unknown.iter().any(|(name, unknown)| {
            values
                .get(name)
                .is_some_and(|value| overlaps(value, unknown))
        }),
        (_, unknown) => masked(unknown),
    }
}

/// Addresses of the resources that Terraform manages, among these.
fn managed_of<'a>(planned: &BTreeMap<&'a str, &Value>) -> Vec<&'a str> {
    let planned = planned.iter();
    planned
        .filter(|(_, resource)| resource["mode"] == "managed")
        .map(|(at, _)| *at)
        .collect()
}

/// Addresses of the resources that Terraform manages, in a module of a state and
/// in those below it.
fn managed(module: &Value) -> Vec<&str> {
    let own = list(module.get("resources")).iter();
    let own = own.filter(|resource| resource["mode"] == "managed");
    let mut all: Vec<&str> = own
        .filter_map(|resource| resource.get("address")?.as_str())
        .collect();
    for child in list(module.get("child_modules")) {
        all.extend(managed(child));
    }
    all
}

/// Addresses of everything in a module of a state and in those below it.
fn all(module: &Value) -> Vec<&str> {
    let own = list(module.get("resources")).iter();
    let mut all: Vec<&str> = own
        .filter_map(|resource| resource.get("address")?.as_str())
        .collect();
    for child in list(module.get("child_modules")) {
        all.extend(self::all(child));
    }
    all
}

/// The arguments of every resource in a configuration, by address without keys.
fn configuration<'a>(
    module: &'a Value,
    prefix: String,
    found: &mut BTreeMap<String, Option<&'a Value>>,
) {
    for resource in list(module.get("resources")) {
        if let Some(address) = resource.get("address").and_then(Value::as_str) {
            found.insert(format!("{prefix}{address}"), resource.get("expressions"));
        }
    }
    for (name, call) in entries(module.get("module_calls")) {
        if let Some(inner) = call.get("module") {
            configuration(inner, format!("{prefix}module.{name}."), found);
        }
    }
}
