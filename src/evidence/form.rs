//! What Terraform writes in a plan or state, and always writes. What has other
//! keys means something that is not known here, or was not written by Terraform.
//!
//! Source: <https://developer.hashicorp.com/terraform/internals/json-format>.

use super::json::{entries, list};
use super::plan::Remark;
use serde_json::Value;

/// Keys of a plan.
const PLAN: &[&str] = &[
    "action_invocations",
    "applyable",
    "checks",
    "complete",
    "configuration",
    "deferred_action_invocations",
    "deferred_changes",
    "errored",
    "format_version",
    "output_changes",
    "planned_values",
    "prior_state",
    "relevant_attributes",
    "resource_changes",
    "resource_drift",
    "terraform_version",
    "timestamp",
    "variables",
];

/// Keys of a state.
const STATE: &[&str] = &["checks", "format_version", "terraform_version", "values"];

/// Keys of the values of a plan or state, and of modules in it.
const VALUES: &[&str] = &["outputs", "root_module"];
const MODULE: &[&str] = &["address", "child_modules", "resources"];

/// Keys of a resource with its values.
const RESOURCE: &[&str] = &[
    "address",
    "depends_on",
    "deposed_key",
    "identity",
    "identity_schema_version",
    "index",
    "mode",
    "name",
    "provider_name",
    "schema_version",
    "sensitive_values",
    "tainted",
    "type",
    "values",
];

/// Keys of what a plan does to a resource.
const CHANGED: &[&str] = &[
    "action_reason",
    "address",
    "change",
    "deposed",
    "index",
    "mode",
    "module_address",
    "name",
    "previous_address",
    "provider_name",
    "type",
];
const CHANGE: &[&str] = &[
    "actions",
    "after",
    "after_identity",
    "after_sensitive",
    "after_unknown",
    "before",
    "before_identity",
    "before_sensitive",
    "generated_config",
    "importing",
    "replace_paths",
];

/// Keys of a configuration, of modules, resources and calls in it.
const CONFIGURATION: &[&str] = &["provider_config", "root_module"];
const CONFIGURED_MODULE: &[&str] = &["module_calls", "outputs", "resources", "variables"];
const CONFIGURED: &[&str] = &[
    "address",
    "count_expression",
    "depends_on",
    "expressions",
    "for_each_expression",
    "mode",
    "name",
    "provider_config_key",
    "provisioners",
    "schema_version",
    "type",
];
const CALL: &[&str] = &[
    "count_expression",
    "depends_on",
    "expressions",
    "for_each_expression",
    "module",
    "source",
    "version_constraint",
];

/// Everything that is not of the form that Terraform writes.
pub(super) fn remarks(document: &Value) -> Vec<Remark> {
    let mut form = Form::default();
    match document.get("planned_values") {
        Some(planned) => {
            form.keys(document, PLAN, "the plan");
            form.values(planned, "the plan");
            for change in list(document.get("resource_changes")) {
                let at = at(change, "the plan");
                form.keys(change, CHANGED, at);
                form.keys(&change["change"], CHANGE, at);
            }
            let configuration = &document["configuration"];
            form.keys(configuration, CONFIGURATION, "the configuration");
            form.module(&configuration["root_module"], "the configuration");
        }
        None => {
            form.keys(document, STATE, "the state");
            form.values(&document["values"], "the state");
        }
    }
    form.remarks
}

fn at<'a>(value: &'a Value, otherwise: &'a str) -> &'a str {
    let address = value.get("address").and_then(Value::as_str);
    address.unwrap_or(otherwise)
}

#[derive(Default)]
struct Form {
    remarks: Vec<Remark>,
}

impl Form {
    fn add(&mut self, address: &str, why: String) {
        self.remarks.push(Remark {
            address: address.to_owned(),
            why,
        });
    }

    /// What something has to have, and nothing else.
    fn keys(&mut self, value: &Value, known: &[&str], at: &str) {
        for (key, _) in entries(Some(value)) {
            if known.binary_search(&key.as_str()).is_err() {
                self.add(at, format!("what `{key}` means there is not known"));
            }
        }
    }

    fn values(&mut self, values: &Value, at: &str) {
        self.keys(values, VALUES, at);
        self.resources(&values["root_module"], at);
    }

    /// The resources of a module and of those below it.
    fn resources(&mut self, module: &Value, otherwise: &str) {
        let of = at(module, otherwise);
        self.keys(module, MODULE, of);
        for resource in list(module.get("resources")) {
            let at = at(resource, of);
            self.keys(resource, RESOURCE, at);
            let values = resource.get("values").and_then(Value::as_object);
            if values.is_none_or(serde_json::Map::is_empty) {
                self.add(at, "it has no values, which Terraform always writes".into());
            }
        }
        for child in list(module.get("child_modules")) {
            self.resources(child, of);
        }
    }

    /// A module of a configuration, and those that it calls.
    fn module(&mut self, module: &Value, at: &str) {
        self.keys(module, CONFIGURED_MODULE, at);
        for resource in list(module.get("resources")) {
            self.keys(resource, CONFIGURED, self::at(resource, at));
        }
        for (name, call) in entries(module.get("module_calls")) {
            let at = format!("module.{name}");
            self.keys(call, CALL, &at);
            if let Some(inner) = call.get("module") {
                self.module(inner, &at);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn keys_are_sorted() {
        let all = [
            super::PLAN,
            super::STATE,
            super::VALUES,
            super::MODULE,
            super::RESOURCE,
            super::CHANGED,
            super::CHANGE,
            super::CONFIGURATION,
            super::CONFIGURED_MODULE,
            super::CONFIGURED,
            super::CALL,
        ];
        assert!(all.iter().all(|keys| keys.is_sorted()));
    }
}
