//! Plans and states, as `terraform show -json` writes them.

use super::module::{Block, Expr, Module, ModuleCall};
use super::seen::masked;
use super::types::Variable;
use super::{Evidence, Refusal, Resource, Step, Term, address, consistent, form, plan};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The supported major version of the format of plans and states.
const FORMAT: &str = "1";

/// Whether it is a plan rather than a state.
pub fn is_plan(document: &Value) -> bool {
    document.get("planned_values").is_some()
}

/// Whether it is a plan that leaves out values, which Terraform knows after an apply.
pub fn leaves_out(document: &Value) -> bool {
    let changes = list(document.get("resource_changes")).iter();
    let mut unknown = changes.filter_map(|change| change.pointer("/change/after_unknown"));
    unknown.any(masked)
}

/// Reads a plan or state.
pub(super) fn read(document: &Value) -> Result<Evidence<'static>, Refusal> {
    let refuse = |why: &str| Err(Refusal::new(why));
    if document.get("lineage").is_some() {
        return refuse(
            "this is Terraform's own state file; audit the output of `terraform show -json`",
        );
    }
    let Some(version) = document.get("format_version").and_then(Value::as_str) else {
        return refuse("this is not a plan or state; audit the output of `terraform show -json`");
    };
    if version.split('.').next() != Some(FORMAT) {
        return Err(Refusal::new(format!(
            "format version {version} is not supported, only {FORMAT}.x"
        )));
    }
    let values = match document.get("planned_values") {
        Some(planned) => planned,
        None => match document.get("values") {
            Some(values) => values,
            None => return refuse("this contains no resources, planned or existing"),
        },
    };
    let mut evidence = Evidence {
        resources: BTreeMap::new(),
        root: Rc::default(),
        planned: None,
        variables: BTreeMap::new(),
        folder: None,
        symbolic: false,
        work: Box::default(),
        doubts: doubts(document),
        remarks: plan::remarks(document)
            .into_iter()
            .chain(consistent::remarks(document))
            .chain(form::remarks(document))
            .collect(),
        moved: plan::moved(document),
        outputs: plan::outputs(values),
        providers: plan::providers(document),
        provider_keys: plan::provider_keys(document),
        state: !is_plan(document),
        exports: None,
    };
    // Data that was read before, such as a Region, is not among the planned values.
    let before = document.pointer("/prior_state/values/root_module");
    if let Some(before) = before {
        resources(before, &[], true, &mut evidence.resources);
    }
    if let Some(root) = values.get("root_module") {
        resources(root, &[], false, &mut evidence.resources);
    }
    for change in list(document.get("resource_changes")) {
        let unknown = change.pointer("/change/after_unknown");
        let at = change.get("address").and_then(Value::as_str);
        let resource = at.and_then(|at| evidence.resources.get_mut(at));
        if let (Some(resource), Some(unknown)) = (resource, unknown) {
            resource.unknown = unknown.clone();
        }
    }
    if let Some(root) = document.pointer("/configuration/root_module") {
        evidence.root = Rc::new(module(root));
    }
    for (name, variable) in entries(document.get("variables")) {
        // An ephemeral variable has none.
        if let Some(value) = variable.get("value") {
            evidence.variables.insert(name.clone(), Term::known(value));
        }
    }
    Ok(evidence)
}

/// Why the plan is not complete.
fn doubts(document: &Value) -> Vec<String> {
    // Anything but what Terraform writes says no more than that it is not this.
    let flag = |name: &str, fine: bool| {
        let value = document.get(name);
        value.is_none_or(|value| *value == Value::Bool(fine))
    };
    let later = ["deferred_changes", "deferred_action_invocations"];
    let deferred = later
        .iter()
        .any(|name| !list(document.get(name)).is_empty());
    [
        (
            !flag("errored", false),
            "the plan ended with an error, so it is incomplete",
        ),
        (
            !flag("complete", true) || deferred,
            "the plan defers changes to a later one",
        ),
    ]
    .into_iter()
    .filter(|(holds, _)| *holds)
    .map(|(_, doubt)| doubt.to_owned())
    .collect()
}

pub(super) fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

