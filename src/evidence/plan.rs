//! What a plan does beyond the values that it plans.

use super::Term;
use super::json::{block, entries, list};
use super::module::Block;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Something that a plan does, whose effect its values do not show.
#[derive(Debug)]
pub struct Remark {
    /// The address that it is about.
    pub address: String,
    /// What is not known, in one phrase.
    pub why: String,
}

/// Types whose resources hold what is lost when they are replaced.
const KEEPING: [(&str, &str); 6] = [
    ("aws_apigatewayv2_api", "its address is"),
    ("aws_cloudwatch_log_group", "its logs are"),
    ("aws_cognito_user", "the password and the memberships are"),
    ("aws_cognito_user_group", "its memberships are"),
    ("aws_cognito_user_pool", "its users are"),
    ("aws_cognito_user_pool_client", "its client ID is"),
];

/// Changes that leave something behind, or take over what exists.
pub(super) fn remarks(document: &Value) -> Vec<Remark> {
    let mut remarks = Vec::new();
    let mut add = |value: &Value, why: &str| {
        let address = value.get("address").and_then(Value::as_str);
        remarks.push(Remark {
            address: address.unwrap_or("the plan").to_owned(),
            why: why.to_owned(),
        });
    };
    for change in list(document.get("resource_changes")) {
        let actions = list(change.pointer("/change/actions"));
        let kind = change.get("type").and_then(Value::as_str);
        let kept = KEEPING.iter().find(|(known, _)| Some(*known) == kind);
        if let (2.., Some((_, what))) = (actions.len(), kept) {
            add(change, &format!("it is replaced, and {what} lost"));
        }
        if actions.iter().any(|action| action == "forget") {
            add(change, "it stays in AWS, where nothing manages it any more");
        }
        let importing = change.pointer("/change/importing");
        if importing.is_some_and(|importing| !importing.is_null()) {
            add(
                change,
                "it is imported, and may have another address already",
            );
        }
    }
    if let Some(root) = document.pointer("/values/root_module") {
        deposed(root, &mut add);
    }
    for action in list(document.get("action_invocations")) {
        add(action, "what the action does is not known");
    }
    for check in list(document.get("checks")) {
        let status = check.get("status").and_then(Value::as_str);
        if matches!(status, Some("fail" | "error")) {
            let address = check.pointer("/address/to_display");
            let address = address.and_then(Value::as_str).unwrap_or("the plan");
            remarks.push(Remark {
                address: address.to_owned(),
                why: "its check fails".to_owned(),
            });
        }
    }
    remarks
}

/// Objects that a state still holds besides those that replaced them.
fn deposed(module: &Value, add: &mut impl FnMut(&Value, &str)) {
    for resource in list(module.get("resources")) {
        if resource.get("deposed_key").is_some() {
            add(resource, "an object that it replaced still exists");
        }
    }
    for child in list(module.get("child_modules")) {
        deposed(child, add);
    }
}

/// The resources that a plan moves from another address: their addresses, and
/// those that they had before.
pub(super) fn moved(document: &Value) -> Vec<(String, String)> {
    let changes = list(document.get("resource_changes")).iter();
    changes
        .filter_map(|change| {
            let text = |name: &str| change.get(name)?.as_str().map(str::to_owned);
            Some((text("address")?, text("previous_address")?))
        })
        .collect()
}

/// The output values of the root module; `None` for those that are not known yet.
pub(super) fn outputs(values: &Value) -> BTreeMap<String, Option<Term>> {
    let all = entries(values.get("outputs"));
    all.map(|(name, output)| (name.clone(), output.get("value").map(Term::known)))
        .collect()
}

/// A provider configuration of a plan.
#[derive(Debug)]
pub struct Provider {
    /// Its arguments.
    pub block: Block,
    /// Whether it is of the root module.
    pub is_root: bool,
    /// The versions that it may have, as Terraform writes them.
    pub versions: Option<String>,
}

/// The provider configurations of a plan, by key.
pub(super) fn providers(document: &Value) -> BTreeMap<String, Provider> {
    let all = entries(document.pointer("/configuration/provider_config"));
    all.map(|(key, config)| {
        let versions = config.get("version_constraint").and_then(Value::as_str);
        let provider = Provider {
            block: block(config.get("expressions")),
            is_root: config.get("module_address").is_none(),
            versions: versions.map(str::to_owned),
        };
        (key.clone(), provider)
    })
    .collect()
}

/// By which provider configurations the resources of a plan are made.
pub(super) fn provider_keys(document: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys = BTreeMap::new();
    if let Some(root) = document.pointer("/configuration/root_module") {
        collect(root, "", &mut keys);
    }
    keys
}

fn collect(module: &Value, prefix: &str, keys: &mut BTreeMap<String, BTreeSet<String>>) {
    for resource in list(module.get("resources")) {
        let text = |name: &str| resource.get(name).and_then(Value::as_str);
        if let (Some(address), Some(key)) = (text("address"), text("provider_config_key")) {
            // A module names the configuration that it was given.
            let key = key.rsplit_once(':').map_or(key, |(_, key)| key);
            let of: &mut BTreeSet<String> = keys.entry(format!("{prefix}{address}")).or_default();
            of.insert(key.to_owned());
        }
    }
    for (name, call) in entries(module.get("module_calls")) {
        if let Some(inner) = call.get("module") {
            collect(inner, &format!("{prefix}module.{name}."), keys);
        }
    }
}
