//! The public walkthrough, end to end: the example blueprint, the real
//! Terraform, the real AWS provider 3.39, an AWS emulator, real tokens.

use crate::support::compile::use_old_runtime;
use crate::support::emulator::Emulator;
use crate::support::harness::trials;
use crate::support::pages;
use crate::support::terraform::{Terraform, changes};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};

trials![the_walkthrough_answers_as_told];

/// What a second plan may still want to change, each with the reason.
const EXPECTED_CHANGES: [&str; 1] = [
    // The emulator gives JWT authorizers a payload format version, which AWS
    // does not.
    "aws_apigatewayv2_authorizer.jwt.authorizer_payload_format_version: \"2.0\" -> null",
];

const PASSWORD: &str = "Correct-Horse-7-Battery";

fn the_walkthrough_answers_as_told() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let out = folder.path().join("out");
    compile(&out, &[])?;
    use_old_runtime(&out)?;
    let emulator = Emulator::start("us-east-1")?;
    std::fs::write(out.join("provider.tf"), emulator.provider_settings())?;
    let terraform = Terraform::new(&out);
    let applied = terraform.init().and_then(|_| terraform.apply());
    applied.with_context(|| emulator.log())?;

    let outputs = terraform.output_json()?;
    calls(&emulator, &outputs).with_context(|| emulator.log())?;
    ensure!(
        outputs["routes"]["GET /AdminUser"]["callers"] == json!(["group:admin", "user:adminuser"]),
        "{outputs:#}"
    );
    permissions(&terraform.state_json()?)?;
    let second = changes(&terraform.plan_json()?);
    ensure!(second == EXPECTED_CHANGES, "the second plan: {second:#?}");
    clean_up(folder.path(), &terraform).with_context(|| emulator.log())
}

/// Destroys everything, as `docs/quickstart.md` says.
fn clean_up(folder: &Path, terraform: &Terraform) -> Result<()> {
    const OVERLAY: &str = "protect = false\n";
    let overlay = folder.join("unprotected.toml");
    std::fs::write(&overlay, OVERLAY)?;
    let overlay = overlay.to_str().context("a path in UTF-8")?;
    let commands = format!(
        "printf '{}' > unprotected.toml\n\
         jwtgen compile --overlay unprotected.toml\n\
         terraform -chdir=out apply\n\
         terraform -chdir=out destroy",
        OVERLAY.replace('\n', "\\n")
    );
    let page = "docs/quickstart.md";
    pages::check(page, "clean-up-any", &pages::fenced("sh", &commands))?;

    // Provider 3.39 has no such protection; what the default gets is compared.
    let current = folder.join("current");
    let protection = |args: &[&str]| -> Result<String> {
        let output = jwtgen(&current, args)?;
        ensure!(output.status.success(), "{output:?}");
        let text = std::fs::read_to_string(current.join("identity.tf"))?;
        let line = text
            .lines()
            .find(|line| line.contains("deletion_protection"));
        Ok(line.context("no deletion protection")?.trim().to_owned())
    };
    ensure!(protection(&[])? == "deletion_protection = \"ACTIVE\"");
    ensure!(protection(&["--overlay", overlay])? == "deletion_protection = \"INACTIVE\"");

    compile(&folder.join("out"), &["--overlay", overlay])?;
    terraform.apply()?;
    terraform.run(&["destroy", "-auto-approve", "-input=false", "-no-color"])?;
    let left = terraform.state_json()?;
    ensure!(left["values"].is_null(), "{left:#}");
    Ok(())
}

/// `jwtgen compile` as a user would run it, for the provider at hand.
fn compile(out: &Path, args: &[&str]) -> Result<()> {
    let mut all = vec!["--aws-provider", ">= 3.39"];
    all.extend(args);
    let output = jwtgen(out, &all)?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{said}");
    ensure!(
        said.contains("note[JG0603]"),
        "users are left out with a note: {said}"
    );
    Ok(())
}

/// Compiles the example to a folder.
fn jwtgen(out: &Path, args: &[&str]) -> Result<Output> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jwtgen"));
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["compile", "blueprint.toml"])
        .args(args)
        .arg("--out")
        .arg(out);
    Ok(command.output()?)
}

