//! The generated token handler, run by Node on the events that Cognito sends.

use crate::support::compile::compile;
use crate::support::harness::trials;
use crate::support::tools;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

trials![
    id_tokens_get_a_scope_claim_for_every_trigger_source,
    id_tokens_without_groups_have_no_scope,
    access_tokens_get_the_scopes_of_the_groups_and_no_others,
    access_tokens_keep_self_service_where_it_is_on,
    access_tokens_without_groups_lose_even_requested_scopes,
    scopes_are_spelled_as_routes_list_them,
    scopes_needed_together_go_to_who_holds_them_all,
];

/// The scope of an access token that may manage its user's account.
const SELF_SERVICE: &str = "aws.cognito.signin.user.admin";

/// Trigger sources of the versions V1 and V2.
const SOURCES: [&str; 5] = [
    "TokenGeneration_HostedAuth",
    "TokenGeneration_Authentication",
    "TokenGeneration_NewPasswordChallenge",
    "TokenGeneration_AuthenticateDevice",
    "TokenGeneration_RefreshTokens",
];

/// Calls the handler once for each event, in one process, as Lambda does with
/// a warm function.
const RUNNER: &str = "
const { handler } = require(process.argv[1]);
let text = '';
process.stdin.on('data', (part) => { text += part; }).on('end', async () => {
  const answers = [];
  for (const event of JSON.parse(text)) answers.push(await handler(event));
  process.stdout.write(JSON.stringify(answers));
});
";

/// The handler that a blueprint of the tests compiles to, called with events.
fn run(blueprint: &str, events: &[Value]) -> Result<Vec<Value>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = compile(&root.join(blueprint).join("blueprint.toml"), None)?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("index.js");
    std::fs::write(&path, &files["token_handler/index.js"])?;
    let node = tools::node()?;
    let mut child = Command::new(node)
        .args(["-e", RUNNER])
        .arg(&path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let events = serde_json::to_vec(events)?;
    child
        .stdin
        .take()
        .context("stdin is piped")?
        .write_all(&events)?;
    let output = child.wait_with_output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "the handler failed: {said}");
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// An event as Cognito sends it. V2 events carry the requested scopes.
fn event(source: &str, version: &str, groups: Value, scopes: Option<Value>) -> Value {
    let mut event = json!({
        "version": version,
        "triggerSource": source,
        "region": "us-east-1",
        "userPoolId": "us-east-1_EXAMPLE",
        "userName": "somebody",
        "callerContext": { "awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": "client123" },
        "request": {
            "userAttributes": { "sub": "1", "email": "somebody@example.com", "custom:scope": "admin" },
            "groupConfiguration": {
                "groupsToOverride": groups,
                "iamRolesToOverride": [],
                "preferredRole": null,
            },
            "clientMetadata": { "scope": "admin" },
        },
        "response": {},
    });
    if let Some(scopes) = scopes {
        event["request"]["scopes"] = scopes;
    }
    event
}

/// Groups of people who hold nothing; the handler takes them all alike.
fn nothing() -> [Value; 8] {
    [
        json!(null),
        json!([]),
        json!([
            "unknown",
            "Admin",
            "",
            "constructor",
            "__proto__",
            "toString"
        ]),
        json!("admin"),
        json!({ "0": "admin", "length": 1 }),
        json!([null, 7, ["admin"], { "admin": true }]),
        json!(17),
        json!(true),
    ]
}

fn id_tokens_get_a_scope_claim_for_every_trigger_source() -> Result<()> {
    let events: Vec<Value> = SOURCES
        .iter()
        .map(|source| event(source, "1", json!(["regular", "other", "admin"]), None))
        .collect();
    for (answer, event) in run(".", &events)?.into_iter().zip(events) {
        let mut expected = event;
        expected["response"] = json!({
            "claimsOverrideDetails": {
                "claimsToAddOrOverride": { "scope": "admin-client123 regular-client123" },
                "claimsToSuppress": ["scp"],
            },
        });
        // All of the event comes back, and no `groupOverrideDetails`: groups
        // stay in the token.
        ensure!(answer == expected, "{answer:#}");
    }
    Ok(())
}

fn id_tokens_without_groups_have_no_scope() -> Result<()> {
    let mut events: Vec<Value> = nothing()
        .map(|groups| event(SOURCES[1], "1", groups, None))
        .into();
    let mut bare = events[0].clone();
    bare["request"]["groupConfiguration"] = json!(null);
    events.push(bare.clone());
    bare["request"] = json!({});
    events.push(bare);
    for answer in run(".", &events)? {
        let expected = json!({ "claimsOverrideDetails": { "claimsToSuppress": ["scope", "scp"] } });
        ensure!(answer["response"] == expected, "{answer:#}");
    }
    Ok(())
}

