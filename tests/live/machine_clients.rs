//! Machine clients and scopes that are needed together, end to end: real
//! Terraform, tokens by client credentials and by sign-in, real calls.

use crate::support::applied::Applied;
use crate::support::compile::compile_below;
use crate::support::harness::trials;
use crate::support::verify::outcome;
use anyhow::{Result, ensure};
use std::fs;

trials![people_and_machines_get_what_the_blueprint_expects];

const BLUEPRINT: &str = r#"name = "orders"

[identity]
scope_format = "{name}/{scope}"
domain = "orders-demo"

[clients.web]
auth_flows = ["user-password"]

[clients.batch]
roles = ["reader", "exporter"]

[clients.probe]
roles = ["reader"]

[roles]
reader = ["read"]
exporter = ["export"]

[groups]
readers = ["reader"]
exporters = ["exporter"]

[functions.api]
source = "api.js"

[routes]
"GET /orders" = { function = "api", scopes = ["read"] }
"GET /export" = { function = "api", all = ["read", "export"] }
"GET /people" = { function = "api", scopes = ["read"], clients = ["web"] }
"GET /batch" = { function = "api", scopes = ["read"], clients = ["batch"] }

[expect]
"GET /orders" = { anonymous = 401, readers = "allow", exporters = 403, batch = "allow", probe = "allow" }
"GET /export" = { anonymous = 401, readers = 403, exporters = 403, batch = "allow", probe = 403 }
"GET /people" = { anonymous = 401, readers = "allow", batch = 401, probe = 401 }
"GET /batch" = { anonymous = 401, readers = 401, batch = "allow", probe = 401 }
"#;

const ROUTES: [&str; 4] = ["GET /orders", "GET /export", "GET /people", "GET /batch"];

fn people_and_machines_get_what_the_blueprint_expects() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let blueprint = folder.path().join("blueprint.toml");
    fs::write(&blueprint, BLUEPRINT)?;
    fs::write(
        folder.path().join("api.js"),
        "exports.handler = async () => ({ statusCode: 200, body: '\"ok\"' });\n",
    )?;
    let applied = Applied::new(&compile_below(&blueprint)?)?;
    applied.attach_v2()?;

    let machine = |name: &str| -> Result<String> {
        let id = applied.output(&format!("/client_ids/{name}"))?;
        let secret = applied.output(&format!("/client_secrets/{name}"))?;
        applied.emulator.client_credentials(id, secret, &[])
    };
    let table = [
        ("anonymous", None, [401, 401, 401, 401]),
        (
            "readers",
            Some(applied.access_token("r", &["readers"])?),
            [200, 403, 200, 401],
        ),
        (
            "exporters",
            Some(applied.access_token("e", &["exporters"])?),
            [403, 403, 403, 401],
        ),
        (
            "someone in both groups",
            Some(applied.access_token("b", &["readers", "exporters"])?),
            [200, 200, 200, 401],
        ),
        ("batch", Some(machine("batch")?), [200, 200, 401, 200]),
        ("probe", Some(machine("probe")?), [200, 403, 401, 401]),
    ];
    applied.table("live-machines", ROUTES, &table)?;

    let args = ["--user", "group:readers=r", "--user", "group:exporters=e"];
    let found = applied.agrees(&blueprint, &["r", "e"], &args)?;
    for caller in ["group:exporters", "client:batch", "client:probe"] {
        ensure!(
            outcome(&found, "GET /batch", caller) == "agrees",
            "{found:#}"
        );
    }
    let foreign = outcome(&found, "GET /people", "a token for another app client");
    ensure!(foreign == "agrees", "{found:#}");

    // A machine cannot ask for a scope that its roles do not grant.
    let id = applied.output("/client_ids/probe")?;
    let secret = applied.output("/client_secrets/probe")?;
    let wider = ["orders/read", "orders/all:export+read"];
    let token = applied.emulator.client_credentials(id, secret, &wider);
    ensure!(token.is_err(), "the probe got {token:?}");
    Ok(())
}