/// The five calls of the walkthrough, ours, and a few more; `docs/walkthrough.md`
/// shows the first six.
fn calls(emulator: &Emulator, outputs: &Value) -> Result<()> {
    let text = |name: &str| {
        outputs[name]
            .as_str()
            .with_context(|| format!("no output {name}"))
    };
    let (api, pool) = (text("api_id")?, text("user_pool_id")?);
    let client = outputs["client_ids"]["web"].as_str().context("no client")?;
    ensure!(text("invoke_url")?.ends_with("/Test"), "{outputs:#}");
    ensure!(text("issuer")?.ends_with(pool), "{outputs:#}");

    emulator.create_user(pool, "adminuser", PASSWORD, &["admin", "regular"])?;
    emulator.create_user(pool, "regularuser", PASSWORD, &["regular"])?;
    emulator.create_user(pool, "nobody", PASSWORD, &[])?;
    let token = |user: &str| emulator.sign_in(client, user, PASSWORD);
    let (admin, regular, nobody) = (token("adminuser")?, token("regularuser")?, token("nobody")?);

    let unauthorized = (401, json!({ "message": "Unauthorized" }));
    let forbidden = (403, json!({ "message": "Forbidden" }));
    let hello = |who: &str| (200, json!(format!("Hello from {who} User")));
    let (bare, prefixed) = (
        |token: &str| token.to_owned(),
        |token: &str| format!("Bearer {token}"),
    );
    let signed_in = |spell: fn(&str) -> String| {
        [
            (
                "regularuser",
                "/RegularUser",
                Some(spell(&regular.id)),
                hello("Regular"),
            ),
            (
                "regularuser",
                "/AdminUser",
                Some(spell(&regular.id)),
                forbidden.clone(),
            ),
            (
                "adminuser",
                "/RegularUser",
                Some(spell(&admin.id)),
                hello("Regular"),
            ),
            (
                "adminuser",
                "/AdminUser",
                Some(spell(&admin.id)),
                hello("Admin"),
            ),
        ]
    };
    let mut table = vec![("none", "/RegularUser", None, unauthorized.clone())];
    table.extend(signed_in(bare));
    table.push((
        "garbage",
        "/RegularUser",
        Some(bare("garbage")),
        unauthorized.clone(),
    ));
    let shown = table.len();
    table.extend(signed_in(prefixed));
    table.extend([
        ("none", "/AdminUser", None, unauthorized.clone()),
        (
            "someone in no group",
            "/RegularUser",
            Some(bare(&nobody.id)),
            forbidden.clone(),
        ),
        (
            "adminuser's access token",
            "/AdminUser",
            Some(bare(&admin.access)),
            forbidden.clone(),
        ),
    ]);
    let mut rows = Vec::new();
    for (who, path, token, expected) in table {
        let (status, body) = emulator.call(api, "Test", "GET", path, token.as_deref())?;
        let body: Value = serde_json::from_str(&body).unwrap_or(Value::String(body));
        ensure!(
            (status, &body) == (expected.0, &expected.1),
            "GET {path} as {who}: {status} {body}"
        );
        rows.push(format!("| `GET {path}` | {who} | {status} `{body}` |\n"));
    }
    let rows: String = rows[..shown].concat();
    pages::check(
        "docs/walkthrough.md",
        "calls",
        &format!("| Call | Token | Answer |\n|---|---|---|\n{rows}"),
    )?;
    Ok(())
}

/// The emulator does not ask whether a caller may invoke a function, so the
/// permissions are compared here: one for each caller, for its source alone.
fn permissions(state: &Value) -> Result<()> {
    let root = &state["values"]["root_module"];
    let resources: Vec<&Value> = root["resources"].as_array().into_iter().flatten().collect();
    let value = |address: &str, name: &str| -> Result<String> {
        let found = resources
            .iter()
            .find(|resource| resource["address"] == address);
        let value = found.and_then(|resource| resource["values"][name].as_str());
        Ok(value
            .with_context(|| format!("no {address}.{name}"))?
            .to_owned())
    };
    let mut found = Vec::new();
    for resource in &resources {
        if resource["type"] == "aws_lambda_permission" {
            let values = &resource["values"];
            ensure!(values["action"] == "lambda:InvokeFunction", "{values}");
            let of = |name: &str| values[name].as_str().unwrap_or_default().to_owned();
            found.push((of("function_name"), of("principal"), of("source_arn")));
        }
    }
    found.sort();
    let api = format!(
        "{}/*/*",
        value("aws_apigatewayv2_api.main", "execution_arn")?
    );
    let pool = value("aws_cognito_user_pool.main", "arn")?;
    let expected = [
        ("LambdaForAdminUser", "apigateway.amazonaws.com", &api),
        ("LambdaForRegularUser", "apigateway.amazonaws.com", &api),
        ("jwt-auth-token-handler", "cognito-idp.amazonaws.com", &pool),
    ]
    .map(|(function, principal, source)| (function.into(), principal.into(), source.clone()));
    ensure!(found == expected, "{found:#?}");
    ensure!(
        api.contains(":execute-api:") && pool.contains(":userpool/"),
        "{api} {pool}"
    );
    Ok(())
}
