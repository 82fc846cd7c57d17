//! What may change a decision, and is not taken into account when decisions are
//! made from Terraform alone: settings that a blueprint never has, or that the
//! comparison with it would find.

use super::providers;
use crate::evidence::{Evidence, Term, is_nothing};
use std::collections::BTreeSet;

/// Types of resources that decisions are made from.
const DECIDING: [&str; 12] = [
    "aws_apigatewayv2_api",
    "aws_apigatewayv2_authorizer",
    "aws_apigatewayv2_integration",
    "aws_apigatewayv2_route",
    "aws_apigatewayv2_stage",
    "aws_cognito_user",
    "aws_cognito_user_group",
    "aws_cognito_user_in_group",
    "aws_cognito_user_pool",
    "aws_cognito_user_pool_client",
    "aws_lambda_function",
    "aws_lambda_permission",
];

/// Arguments that decide unless they are left out or have one of these values, by
/// type of resource.
const USUAL: [(&str, &str, &[&str]); 17] = [
    (
        "aws_apigatewayv2_integration",
        "connection_type",
        &["INTERNET"],
    ),
    ("aws_apigatewayv2_stage", "deployment_id", &[]),
    ("aws_cognito_user", "enabled", &["true"]),
    (
        "aws_cognito_user_pool",
        "lambda_config.0.create_auth_challenge",
        &[],
    ),
    (
        "aws_cognito_user_pool",
        "lambda_config.0.custom_message",
        &[],
    ),
    (
        "aws_cognito_user_pool",
        "lambda_config.0.define_auth_challenge",
        &[],
    ),
    (
        "aws_cognito_user_pool",
        "lambda_config.0.post_authentication",
        &[],
    ),
    (
        "aws_cognito_user_pool",
        "lambda_config.0.post_confirmation",
        &[],
    ),
    (
        "aws_cognito_user_pool",
        "lambda_config.0.pre_authentication",
        &[],
    ),
    ("aws_cognito_user_pool", "lambda_config.0.pre_sign_up", &[]),
    (
        "aws_cognito_user_pool",
        "lambda_config.0.user_migration",
        &[],
    ),
    (
        "aws_cognito_user_pool",
        "lambda_config.0.verify_auth_challenge_response",
        &[],
    ),
    ("aws_lambda_permission", "event_source_token", &[]),
    ("aws_lambda_permission", "function_url_auth_type", &[]),
    ("aws_lambda_permission", "principal_org_id", &[]),
    ("aws_lambda_permission", "source_account", &[]),
    ("aws_lambda_function", "image_uri", &[]),
];

/// Everything of this kind, one phrase each.
pub(super) fn doubts(evidence: &Evidence<'_>) -> Vec<String> {
    let mut doubts = Vec::new();
    for (kind, name, usual) in USUAL {
        for address in evidence.of_kind(kind) {
            let value = evidence.value(address, name);
            let text = value.to_string();
            let is_usual = usual.contains(&text.trim_matches('"'));
            // AWS gives a deployment to a stage that deploys by itself.
            let is_given = name == "deployment_id" && deploys(evidence, address);
            // Not enabled is more than not said.
            let is_left_out = is_nothing(&value) && (usual.is_empty() || value == Term::Null);
            if !is_left_out && !is_usual && !is_given {
                doubts.push(format!(
                    "`{address}`: what its `{name}` changes is not known"
                ));
            }
        }
    }
    for kind in DECIDING {
        for address in evidence.of_kind(kind) {
            doubts.extend(meta(evidence, address, kind));
            doubts.extend(special(evidence, address, kind));
        }
    }
    if let Some((_, root)) = evidence.files(None) {
        for (local, declared) in &root.declared {
            let why = match local {
                _ if local.starts_with("provider \"aws\"") => providers::written(&declared.body),
                _ if local.starts_with("import ") => Some("it takes over what exists".to_owned()),
                _ => None,
            };
            doubts.extend(why.map(|why| format!("`{local}`: {why}")));
        }
    }
    doubts
}

/// Arguments that Terraform itself reads.
fn meta(evidence: &Evidence<'_>, address: &str, kind: &str) -> Option<String> {
    let block = evidence.block(address)?;
    if block.attributes.contains_key("provider") {
        return Some(format!("`{address}`: it is made with another provider"));
    }
    // What is ignored of a user is not its groups.
    let mut lifecycle = block.blocks.get("lifecycle").into_iter().flatten();
    let ignores = lifecycle.any(|block| block.attributes.contains_key("ignore_changes"));
    (ignores && kind != "aws_cognito_user")
        .then(|| format!("`{address}`: changes that it ignores are not known"))
}

/// Arguments that depend on others.
fn special(evidence: &Evidence<'_>, address: &str, kind: &str) -> Option<String> {
    let value = |name: &str| evidence.value(address, name);
    let why = match kind {
        "aws_apigatewayv2_api" => {
            let mapped = evidence.of_kind("aws_apigatewayv2_api_mapping").next();
            let is_closed = !is_nothing(&value("disable_execute_api_endpoint"));
            (is_closed && mapped.is_none()).then_some("it may have no address")
        }
        "aws_apigatewayv2_integration" => {
            let is_function = value("integration_type").as_text() == Some("AWS_PROXY");
            let changes = !is_nothing(&value("request_parameters"));
            let elsewhere = match value("integration_uri") {
                Term::Text(_) if is_function => false,
                uri => uri.as_text().is_some_and(|uri| !uri.starts_with("http")),
            };
            match (is_function && changes, elsewhere) {
                (true, _) => Some("what its `request_parameters` change is not known"),
                (_, true) => Some("what it leads to is not known"),
                _ => None,
            }
        }
        "aws_apigatewayv2_stage" => {
            (!deploys(evidence, address)).then_some("what is deployed to it is not known")
        }
        "aws_cognito_user_pool_client" => {
            let flows = value("explicit_auth_flows");
            let flows = flows.items().unwrap_or_default();
            let signs_in = |flow: &Term| flow.as_text() != Some("ALLOW_REFRESH_TOKEN_AUTH");
            let oauth = !is_nothing(&value("allowed_oauth_flows_user_pool_client"));
            let none = !flows.is_empty() && !flows.iter().any(signs_in) && !oauth;
            none.then_some("nobody can sign in with it")
        }
        "aws_lambda_function" => {
            let reserved = value("reserved_concurrent_executions");
            (reserved == Term::Number("0".to_owned())).then_some("it never runs")
        }
        _ => None,
    };
    why.map(|why| format!("`{address}`: {why}"))
}

/// Whether a stage serves what its API is configured to.
fn deploys(evidence: &Evidence<'_>, stage: &str) -> bool {
    evidence.value(stage, "auto_deploy") == Term::Bool(true)
}

/// Route keys that several routes of an API have: AWS takes one of them.
pub(super) fn twice<'a>(keys: impl Iterator<Item = Option<&'a str>>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let again: BTreeSet<&str> = keys.flatten().filter(|key| !seen.insert(*key)).collect();
    let again = again.into_iter();
    again
        .map(|key| format!("several routes have the key `{key}`"))
        .collect()
}