/// The scopes that an access token ends up with, by Cognito's rule that
/// suppression beats addition.
fn access_token_scopes(answer: &Value, requested: &[&str]) -> Vec<String> {
    let access = &answer["response"]["claimsAndScopeOverrideDetails"]["accessTokenGeneration"];
    let list = |name: &str| -> Vec<String> {
        let items = access[name].as_array().into_iter().flatten();
        items.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let suppressed = list("scopesToSuppress");
    let mut scopes: Vec<String> = requested.iter().map(|scope| scope.to_string()).collect();
    scopes.extend(list("scopesToAdd"));
    scopes.retain(|scope| !suppressed.contains(scope));
    scopes.sort();
    scopes.dedup();
    scopes
}

fn access_tokens_get_the_scopes_of_the_groups_and_no_others() -> Result<()> {
    let requested = ["openid", SELF_SERVICE, "orders/orders:admin"];
    let events: Vec<Value> = SOURCES
        .iter()
        .map(|source| {
            event(
                source,
                "2",
                json!(["readers", "writers"]),
                Some(json!(requested)),
            )
        })
        .collect();
    for answer in run("tests/compile/access", &events)? {
        // `orders:admin` was asked for, and neither group grants it. Nobody may
        // manage their own account here.
        let scopes = access_token_scopes(&answer, &requested);
        let expected = ["openid", "orders/orders:read", "orders/orders:write"];
        ensure!(scopes == expected, "{scopes:?}\n{answer:#}");
        let details = &answer["response"]["claimsAndScopeOverrideDetails"];
        ensure!(details.get("groupOverrideDetails").is_none(), "{answer:#}");
        let id_token = json!({ "claimsToSuppress": ["scope", "scp"] });
        ensure!(details["idTokenGeneration"] == id_token, "{answer:#}");
    }
    Ok(())
}

/// Every token that the API of a pool issues for a password has this scope.
fn access_tokens_keep_self_service_where_it_is_on() -> Result<()> {
    let requested = [SELF_SERVICE, "read"];
    let events = [json!(["readers"]), json!([])]
        .map(|groups| event(SOURCES[1], "2", groups, Some(json!(requested))));
    let answers = run("tests/compile/accounts", &events)?;
    let scopes = answers
        .iter()
        .map(|answer| access_token_scopes(answer, &requested));
    let scopes: Vec<Vec<String>> = scopes.collect();
    ensure!(
        scopes == [vec![SELF_SERVICE, "read"], vec![SELF_SERVICE]],
        "{scopes:?}"
    );
    Ok(())
}

fn access_tokens_without_groups_lose_even_requested_scopes() -> Result<()> {
    let requested = ["profile", "orders/orders:read", "orders/orders:admin"];
    let events = nothing().map(|groups| event(SOURCES[0], "2", groups, Some(json!(requested))));
    for answer in run("tests/compile/access", &events)? {
        let scopes = access_token_scopes(&answer, &requested);
        ensure!(scopes == ["profile"], "{scopes:?}\n{answer:#}");
    }
    Ok(())
}

fn scopes_are_spelled_as_routes_list_them() -> Result<()> {
    let events = [event(SOURCES[1], "1", json!(["a|b"]), None)];
    let answer = &run("tests/compile/names", &events)?[0];
    let scope = &answer["response"]["claimsOverrideDetails"]["claimsToAddOrOverride"]["scope"];
    let expected: Vec<String> = ["$", "${read}", "%{write}", "it's:'`'"]
        .iter()
        .map(|scope| format!("`${scope}`|{scope}|%{scope}"))
        .collect();
    ensure!(*scope == expected.join(" "), "{scope}");
    Ok(())
}

fn scopes_needed_together_go_to_who_holds_them_all() -> Result<()> {
    let events = [
        event(SOURCES[1], "1", json!(["writers", "europeans"]), None),
        event(SOURCES[1], "1", json!(["writers", "auditors"]), None),
    ];
    let answers = run("tests/compile/all_of", &events)?;
    let scope = |answer: &Value| {
        answer["response"]["claimsOverrideDetails"]["claimsToAddOrOverride"]["scope"].clone()
    };
    let both = "all:orders:write+region:eu-client123 orders:write-client123 region:eu-client123";
    ensure!(scope(&answers[0]) == both, "{answers:#?}");
    ensure!(
        scope(&answers[1]) == "audit-client123 orders:write-client123",
        "{answers:#?}"
    );

    // Asked for at the hosted sign-in, and held in part.
    let requested = ["orders/all:export+read", "orders/export"];
    let events = [event(
        SOURCES[0],
        "2",
        json!(["writers"]),
        Some(json!(requested)),
    )];
    let scopes = access_token_scopes(&run("tests/compile/machine", &events)?[0], &requested);
    ensure!(scopes == ["orders/read", "orders/write"], "{scopes:?}");
    Ok(())
}
