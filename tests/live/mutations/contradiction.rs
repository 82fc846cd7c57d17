//! Plans and states that Terraform cannot have written: they say one thing here and
//! another one there, or what nothing is known about.

use serde_json::{Value, json};

/// A name, and an edit of a document.
type Edit = (&'static str, fn(&mut Value));

/// The route that is changed, where Terraform keeps it.
fn route(list: Option<&mut Value>) -> Option<&mut Value> {
    let list = list?.as_array_mut()?;
    list.iter_mut()
        .find(|resource| resource["address"] == "aws_apigatewayv2_route.get_AdminUser")
}

fn planned(document: &mut Value) -> &mut Value {
    let resources = document.pointer_mut("/planned_values/root_module/resources");
    route(resources).expect("a route")
}

fn change(document: &mut Value) -> &mut Value {
    route(document.get_mut("resource_changes")).expect("a change")
}

fn existing(document: &mut Value) -> &mut Value {
    let resources = document.pointer_mut("/values/root_module/resources");
    route(resources).expect("a route")
}

/// Adds a resource to the configuration, and nowhere else.
fn configure(plan: &mut Value, address: &str, mode: &str, kind: &str) {
    let list = plan.pointer_mut("/configuration/root_module/resources");
    let list = list.and_then(Value::as_array_mut).expect("resources");
    list.push(json!({
        "address": address, "mode": mode, "type": kind, "name": "x",
        "provider_config_key": "aws", "schema_version": 0,
    }));
}

const EVIL: &str = "registry.terraform.io/evil/aws";

const PLAN: &[Edit] = &[
    ("another provider", |plan| {
        planned(plan)["provider_name"] = json!(EVIL);
        change(plan)["provider_name"] = json!(EVIL);
    }),
    ("another provider by its configuration", |plan| {
        plan["configuration"]["provider_config"]["aws"]["full_name"] = json!(EVIL);
    }),
    ("no configuration", |plan| {
        plan.as_object_mut()
            .expect("a plan")
            .remove("configuration");
    }),
    ("a resource that is not configured", |plan| {
        let list = plan.pointer_mut("/configuration/root_module/resources");
        let list = list.and_then(Value::as_array_mut).expect("resources");
        list.retain(|one| one["address"] != "aws_apigatewayv2_route.get_AdminUser");
    }),
    ("no changes", |plan| {
        plan.as_object_mut()
            .expect("a plan")
            .remove("resource_changes");
    }),
    ("another change", |plan| {
        change(plan)["change"]["after"]["authorization_type"] = json!("NONE");
    }),
    ("two changes", |plan| {
        let mut copy = change(plan).clone();
        copy["change"]["after"]["authorization_type"] = json!("NONE");
        let list = plan["resource_changes"].as_array_mut().expect("changes");
        list.push(copy);
    }),
    ("an argument that is unknown", |plan| {
        let change = change(plan);
        change["change"]["after_unknown"]["authorization_type"] = json!(true);
        let after = change["change"]["after"].as_object_mut();
        after.expect("values").remove("authorization_type");
        let values = planned(plan)["values"].as_object_mut();
        values.expect("values").remove("authorization_type");
    }),
    ("a resource that is unknown", |plan| {
        change(plan)["change"]["after_unknown"] = json!(true);
    }),
    ("a deletion", |plan| {
        change(plan)["change"]["actions"] = json!(["delete"]);
    }),
    ("an action that nobody knows", |plan| {
        change(plan)["change"]["actions"] = json!(["adopt"]);
    }),
    ("no action", |plan| {
        change(plan)["change"]["actions"] = json!([]);
    }),
    ("a resource that is there and not planned", |plan| {
        let mut copy = change(plan).clone();
        copy["address"] = json!("aws_apigatewayv2_route.other");
        copy["name"] = json!("other");
        copy["change"]["actions"] = json!(["no-op"]);
        let list = plan["resource_changes"].as_array_mut().expect("changes");
        list.push(copy);
    }),
    ("an object that stays", |plan| {
        let mut copy = change(plan).clone();
        copy["deposed"] = json!("12345678");
        copy["change"]["actions"] = json!(["no-op"]);
        let list = plan["resource_changes"].as_array_mut().expect("changes");
        list.push(copy);
    }),
    ("an output that changes to something else", |plan| {
        plan["output_changes"]["token"]["after"] = json!("access");
    }),
    ("a module from elsewhere", |plan| {
        let calls = &mut plan["configuration"]["root_module"]["module_calls"];
        calls["token_handler"]["source"] = json!("git::https://evil.example.com");
    }),
    ("an argument that nothing is known about", |plan| {
        planned(plan)["values"]["region"] = json!("eu-west-9");
        change(plan)["change"]["after"]["region"] = json!("eu-west-9");
    }),
];

const FURTHER: &[Edit] = &[
    ("no values", |plan| {
        planned(plan).as_object_mut().expect("one").remove("values");
        change(plan)["change"]["after"].take();
    }),
    ("a key that nobody knows", |plan| {
        plan["further_changes"] = json!([]);
    }),
    ("a key of a resource that nobody knows", |plan| {
        planned(plan)["adopted"] = json!(true);
    }),
    ("an action in the configuration", |plan| {
        plan["configuration"]["root_module"]["actions"] = json!([{ "type": "aws_lambda_invoke" }]);
    }),
    ("moved from somewhere", |plan| {
        change(plan)["previous_address"] = json!("aws_apigatewayv2_route.other");
    }),
    ("a reading that is none", |plan| {
        change(plan)["change"]["actions"] = json!(["read"]);
    }),
    ("a creation of what is there", |plan| {
        let values = change(plan)["change"]["after"].clone();
        change(plan)["change"]["before"] = values;
    }),
    ("a deletion of what was never there", |plan| {
        let mut copy = change(plan).clone();
        copy["address"] = json!("aws_apigatewayv2_route.other");
        copy["name"] = json!("other");
        copy["change"]["before"] = copy["change"]["after"].take();
        copy["change"]["actions"] = json!(["delete"]);
        let list = plan["resource_changes"].as_array_mut().expect("changes");
        list.push(copy);
    }),
    ("an ephemeral resource", |plan| {
        configure(
            plan,
            "ephemeral.aws_lambda_invocation.x",
            "ephemeral",
            "aws_lambda_invocation",
        );
    }),
    ("a resource that is configured and not planned", |plan| {
        configure(
            plan,
            "aws_lambda_function_url.x",
            "managed",
            "aws_lambda_function_url",
        );
    }),
    ("an output whose change is missing", |plan| {
        let changes = plan["output_changes"].as_object_mut();
        changes.expect("changes").remove("token");
    }),
    ("a change in another module", |plan| {
        change(plan)["module_address"] = json!("module.other");
    }),
    ("a check of what is not planned", |plan| {
        let at = json!({
            "kind": "resource", "mode": "managed", "type": "aws_lambda_function",
            "name": "other", "to_display": "aws_lambda_function.other",
        });
        let instances = {
            let at = json!({ "to_display": "aws_lambda_function.other" });
            json!([{ "address": at, "status": "pass" }])
        };
        plan["checks"] = json!([{ "address": at, "status": "pass", "instances": instances }]);
    }),
    ("an error in words", |plan| {
        plan["errored"] = json!("true");
    }),
    ("deferred actions", |plan| {
        plan["deferred_action_invocations"] = json!([{}]);
    }),
    (
        "a resource that is there before and never mentioned",
        |plan| {
            let mut copy = planned(plan).clone();
            copy["address"] = json!("aws_apigatewayv2_route.other");
            copy["name"] = json!("other");
            plan["prior_state"] = json!({
                "format_version": "1.0",
                "terraform_version": "1.15.0",
                "values": { "root_module": { "resources": [copy] } },
            });
        },
    ),
    ("an output that the files do not have", |plan| {
        let expression = json!({ "references": ["var.user_passwords"] });
        plan["configuration"]["root_module"]["outputs"]["z"] = json!({ "expression": expression });
        plan["planned_values"]["outputs"]["z"] = json!({ "sensitive": false, "value": "x" });
    }),
    ("a pool that is replaced", |plan| {
        let list = plan["resource_changes"].as_array_mut().expect("changes");
        let pool = list
            .iter_mut()
            .find(|one| one["type"] == "aws_cognito_user_pool");
        pool.expect("a pool")["change"]["actions"] = json!(["delete", "create"]);
    }),
    ("an output without its value", |plan| {
        let output = &mut plan["planned_values"]["outputs"]["token"];
        output.as_object_mut().expect("an output").remove("value");
    }),
];

/// How the route is configured.
fn configured(plan: &mut Value) -> &mut Value {
    let resources = plan.pointer_mut("/configuration/root_module/resources");
    route(resources).expect("a route")
}

/// Adds an output that shows what is not sensitive.
fn show(plan: &mut Value, reference: &str) {
    let root = &mut plan["configuration"]["root_module"];
    root["outputs"]["z"] = json!({ "expression": { "references": [reference] } });
    plan["planned_values"]["outputs"]["z"] = json!({ "sensitive": false, "value": "x" });
    plan["output_changes"]["z"] = json!({
        "actions": ["create"], "before": null, "after": "x", "after_unknown": false,
        "before_sensitive": false, "after_sensitive": false,
    });
}

/// Edits of a plan in which all values are known.
const LATER: &[Edit] = &[
    ("another value in the configuration", |plan| {
        configured(plan)["expressions"]["authorization_type"] = json!({ "constant_value": "NONE" });
    }),
    ("repeated in the configuration", |plan| {
        configured(plan)["count_expression"] = json!({ "constant_value": 0 });
    }),
    ("a module that is called several times", |plan| {
        let calls = &mut plan["configuration"]["root_module"]["module_calls"];
        calls["token_handler"]["for_each_expression"] = json!({ "references": ["local.x"] });
    }),
    ("another argument of a module", |plan| {
        let calls = &mut plan["configuration"]["root_module"]["module_calls"];
        calls["token_handler"]["expressions"]["name"] = json!({ "constant_value": "other" });
    }),
    ("an output of a local value", |plan| show(plan, "local.key")),
    ("an output of a secret", |plan| {
        show(plan, "aws_cognito_user_pool_client.web.client_secret");
    }),
    ("an output of a secret by way of a module", |plan| {
        let call = json!({
            "source": "./other",
            "expressions": { "a": { "references": [
                "aws_cognito_user_pool_client.web.client_secret",
                "aws_cognito_user_pool_client.web",
            ] } },
            "module": {
                "outputs": { "b": { "expression": { "references": ["var.a"] } } },
                "variables": { "a": {} },
            },
        });
        plan["configuration"]["root_module"]["module_calls"]["other"] = call;
        show(plan, "module.other.b");
    }),
    ("a reason for another action", |plan| {
        change(plan)["action_reason"] = json!("replace_by_request");
    }),
    ("what forces no replacement", |plan| {
        change(plan)["change"]["replace_paths"] = json!([["api_id"]]);
    }),
    ("known and unknown", |plan| {
        change(plan)["change"]["actions"] = json!(["update"]);
        change(plan)["change"]["after_unknown"]["route_key"] = json!(true);
    }),
    ("an update of nothing", |plan| {
        change(plan)["change"]["actions"] = json!(["update"]);
    }),
    ("no provider", |plan| {
        let providers = plan.pointer_mut("/configuration/provider_config");
        let providers = providers.and_then(Value::as_object_mut);
        providers.expect("providers").remove("aws");
    }),
    ("another version of the provider", |plan| {
        let constraint = json!("2.0.0");
        plan["configuration"]["provider_config"]["aws"]["version_constraint"] = constraint;
    }),
];

/// The first resource of a module that another one calls.
fn called(document: &mut Value) -> &mut Value {
    let first = "/values/root_module/child_modules/0/resources/0";
    document.pointer_mut(first).expect("a resource")
}

/// The values of the first resource of a type.
fn first<'a>(module: &'a mut Value, kind: &str) -> Option<&'a mut Value> {
    let module = module.as_object_mut()?;
    let mut found = None;
    for (name, items) in module {
        for item in items.as_array_mut().into_iter().flatten() {
            found = found.or(match name.as_str() {
                "resources" if item["type"] == kind => Some(&mut item["values"]),
                "child_modules" => first(item, kind),
                _ => None,
            });
        }
    }
    found
}

