//! Access tokens, end to end: the compiled handler for trigger V2 on the
//! emulator, real sign-ins, real calls.
//!
//! The provider that is to be had as a program cannot attach a V2 trigger, so
//! the API is applied in ID-token mode, where routes list the same scopes, and
//! handler and trigger version are then put in place through the emulator.

mod support;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use support::compile::{compile, use_old_runtime, write};
use support::emulator::Emulator;
use support::terraform::Terraform;

const PASSWORD: &str = "Correct-Horse-7-Battery";

const BLUEPRINT: &str = r#"name = "orders"

[identity]
token = "access"
scope_format = "{name}/{scope}"

[clients.web]
auth_flows = ["user-password"]

[roles]
reader = ["read"]
writer = [{ role = "reader" }, "write"]

[groups]
readers = ["reader"]
writers = ["writer"]

[functions.api]
source = "api.js"

[routes]
"GET /orders" = { function = "api", scopes = ["read"] }
"GET /orders/{id}/edit" = { function = "api", scopes = ["write"] }
"GET /health" = { function = "api", public = "uptime probe" }
"#;

const FUNCTION: &str = "exports.handler = async () => ({ statusCode: 200, body: '\"ok\"' });\n";

#[test]
fn access_tokens_open_the_routes_of_their_groups() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let project = |name: &str, text: &str| -> Result<_> {
        let project = folder.path().join(name);
        fs::create_dir(&project)?;
        fs::write(project.join("blueprint.toml"), text)?;
        fs::write(project.join("api.js"), FUNCTION)?;
        Ok(project.join("blueprint.toml"))
    };
    let files = compile(&project("access", BLUEPRINT)?, None)?;
    let id_mode = BLUEPRINT.replace("\"access\"", "\"id\"");
    let mut applied = compile(&project("id", &id_mode)?, Some(">= 3.39"))?;
    ensure!(
        files["routes.tf"] == applied["routes.tf"],
        "routes list other scopes in ID mode"
    );
    let package = "packages/token_handler.zip";
    applied.insert(package.to_owned(), files[package].clone());

    let out = folder.path().join("out");
    write(&applied, &out)?;
    use_old_runtime(&out)?;
    let emulator = Emulator::start("us-east-1")?;
    fs::write(out.join("provider.tf"), emulator.provider_settings())?;
    let terraform = Terraform::new(&out);
    terraform
        .init()
        .and_then(|_| terraform.apply())
        .with_context(|| emulator.log())?;
    let outputs = terraform.output_json()?;
    attach_v2(&emulator, &terraform.state_json()?, &outputs)?;
    calls(&emulator, &outputs).with_context(|| emulator.log())
}

/// Makes the trigger what the output for access tokens says it is.
fn attach_v2(emulator: &Emulator, state: &Value, outputs: &Value) -> Result<()> {
    let modules = state["values"]["root_module"]["child_modules"].as_array();
    let resources = modules
        .into_iter()
        .flatten()
        .filter(|module| module["address"] == "module.token_handler")
        .flat_map(|module| module["resources"].as_array().into_iter().flatten());
    let arn = resources
        .filter(|resource| resource["type"] == "aws_lambda_function")
        .find_map(|resource| resource["values"]["arn"].as_str())
        .context("no token handler in the state")?;
    let trigger = json!({ "LambdaArn": arn, "LambdaVersion": "V2_0" });
    let input = json!({
        "UserPoolId": outputs["user_pool_id"],
        "LambdaConfig": { "PreTokenGenerationConfig": trigger },
    });
    emulator.cognito("UpdateUserPool", &input).map(drop)
}

fn calls(emulator: &Emulator, outputs: &Value) -> Result<()> {
    let text = |value: &Value| value.as_str().map(str::to_owned).context("no output");
    let (api, pool) = (text(&outputs["api_id"])?, text(&outputs["user_pool_id"])?);
    let client = text(&outputs["client_ids"]["web"])?;
    for (user, groups) in [
        ("reader", ["readers"].as_slice()),
        ("writer", &["writers"]),
        ("nobody", &[]),
    ] {
        emulator.create_user(&pool, user, PASSWORD, groups)?;
    }
    let token = |user: &str| emulator.sign_in(&client, user, PASSWORD);
    let (reader, writer, nobody) = (token("reader")?, token("writer")?, token("nobody")?);
    let table = [
        ("anonymous", None, [401, 401, 200]),
        ("reader", Some(&reader.access), [200, 403, 200]),
        ("writer", Some(&writer.access), [200, 200, 200]),
        ("nobody", Some(&nobody.access), [403, 403, 200]),
        ("writer's ID token", Some(&writer.id), [403, 403, 200]),
    ];
    for (who, token, expected) in table {
        let paths = ["/orders", "/orders/7/edit", "/health"];
        for (path, expected) in paths.into_iter().zip(expected) {
            let authorization = token.map(|token| format!("Bearer {token}"));
            let (status, body) =
                emulator.call(&api, "$default", "GET", path, authorization.as_deref())?;
            ensure!(
                status == expected,
                "GET {path} as {who}: {status} {body}, not {expected}"
            );
        }
    }
    Ok(())
}

/// The scenario says what the compile case of the same mode says.
#[test]
fn the_case_of_access_tokens_attaches_v2() -> Result<()> {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compile/access/blueprint.toml");
    let identity = String::from_utf8(compile(&case, None)?["identity.tf"].clone())?;
    ensure!(identity.contains("lambda_version = \"V2_0\""), "{identity}");
    ensure!(!identity.contains("pre_token_generation ="), "{identity}");
    Ok(())
}
