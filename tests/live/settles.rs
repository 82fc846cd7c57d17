//! What people and AWS change on their own after an apply: the next plan leaves
//! it alone.

use crate::support::applied::PASSWORD;
use crate::support::compile::{compile, use_runtime, write};
use crate::support::emulator::Emulator;
use crate::support::harness::trials;
use crate::support::terraform::{Terraform, changes};
use crate::support::tools::{Provider, newest_provider};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::fs;

trials![the_second_plan_leaves_alone_what_others_change];

const BLUEPRINT: &str = r#"name = "shop"

[identity]
token = "id"
sign_in = ["email"]

[identity.providers.corporate]
saml = { metadata_url = "https://idp.example.com/metadata" }

[identity.providers.partner]
oidc = { issuer = "https://id.example.com", client_id = "shop", client_secret = { var = "secret" } }

[identity.providers.Google]
google = { client_id = "shop", client_secret = { var = "secret" } }

[clients.web]
auth_flows = ["user-password"]

[roles]
reader = ["read"]

[groups]
readers = ["reader"]

[users]
"ann@example.com" = ["readers"]

[functions.api]
source = "api.js"

[alarms]
topic = "arn:aws:sns:us-east-1:123456789012:alarms"

[routes]
"GET /items" = { function = "api", scopes = ["read"] }
"#;

/// The alarms of the blueprint.
const ALARMS: [&str; 6] = [
    "api_5xx",
    "api_latency",
    "function_api_errors",
    "token_handler_duration",
    "token_handler_errors",
    "token_handler_throttles",
];

/// What Cognito adds to `provider_details`, as it answers to
/// `DescribeIdentityProvider`.
const ADDED: [(&str, &[(&str, &str)]); 3] = [
    (
        "corporate",
        &[
            ("ActiveEncryptionCertificate", "MIIC"),
            ("SLORedirectBindingURI", "https://idp.example.com/slo"),
            ("SSORedirectBindingURI", "https://idp.example.com/sso"),
        ],
    ),
    ("partner", &[("attributes_url_add_attributes", "false")]),
    (
        "Google",
        &[
            (
                "attributes_url",
                "https://people.googleapis.com/v1/people/me?personFields=",
            ),
            ("attributes_url_add_attributes", "true"),
            (
                "authorize_url",
                "https://accounts.google.com/o/oauth2/v2/auth",
            ),
            ("oidc_issuer", "https://accounts.google.com"),
            ("token_request_method", "POST"),
            ("token_url", "https://www.googleapis.com/oauth2/v4/token"),
        ],
    ),
];

/// Quirks of the emulator and of old providers that have nothing to do with what
/// is changed here.
const QUIRKS: [&str; 3] = [
    // The emulator stores alarms, but describes only their names and states.
    "aws_cloudwatch_metric_alarm.",
    "aws_apigatewayv2_authorizer.jwt.authorizer_payload_format_version",
    "aws_cognito_user_pool.main.",
];

