//! Authorizers beside that of the user pool, end to end: a Lambda authorizer
//! with and without cached answers, AWS credentials, a second JWT authorizer.

use crate::support::applied::{Applied, Call, PASSWORD};
use crate::support::compile::compile;
use crate::support::harness::trials;
use crate::support::pages;
use crate::support::verify::outcome;
use anyhow::{Result, ensure};
use std::fs;

trials![every_kind_of_authorizer_decides_as_the_blueprint_says];

const BLUEPRINT: &str = r#"name = "authorizers"

[identity]
token = "id"

[clients.web]
auth_flows = ["user-password"]

[clients.other]
auth_flows = ["user-password"]

[roles]
reader = ["read"]

[groups]
readers = ["reader"]

[functions.api]
source = "api.js"

[functions.simple]
source = "simple.js"

[functions.by_policy]
source = "by_policy.js"

[authorizers.custom]
function = "simple"

[authorizers.policy] # called for every request, answers with a policy
function = "by_policy"
payload = "1.0"
simple_responses = false
sources = []

[authorizers.shared] # one cached answer for all routes
function = "simple"
ttl = 300

[authorizers.separate]
function = "simple"
sources = ["$request.header.Authorization", "$context.routeKey"]
ttl = 300

[routes]
"GET /items" = { function = "api", scopes = ["read"], clients = ["web"] }
"GET /allowed" = { function = "api", authorizer = "custom" }
"GET /denied" = { function = "api", authorizer = "custom" }
"GET /by/policy" = { function = "api", authorizer = "policy" }
"GET /shared/allowed" = { function = "api", authorizer = "shared" }
"GET /shared/denied" = { function = "api", authorizer = "shared" }
"GET /separate/allowed" = { function = "api", authorizer = "separate" }
"GET /separate/denied" = { function = "api", authorizer = "separate" }
"GET /internal" = { function = "api", authorizer = "iam" }

[expect]
"GET /items" = { anonymous = 401, readers = "allow" }
"GET /allowed" = { anonymous = 401 }
"GET /internal" = { anonymous = 403, readers = 403 }
"#;

const API: &str = "exports.handler = async () => ({ statusCode: 200, body: '\"ok\"' });\n";

/// Accepts the correct API key, and only for routes that end in `allowed`.
const SIMPLE: &str = "\
exports.handler = async (event) => ({
  isAuthorized: event.headers.authorization === 'correct' && event.routeKey.endsWith('allowed'),
});
";

/// Answers with an IAM policy to the event of format 1.0.
const BY_POLICY: &str = "\
exports.handler = async (event) => ({
  principalId: 'someone',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{
      Action: 'execute-api:Invoke',
      Effect: (event.headers.authorization ?? event.headers.Authorization) === 'correct' ? 'Allow' : 'Deny',
      Resource: event.methodArn,
    }],
  },
});
";

fn every_kind_of_authorizer_decides_as_the_blueprint_says() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let blueprint = folder.path().join("blueprint.toml");
    fs::write(&blueprint, BLUEPRINT)?;
    fs::write(folder.path().join("api.js"), API)?;
    fs::write(folder.path().join("simple.js"), SIMPLE)?;
    fs::write(folder.path().join("by_policy.js"), BY_POLICY)?;
    let applied = Applied::new(&compile(&blueprint, Some(">= 3.39"))?)?;

    let pool = applied.output("/user_pool_id")?;
    applied
        .emulator
        .create_user(pool, "ann", PASSWORD, &["readers"])?;
    let token = |client: &str| -> Result<String> {
        let client = applied.output(&format!("/client_ids/{client}"))?;
        Ok(applied.emulator.sign_in(client, "ann", PASSWORD)?.id)
    };
    let (web, other) = (token("web")?, token("other")?);
    let call = |who, authorization: Option<&str>, route, status| Call {
        who,
        authorization: authorization.map(str::to_owned),
        route,
        status,
    };
    let key = Some("correct");
    let calls = [
        call("anonymous", None, "GET /items", 401),
        call("ann", Some(&web), "GET /items", 200),
        call(
            "ann through the other app client",
            Some(&other),
            "GET /items",
            401,
        ),
        call("anonymous", None, "GET /allowed", 401),
        call("correct API key", key, "GET /allowed", 200),
        call("wrong API key", Some("wrong"), "GET /allowed", 403),
        call("correct API key", key, "GET /denied", 403),
        call("correct API key", key, "GET /by/policy", 200),
        call("wrong API key", Some("wrong"), "GET /by/policy", 403),
        call("anonymous", None, "GET /by/policy", 403),
        call("anonymous", None, "GET /internal", 403),
        // The cached answer for one route is used for the other: JG0327.
        call("correct API key", key, "GET /shared/allowed", 200),
        call("correct API key", key, "GET /shared/denied", 200),
        // With the route key as a source, each route has its own answer.
        call("correct API key", key, "GET /separate/allowed", 200),
        call("correct API key", key, "GET /separate/denied", 403),
    ];
    let row = |call: &Call<'_>| format!("| {} | `{}` | {} |\n", call.who, call.route, call.status);
    let rows: String = calls.iter().map(row).collect();
    applied.calls(calls)?;
    pages::check(
        "docs/tested.md",
        "live-authorizers",
        &format!("| Caller | Call | Answer |\n|---|---|---|\n{rows}"),
    )?;
    let found = applied.agrees(&blueprint, &["ann"], &["--user", "group:readers=ann"])?;
    for (route, subject, expected) in [
        ("GET /items", "group:readers", "agrees"),
        ("GET /items", "a token for another app client", "agrees"),
        ("GET /allowed", "anonymous", "agrees"),
        ("GET /allowed", "group:readers", "not checked"),
        ("GET /internal", "anonymous", "agrees"),
        ("GET /internal", "group:readers", "not checked"),
    ] {
        let seen = outcome(&found, route, subject);
        ensure!(seen == expected, "{route} as {subject}: {seen}");
    }
    permissions(&applied)
}

/// The emulator does not ask for them; AWS answers 500 without.
fn permissions(applied: &Applied) -> Result<()> {
    let resources = applied.state["values"]["root_module"]["resources"].as_array();
    let resources = resources.into_iter().flatten();
    let granted: Vec<&str> = resources
        .filter(|resource| resource["type"] == "aws_lambda_permission")
        .filter_map(|resource| resource["values"]["source_arn"].as_str())
        .filter(|arn| arn.contains("/authorizers/"))
        .collect();
    ensure!(granted.len() == 4, "{granted:?}");
    Ok(())
}
