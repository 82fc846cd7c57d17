//! Authorizers beside that of the user pool, end to end: a Lambda authorizer
//! with and without kept answers, AWS credentials, a second JWT authorizer.

use crate::support::applied::{Applied, Call, PASSWORD};
use crate::support::compile::compile;
use crate::support::pages;
use crate::support::verify::outcome;
use anyhow::{Result, ensure};
use std::fs;

const BLUEPRINT: &str = r#"name = "doors"

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

[functions.gatekeeper]
source = "gatekeeper.js"

[functions.usher]
source = "usher.js"

[authorizers.custom]
function = "gatekeeper"

[authorizers.policy] # asked about every call, and answers with a policy
function = "usher"
payload = "1.0"
simple_responses = false
sources = []

[authorizers.leaky] # keeps what it said of one route for the other
function = "gatekeeper"
ttl = 300

[authorizers.kept]
function = "gatekeeper"
sources = ["$request.header.Authorization", "$context.routeKey"]
ttl = 300

[routes]
"GET /items" = { function = "api", scopes = ["read"], clients = ["web"] }
"GET /open" = { function = "api", authorizer = "custom" }
"GET /shut" = { function = "api", authorizer = "custom" }
"GET /by/policy" = { function = "api", authorizer = "policy" }
"GET /leaky/open" = { function = "api", authorizer = "leaky" }
"GET /leaky/shut" = { function = "api", authorizer = "leaky" }
"GET /kept/open" = { function = "api", authorizer = "kept" }
"GET /kept/shut" = { function = "api", authorizer = "kept" }
"GET /internal" = { function = "api", authorizer = "iam" }

[expect]
"GET /items" = { anonymous = 401, readers = "allow" }
"GET /open" = { anonymous = 401 }
"GET /internal" = { anonymous = 403, readers = 403 }
"#;

const API: &str = "exports.handler = async () => ({ statusCode: 200, body: '\"ok\"' });\n";

/// Lets those in who know the word, and to the open doors alone.
const GATEKEEPER: &str = "\
exports.handler = async (event) => ({
  isAuthorized: event.headers.authorization === 'sesame' && event.routeKey.endsWith('open'),
});
";

/// The same by an IAM policy, for the older event.
const USHER: &str = "\
exports.handler = async (event) => ({
  principalId: 'someone',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{
      Action: 'execute-api:Invoke',
      Effect: (event.headers.authorization ?? event.headers.Authorization) === 'sesame' ? 'Allow' : 'Deny',
      Resource: event.methodArn,
    }],
  },
});
";

#[test]
fn every_kind_of_authorizer_decides_as_the_blueprint_says() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let blueprint = folder.path().join("blueprint.toml");
    fs::write(&blueprint, BLUEPRINT)?;
    fs::write(folder.path().join("api.js"), API)?;
    fs::write(folder.path().join("gatekeeper.js"), GATEKEEPER)?;
    fs::write(folder.path().join("usher.js"), USHER)?;
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
    let word = Some("sesame");
    let calls = [
        call("anonymous", None, "GET /items", 401),
        call("ann", Some(&web), "GET /items", 200),
        call("ann by the other client", Some(&other), "GET /items", 401),
        call("anonymous", None, "GET /open", 401),
        call("who knows the word", word, "GET /open", 200),
        call("who does not", Some("please"), "GET /open", 403),
        call("who knows the word", word, "GET /shut", 403),
        call("who knows the word", word, "GET /by/policy", 200),
        call("who does not", Some("please"), "GET /by/policy", 403),
        call("anonymous", None, "GET /by/policy", 403),
        call("anonymous", None, "GET /internal", 403),
        // The answer for one route opens the other: what JG0327 warns of.
        call("who knows the word", word, "GET /leaky/open", 200),
        call("who knows the word", word, "GET /leaky/shut", 200),
        // The route key among the sources keeps them apart.
        call("who knows the word", word, "GET /kept/open", 200),
        call("who knows the word", word, "GET /kept/shut", 403),
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
        ("GET /open", "anonymous", "agrees"),
        ("GET /open", "group:readers", "not checked"),
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