fn the_second_plan_leaves_alone_what_others_change() -> Result<()> {
    let provider = newest_provider()?;
    let folder = tempfile::tempdir()?;
    let blueprint = folder.path().join("blueprint.toml");
    fs::write(&blueprint, BLUEPRINT)?;
    fs::write(
        folder.path().join("api.js"),
        "exports.handler = async () => 1;\n",
    )?;
    let out = folder.path().join("out");
    write(&compile(&blueprint, Some(provider.constraint))?, &out)?;
    let emulator = Emulator::start("us-east-1")?;
    fs::write(out.join("provider.tf"), emulator.settings_for(&provider))?;
    use_runtime(&out, provider.runtime)?;
    let terraform = Terraform::with(&out, &provider);
    let has_users = provider.config.is_some();
    let mut inputs = json!({ "secret": "0123456789" });
    if has_users {
        inputs["user_passwords"] = json!({ "ann@example.com": PASSWORD });
    }
    let variables = out.join("terraform.tfvars.json");
    fs::write(&variables, inputs.to_string())?;
    terraform
        .init()
        .and_then(|_| terraform.apply())
        .with_context(|| emulator.log())?;
    let outputs = terraform.output_json()?;
    let pool = outputs["user_pool_id"].as_str().context("no pool")?;
    let state = terraform.state_json()?;
    let resources = state["values"]["root_module"]["resources"].as_array();
    let mut alarms: Vec<&str> = resources
        .context("no resources")?
        .iter()
        .filter(|resource| resource["type"] == "aws_cloudwatch_metric_alarm")
        .filter_map(|resource| resource["name"].as_str())
        .collect();
    alarms.sort_unstable();
    ensure!(alarms == ALARMS, "{alarms:?}");
    others_change(&emulator, pool, &provider)?;
    if has_users {
        // A new value here has no effect on someone who has a password.
        inputs["user_passwords"] = json!({ "ann@example.com": "Another-Horse-8-Battery" });
        fs::write(&variables, inputs.to_string())?;
    }

    let second = settled(&terraform)?;
    ensure!(second.is_empty(), "the second plan: {second:#?}");

    // Without these blocks, it would change every one of them.
    let identity = out.join("identity.tf");
    let text = fs::read_to_string(&identity)?;
    fs::write(&identity, without_lifecycle(&text))?;
    let bare = settled(&terraform)?;
    let mut expected = vec!["Google", "corporate", "partner"]
        .into_iter()
        .map(|name| format!("aws_cognito_identity_provider.{name}.provider_details"))
        .collect::<Vec<_>>();
    if has_users {
        let user = ["attributes", "password"];
        expected.extend(user.map(|what| format!("aws_cognito_user.{USER}.{what}")));
    }
    expected.sort();
    ensure!(bare == expected, "{bare:#?}, not {expected:#?}");
    Ok(())
}

/// The address of the user.
const USER: &str = "ann_-40-example_-2e-com";

/// What a plan would change, without its values.
fn settled(terraform: &Terraform) -> Result<Vec<String>> {
    let changes = changes(&terraform.plan_json()?);
    let mut names: Vec<String> = changes
        .iter()
        .filter(|change| !QUIRKS.iter().any(|quirk| change.starts_with(quirk)))
        .map(|change| change.split(": ").next().unwrap_or(change).to_owned())
        .collect();
    names.sort();
    names.dedup();
    Ok(names)
}

/// Cognito completes the identity providers; Ann says who she is, and
/// changes her password.
fn others_change(emulator: &Emulator, pool: &str, provider: &Provider) -> Result<()> {
    for (name, added) in ADDED {
        let known = json!({ "UserPoolId": pool, "ProviderName": name });
        let mut described = emulator.cognito("DescribeIdentityProvider", &known)?;
        let mut details = described["IdentityProvider"]["ProviderDetails"].take();
        for (key, value) in added {
            details[*key] = json!(value);
        }
        let mut input = known;
        input["ProviderDetails"] = details;
        emulator.cognito("UpdateIdentityProvider", &input)?;
    }
    if provider.config.is_none() {
        return Ok(());
    }
    let user = json!({ "UserPoolId": pool, "Username": "ann@example.com" });
    let of_user = emulator.cognito("AdminGetUser", &user)?;
    let attributes = of_user["UserAttributes"].as_array().context("attributes")?;
    let has =
        |name: &str, value: &str| attributes.contains(&json!({ "Name": name, "Value": value }));
    ensure!(
        has("email", "ann@example.com") && has("email_verified", "true"),
        "{of_user:#}"
    );
    let mut moved = user.clone();
    moved["UserAttributes"] = json!([
        { "Name": "nickname", "Value": "annie" },
        { "Name": "name", "Value": "Ann" },
    ]);
    emulator.cognito("AdminUpdateUserAttributes", &moved)?;
    let mut changed = user;
    changed["Password"] = json!("Changed-Horse-9-Battery");
    changed["Permanent"] = Value::Bool(true);
    emulator.cognito("AdminSetUserPassword", &changed)?;
    Ok(())
}

/// A file without its `lifecycle` blocks.
fn without_lifecycle(text: &str) -> String {
    let mut inside = false;
    let lines = text.lines().filter(|line| {
        inside |= *line == "  lifecycle {";
        let kept = !inside;
        inside &= *line != "  }";
        kept
    });
    lines.map(|line| format!("{line}\n")).collect()
}