pub(super) fn entries(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

/// The resources of a module and of those below it.
fn resources(
    module: &Value,
    steps: &[Step],
    data_only: bool,
    found: &mut BTreeMap<String, Resource>,
) {
    let text = |value: &Value, name: &str| {
        let text = value.get(name).and_then(Value::as_str);
        text.unwrap_or_default().to_owned()
    };
    for resource in list(module.get("resources")) {
        let data = text(resource, "mode") == "data";
        if data_only && !data {
            continue;
        }
        let (kind, name) = (text(resource, "type"), text(resource, "name"));
        let local = match data {
            true => format!("data.{kind}.{name}"),
            false => format!("{kind}.{name}"),
        };
        let key = resource.get("index").map(Term::known);
        // An object that is to be replaced has the address of what replaces it.
        if resource.get("deposed_key").is_some() {
            continue;
        }
        found.insert(
            address(steps, &local, key.as_ref()),
            Resource {
                kind: if data { format!("data.{kind}") } else { kind },
                module: steps.to_vec(),
                local,
                key,
                values: resource.get("values").cloned(),
                unknown: Value::Null,
            },
        );
    }
    for child in list(module.get("child_modules")) {
        let inner = self::steps(&text(child, "address"));
        resources(child, &inner, data_only, found);
    }
}

/// The steps of a module's address, such as `module.a["x"].module.b[0]`.
pub(super) fn steps(address: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut rest = address;
    while let Some(after) = rest.strip_prefix("module.") {
        let end = after.find(['.', '[']).unwrap_or(after.len());
        let name = after[..end].to_owned();
        rest = &after[end..];
        let mut key = None;
        if let Some(inner) = rest.strip_prefix('[') {
            let mut values = serde_json::Deserializer::from_str(inner).into_iter::<Value>();
            match values.next() {
                Some(Ok(value)) => {
                    key = Some(Term::known(&value));
                    rest = &inner[values.byte_offset()..];
                    rest = rest.strip_prefix(']').unwrap_or(rest);
                }
                _ => rest = "",
            }
        }
        steps.push(Step { name, key });
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    steps
}

/// An address without the keys of resources and modules, which may hold any text.
pub(super) fn without_keys(address: &str) -> String {
    let mut result = String::new();
    let mut rest = address;
    while let Some((before, after)) = rest.split_once('[') {
        result.push_str(before);
        let mut keys = serde_json::Deserializer::from_str(after).into_iter::<Value>();
        let read = matches!(keys.next(), Some(Ok(_)));
        let end = if read { keys.byte_offset() } else { 0 };
        rest = after[end..].trim_start_matches(']');
    }
    result.push_str(rest);
    result
}

/// A module of a plan's `configuration`.
fn module(value: &Value) -> Module {
    let mut module = Module {
        // A plan does not say where a module is.
        path: None,
        ..Module::default()
    };
    for resource in list(value.get("resources")) {
        let text = |name: &str| resource.get(name).and_then(Value::as_str);
        let (Some(kind), Some(name)) = (text("type"), text("name")) else {
            continue;
        };
        let local = match text("mode") {
            Some("data") => format!("data.{kind}.{name}"),
            _ => format!("{kind}.{name}"),
        };
        let mut block = block(resource.get("expressions"));
        repeat(resource, &mut block);
        if !list(resource.get("provisioners")).is_empty() {
            block.blocks.insert("provisioner".to_owned(), Vec::new());
        }
        module.resources.insert(local, block);
    }
    for (name, call) in entries(value.get("module_calls")) {
        let mut arguments = block(call.get("expressions"));
        if let Some(source) = call.get("source") {
            let source = Expr::Constant(Term::known(source));
            arguments.attributes.insert("source".to_owned(), source);
        }
        repeat(call, &mut arguments);
        let inner = call.get("module").map(|inner| Rc::new(self::module(inner)));
        let call = ModuleCall {
            arguments,
            module: inner,
        };
        module.calls.insert(name.clone(), call);
    }
    for (name, output) in entries(value.get("outputs")) {
        if let Some(expression) = output.get("expression").and_then(Value::as_object) {
            module.outputs.insert(name.clone(), expr(expression));
        }
    }
    for (name, variable) in entries(value.get("variables")) {
        let default = variable.get("default");
        let default = default.map(|value| Expr::Constant(Term::known(value)));
        // A plan does not say of which type it is.
        let variable = Variable {
            default,
            ..Variable::default()
        };
        module.variables.insert(name.clone(), variable);
    }
    module
}

fn repeat(value: &Value, block: &mut Block) {
    let both = [
        ("count_expression", "count"),
        ("for_each_expression", "for_each"),
    ];
    for (key, name) in both {
        if let Some(expression) = value.get(key).and_then(Value::as_object) {
            block.attributes.insert(name.to_owned(), expr(expression));
        }
    }
}

pub(super) fn block(value: Option<&Value>) -> Block {
    let mut block = Block::default();
    for (name, value) in entries(value) {
        match value {
            Value::Array(inner) => {
                let inner = inner.iter().map(|inner| self::block(Some(inner)));
                block.blocks.insert(name.clone(), inner.collect());
            }
            Value::Object(inner) => {
                block.attributes.insert(name.clone(), expr(inner));
            }
            _ => {}
        }
    }
    block
}

fn expr(expression: &Map<String, Value>) -> Expr {
    if let Some(constant) = expression.get("constant_value") {
        return Expr::Constant(Term::known(constant));
    }
    let references = list(expression.get("references")).iter();
    let references = references.filter_map(Value::as_str).map(str::to_owned);
    Expr::Mentions(references.collect())
}

#[cfg(test)]
mod tests {
    use super::{Step, Term, steps};

    #[test]
    fn module_addresses_are_read_with_their_keys() {
        let step = |name: &str, key| Step {
            name: name.into(),
            key,
        };
        assert_eq!(
            steps(r#"module.a["x].y"].module.b[0].module.c"#),
            [
                step("a", Some(Term::text("x].y"))),
                step("b", Some(Term::Number("0".into()))),
                step("c", None),
            ]
        );
        assert_eq!(steps(""), []);
    }
}