/// Lets the first resource of a type name another object.
fn rename(state: &mut Value, kind: &str, argument: &str) {
    let values = first(&mut state["values"]["root_module"], kind).expect("a resource");
    let text = values[argument].as_str().expect("a text").to_owned();
    values[argument] = json!(format!("{text}2"));
}

const STATE: &[Edit] = &[
    ("the ARN of another function", |state| {
        rename(state, "aws_lambda_function", "arn");
    }),
    ("a call of another function", |state| {
        rename(state, "aws_lambda_function", "invoke_arn");
    }),
    ("the ARN of another user pool", |state| {
        rename(state, "aws_cognito_user_pool", "arn");
    }),
    ("the ARN of another API", |state| {
        rename(state, "aws_apigatewayv2_api", "arn");
    }),
    ("the ARN of another role", |state| {
        rename(state, "aws_iam_role", "arn");
    }),
    ("the ARN of another log group", |state| {
        rename(state, "aws_cloudwatch_log_group", "arn");
    }),
    ("no values", |state| {
        existing(state)
            .as_object_mut()
            .expect("one")
            .remove("values");
    }),
    ("values by another name", |state| {
        let values = existing(state)["values"].take();
        existing(state)["valuez"] = values;
    }),
    ("a module without values", |state| {
        called(state).as_object_mut().expect("one").remove("values");
    }),
    ("a foreign resource without values", |state| {
        let mut copy = existing(state).clone();
        copy["address"] = json!("aws_apigatewayv2_route.other");
        copy["name"] = json!("other");
        copy.as_object_mut().expect("one").remove("values");
        let list = state.pointer_mut("/values/root_module/resources");
        let list = list.and_then(Value::as_array_mut).expect("resources");
        list.push(copy);
    }),
    ("changes", |state| {
        state["resource_changes"] = json!([]);
    }),
    ("user names by another rule", |state| {
        let list = state.pointer_mut("/values/root_module/resources");
        let list = list.and_then(Value::as_array_mut).expect("resources");
        let pool = list
            .iter_mut()
            .find(|one| one["type"] == "aws_cognito_user_pool");
        pool.expect("a pool")["values"]["username_configuration"] = json!([]);
    }),
    ("another provider", |state| {
        existing(state)["provider_name"] = json!(EVIL);
    }),
    ("tainted", |state| {
        existing(state)["tainted"] = json!(true);
    }),
    ("neither a resource nor data", |state| {
        existing(state).as_object_mut().expect("one").remove("mode");
    }),
    ("another address", |state| {
        existing(state)["address"] = json!("aws_apigatewayv2_route.other");
    }),
    ("two of one address", |state| {
        let mut copy = existing(state).clone();
        copy["values"]["authorization_type"] = json!("NONE");
        let list = state.pointer_mut("/values/root_module/resources");
        let list = list.and_then(Value::as_array_mut).expect("resources");
        list.insert(0, copy);
    }),
    ("two modules of one address", |state| {
        let list = state.pointer_mut("/values/root_module/child_modules");
        let list = list.and_then(Value::as_array_mut).expect("modules");
        let copy = list[0].clone();
        list.push(copy);
    }),
];

/// Every edit of a plan, each in its own copy.
pub(super) fn of_plan(plan: &Value) -> Vec<(&'static str, Value)> {
    let mut found = all(PLAN, plan);
    found.extend(all(FURTHER, plan));
    found
}

/// Every edit of a plan in which all values are known, each in its own copy.
pub(super) fn of_later_plan(plan: &Value) -> Vec<(&'static str, Value)> {
    all(LATER, plan)
}

/// Every edit of a state, each in its own copy.
pub(super) fn of_state(state: &Value) -> Vec<(&'static str, Value)> {
    all(STATE, state)
}

fn all(edits: &[Edit], document: &Value) -> Vec<(&'static str, Value)> {
    let edited = edits.iter().map(|(name, edit)| {
        let mut copy = document.clone();
        edit(&mut copy);
        (*name, copy)
    });
    edited.collect()
}
