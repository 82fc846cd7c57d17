//! What Terraform writes in a plan or state, as data. What has other keys or values
//! of another type means something that is not known here, or was not written by
//! Terraform.
//!
//! Source: <https://developer.hashicorp.com/terraform/internals/json-format>.

use super::json::{entries, list};
use super::plan::Remark;
use serde_json::Value;
use std::fmt;

/// What a value is.
enum Form {
    /// Anything: what it holds is read where it is used.
    Any,
    /// A string.
    Text,
    /// One of these strings.
    Word(&'static [&'static str]),
    /// True or false.
    Flag,
    /// A whole number.
    Number,
    /// A number or string: the key of an instance.
    Index,
    /// Null.
    Null,
    /// One of these.
    Either(&'static [Form]),
    /// A list of this.
    List(&'static Form),
    /// An object whose keys are names, each with this.
    Map(&'static Form),
    /// An object with these keys and no others, sorted.
    Object(&'static [Key]),
}

/// A key of an object.
struct Key {
    name: &'static str,
    form: &'static Form,
    required: bool,
}

const fn always(name: &'static str, form: &'static Form) -> Key {
    Key {
        name,
        form,
        required: true,
    }
}

const fn maybe(name: &'static str, form: &'static Form) -> Key {
    Key {
        name,
        form,
        required: false,
    }
}

use Form::{Any, Either, Flag, Index, List, Map, Null, Number, Object, Text, Word};

/// Whatever the key holds, it is a list or an object.
static LIST: Form = List(&Any);
static MAP: Form = Map(&Any);
static TEXTS: Form = List(&Text);
static OBJECT_OR_NULL: Form = Either(&[Null, Map(&Any)]);
/// Which parts of a value are sensitive, or unknown.
static MARKS: Form = Either(&[Flag, List(&Any), Map(&Any)]);

static PLAN: Form = Object(&[
    maybe("action_invocations", &LIST),
    maybe("applyable", &Flag),
    maybe("checks", &List(&CHECK)),
    maybe("complete", &Flag),
    always("configuration", &CONFIGURATION),
    maybe("deferred_action_invocations", &LIST),
    maybe("deferred_changes", &LIST),
    maybe("errored", &Flag),
    always("format_version", &Text),
    maybe("output_changes", &Map(&OUTPUT_CHANGE)),
    always("planned_values", &VALUES),
    maybe("prior_state", &STATE),
    maybe("relevant_attributes", &List(&RELEVANT)),
    maybe("resource_changes", &List(&CHANGED)),
    maybe("resource_drift", &List(&CHANGED)),
    always("terraform_version", &Text),
    maybe("timestamp", &Text),
    maybe("variables", &Map(&GIVEN)),
]);

static STATE: Form = Object(&[
    maybe("checks", &List(&CHECK)),
    always("format_version", &Text),
    always("terraform_version", &Text),
    maybe("values", &VALUES),
]);

static GIVEN: Form = Object(&[maybe("value", &Any)]);

static RELEVANT: Form = Object(&[always("attribute", &LIST), always("resource", &Text)]);

static VALUES: Form = Object(&[
    maybe("outputs", &Map(&OUTPUT)),
    always("root_module", &MODULE),
]);

static OUTPUT: Form = Object(&[
    maybe("deprecated", &Text),
    always("sensitive", &Flag),
    maybe("type", &Any),
    maybe("value", &Any),
]);

static MODULE: Form = Object(&[
    maybe("address", &Text),
    maybe("child_modules", &List(&MODULE)),
    maybe("resources", &List(&RESOURCE)),
]);

static RESOURCE: Form = Object(&[
    always("address", &Text),
    maybe("depends_on", &TEXTS),
    maybe("deposed_key", &Text),
    maybe("identity", &Any),
    maybe("identity_schema_version", &Number),
    maybe("index", &Index),
    always("mode", &Word(&["data", "managed"])),
    always("name", &Text),
    always("provider_name", &Text),
    always("schema_version", &Number),
    maybe("sensitive_values", &MAP),
    maybe("tainted", &Flag),
    always("type", &Text),
    always("values", &MAP),
]);

/// What a plan does to a resource, or finds changed already.
static CHANGED: Form = Object(&[
    maybe("action_reason", &Text),
    always("address", &Text),
    always("change", &CHANGE),
    maybe("deposed", &Text),
    maybe("index", &Index),
    always("mode", &Word(&["data", "managed"])),
    maybe("module_address", &Text),
    always("name", &Text),
    maybe("previous_address", &Text),
    always("provider_name", &Text),
    always("type", &Text),
]);

static CHANGE: Form = Object(&[
    always("actions", &TEXTS),
    always("after", &OBJECT_OR_NULL),
    maybe("after_identity", &Any),
    always("after_sensitive", &MARKS),
    always("after_unknown", &MARKS),
    always("before", &OBJECT_OR_NULL),
    maybe("before_identity", &Any),
    always("before_sensitive", &MARKS),
    maybe("generated_config", &Text),
    maybe("importing", &Any),
    maybe("replace_paths", &List(&LIST)),
]);

/// What a plan does to an output. There is no `after` where it is unknown.
static OUTPUT_CHANGE: Form = Object(&[
    always("actions", &TEXTS),
    maybe("after", &Any),
    always("after_sensitive", &MARKS),
    always("after_unknown", &MARKS),
    always("before", &Any),
    always("before_sensitive", &MARKS),
]);

static CONFIGURATION: Form = Object(&[
    maybe("provider_config", &Map(&PROVIDER)),
    always("root_module", &CONFIGURED_MODULE),
]);

static PROVIDER: Form = Object(&[
    maybe("alias", &Text),
    maybe("expressions", &MAP),
    maybe("full_name", &Text),
    maybe("module_address", &Text),
    always("name", &Text),
    maybe("version_constraint", &Text),
]);

static CONFIGURED_MODULE: Form = Object(&[
    maybe("module_calls", &Map(&CALL)),
    maybe("outputs", &Map(&CONFIGURED_OUTPUT)),
    maybe("resources", &List(&CONFIGURED)),
    maybe("variables", &Map(&VARIABLE)),
]);

static CONFIGURED_OUTPUT: Form = Object(&[
    maybe("depends_on", &TEXTS),
    maybe("deprecated", &Text),
    maybe("description", &Text),
    maybe("ephemeral", &Flag),
    maybe("expression", &MAP),
    maybe("sensitive", &Flag),
]);

static VARIABLE: Form = Object(&[
    maybe("default", &Any),
    maybe("deprecated", &Text),
    maybe("description", &Text),
    maybe("ephemeral", &Flag),
    maybe("sensitive", &Flag),
]);

static CONFIGURED: Form = Object(&[
    always("address", &Text),
    maybe("count_expression", &MAP),
    maybe("depends_on", &TEXTS),
    maybe("expressions", &MAP),
    maybe("for_each_expression", &MAP),
    always("mode", &Word(&["data", "ephemeral", "managed"])),
    always("name", &Text),
    always("provider_config_key", &Text),
    maybe("provisioners", &LIST),
    always("schema_version", &Number),
    always("type", &Text),
]);

static CALL: Form = Object(&[
    maybe("count_expression", &MAP),
    maybe("depends_on", &TEXTS),
    maybe("expressions", &MAP),
    maybe("for_each_expression", &MAP),
    always("module", &CONFIGURED_MODULE),
    always("source", &Text),
    maybe("version_constraint", &Text),
]);

static CHECK: Form = Object(&[
    always("address", &CHECK_ADDRESS),
    maybe("instances", &List(&CHECKED)),
    always("status", &STATUS),
]);

static CHECK_ADDRESS: Form = Object(&[
    always("kind", &Text),
    maybe("mode", &Text),
    maybe("module", &Text),
    always("name", &Text),
    always("to_display", &Text),
    maybe("type", &Text),
]);

static CHECKED: Form = Object(&[
    always("address", &CHECKED_ADDRESS),
    maybe("problems", &LIST),
    always("status", &STATUS),
]);

static CHECKED_ADDRESS: Form = Object(&[
    maybe("instance_key", &Index),
    maybe("module", &Text),
    always("to_display", &Text),
]);

static STATUS: Form = Word(&["error", "fail", "pass", "unknown"]);

/// Everything that is not of the form that Terraform writes.
pub(super) fn remarks(document: &Value) -> Vec<Remark> {
    let mut found = Found::default();
    match document.get("planned_values") {
        Some(planned) => {
            found.value(document, &PLAN, "the plan", "it");
            found.filled(&planned["root_module"], "the plan");
            for (name, change) in entries(document.get("output_changes")) {
                if change.get("after").is_none() && change["after_unknown"] != true {
                    let why = format!("the output `{name}` has neither a value nor an unknown one");
                    found.add("the plan", why);
                }
            }
            // Both came with the same version of Terraform.
            let has = |name: &str| document.get(name).is_some();
            if has("complete") != has("applyable") {
                found.add("the plan", "whether it is complete is not known".into());
            }
        }
        None => {
            found.value(document, &STATE, "the state", "it");
            found.filled(&document["values"]["root_module"], "the state");
        }
    }
    found.remarks
}

#[derive(Default)]
struct Found {
    remarks: Vec<Remark>,
}

impl Found {
    fn add(&mut self, address: &str, why: String) {
        self.remarks.push(Remark {
            address: address.to_owned(),
            why,
        });
    }

    /// Compares a value with its form. `at` is the closest address above it, `name`
    /// its key.
    fn value(&mut self, value: &Value, form: &Form, at: &str, name: &str) {
        let address = value.get("address").and_then(Value::as_str);
        let at = match form {
            Object(_) => address.unwrap_or(at),
            _ => at,
        };
        match (form, value) {
            (List(form), Value::Array(items)) => {
                for item in items {
                    self.value(item, form, at, name);
                }
            }
            (Map(form), Value::Object(entries)) => {
                for (name, value) in entries {
                    self.value(value, form, at, name);
                }
            }
            (Object(keys), Value::Object(entries)) => {
                for (name, value) in entries {
                    match keys.binary_search_by_key(&name.as_str(), |key| key.name) {
                        Ok(found) => self.value(value, keys[found].form, at, name),
                        Err(_) => self.add(at, format!("what `{name}` means there is not known")),
                    }
                }
                for key in keys.iter().filter(|key| key.required) {
                    if !entries.contains_key(key.name) {
                        let name = key.name;
                        self.add(
                            at,
                            format!("it has no `{name}`, which Terraform always writes"),
                        );
                    }
                }
            }
            (form, value) if form.is(value) => {}
            (form, _) => self.add(at, format!("its `{name}` is not {form}")),
        }
    }

    /// Looks for resources without any value.
    fn filled(&mut self, module: &Value, otherwise: &str) {
        for resource in list(module.get("resources")) {
            if resource.get("values").is_some() && entries(resource.get("values")).next().is_none()
            {
                let at = resource.get("address").and_then(Value::as_str);
                let why = "it has no values, which Terraform always writes";
                self.add(at.unwrap_or(otherwise), why.into());
            }
        }
        for child in list(module.get("child_modules")) {
            self.filled(child, otherwise);
        }
    }
}

impl Form {
    /// Whether a value is of it, apart from what is inside.
    fn is(&self, value: &Value) -> bool {
        match self {
            Any => true,
            Null => value.is_null(),
            Either(forms) => forms.iter().any(|form| form.is(value)),
            Text => value.is_string(),
            Word(words) => value.as_str().is_some_and(|text| words.contains(&text)),
            Flag => value.is_boolean(),
            Number => value.is_u64(),
            Index => value.is_string() || value.is_u64(),
            List(_) => value.is_array(),
            Map(_) | Object(_) => value.is_object(),
        }
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Any => f.write_str("a value"),
            Null => f.write_str("null"),
            Either(forms) => {
                for (at, form) in forms.iter().enumerate() {
                    let or = if at == 0 { "" } else { " or " };
                    write!(f, "{or}{form}")?;
                }
                Ok(())
            }
            Text => f.write_str("a string"),
            Word(words) => write!(f, "one of `{}`", words.join("`, `")),
            Flag => f.write_str("true or false"),
            Number => f.write_str("a whole number"),
            Index => f.write_str("a string or number"),
            List(_) => f.write_str("a list"),
            Map(_) | Object(_) => f.write_str("an object"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_sorted() {
        let all = [
            &PLAN,
            &STATE,
            &GIVEN,
            &RELEVANT,
            &VALUES,
            &OUTPUT,
            &MODULE,
            &RESOURCE,
            &CHANGED,
            &CHANGE,
            &OUTPUT_CHANGE,
            &CONFIGURATION,
            &PROVIDER,
            &CONFIGURED_MODULE,
            &CONFIGURED_OUTPUT,
            &VARIABLE,
            &CONFIGURED,
            &CALL,
            &CHECK,
            &CHECK_ADDRESS,
            &CHECKED_ADDRESS,
            &CHECKED,
        ];
        for form in all {
            let Object(keys) = form else {
                panic!("not an object")
            };
            assert!(keys.is_sorted_by_key(|key| key.name));
        }
    }
}
