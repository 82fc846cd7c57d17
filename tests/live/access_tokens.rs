//! Access tokens, end to end: the compiled handler for trigger V2 on the
//! emulator, real sign-ins, real calls.

use crate::support::applied::{Applied, PASSWORD};
use crate::support::compile::{compile, compile_below};
use crate::support::harness::trials;
use anyhow::{Result, ensure};
use std::fs;
use std::path::Path;

trials![
    access_tokens_open_the_routes_of_their_groups,
    the_case_of_access_tokens_attaches_v2
];

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

const CALLS: [&str; 3] = ["GET /orders", "GET /orders/7/edit", "GET /health"];

fn access_tokens_open_the_routes_of_their_groups() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let blueprint = folder.path().join("blueprint.toml");
    fs::write(&blueprint, BLUEPRINT)?;
    fs::write(folder.path().join("api.js"), FUNCTION)?;
    let applied = Applied::new(&compile_below(&blueprint)?)?;
    applied.attach_v2()?;

    let writer = applied.access_token("writer", &["writers"])?;
    let client = applied.output("/client_ids/web")?;
    let id_token = applied.emulator.sign_in(client, "writer", PASSWORD)?.id;
    let reader = applied.access_token("reader", &["readers"])?;
    let nobody = applied.access_token("nobody", &[])?;
    let table = [
        ("anonymous", None, [401, 401, 200]),
        ("reader", Some(reader), [200, 403, 200]),
        ("writer", Some(writer), [200, 200, 200]),
        ("user in no group", Some(nobody), [403, 403, 200]),
        ("writer's ID token", Some(id_token), [403, 403, 200]),
    ];
    applied.table("live-access", CALLS, &table)
}

/// The scenario says what the compile case of the same mode says.
fn the_case_of_access_tokens_attaches_v2() -> Result<()> {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compile/access/blueprint.toml");
    let identity = String::from_utf8(compile(&case, None)?["identity.tf"].clone())?;
    ensure!(identity.contains("lambda_version = \"V2_0\""), "{identity}");
    ensure!(!identity.contains("pre_token_generation ="), "{identity}");
    Ok(())
}
