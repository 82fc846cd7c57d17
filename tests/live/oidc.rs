//! Tokens of another issuer, end to end: a real OpenID Connect provider on
//! loopback, real Terraform, real calls.

use crate::support::applied::Applied;
use crate::support::compile::compile;
use crate::support::harness::trials;
use crate::support::oidc::OidcServer;
use crate::support::verify::outcome;
use anyhow::{Result, ensure};
use std::fs;

trials![tokens_of_another_issuer_open_the_routes_of_their_scopes];

const FUNCTION: &str = "exports.handler = async () => ({ statusCode: 200, body: '\"ok\"' });\n";

const ROUTES: [&str; 4] = ["GET /orders", "POST /orders", "GET /me", "GET /health"];

fn tokens_of_another_issuer_open_the_routes_of_their_scopes() -> Result<()> {
    let (own, stranger) = (OidcServer::start()?, OidcServer::start()?);
    let folder = tempfile::tempdir()?;
    let blueprint = folder.path().join("blueprint.toml");
    let text = format!(
        r#"name = "orders"

[identity]
issuer = "{}"
audience = ["https://api.example.com"]
scope_format = "{{name}}:{{scope}}"

[roles]
reader = ["read"]
writer = [{{ role = "reader" }}, "write"]

[groups]
readers = ["reader"]
writers = ["writer"]

[functions.api]
source = "api.js"

[routes]
"GET /orders" = {{ function = "api", scopes = ["read"] }}
"POST /orders" = {{ function = "api", allow = ["writers"] }}
"GET /me" = {{ function = "api", scopes = [] }}
"GET /health" = {{ function = "api", public = "uptime probe" }}

[expect]
"GET /orders" = {{ anonymous = 401, readers = "allow", writers = "allow" }}
"POST /orders" = {{ anonymous = 401, readers = 403, writers = "allow" }}
"#,
        own.issuer
    );
    fs::write(&blueprint, text)?;
    fs::write(folder.path().join("api.js"), FUNCTION)?;
    let applied = Applied::new(&compile(&blueprint, Some(">= 3.39"))?)?;

    let audience = "https://api.example.com";
    let readers = "orders:read";
    let writers = "orders:read orders:write orders:group:writers";
    let table = [
        ("anonymous", None, [401, 401, 401, 200]),
        (
            "readers",
            Some(own.token(audience, readers)?),
            [200, 403, 200, 200],
        ),
        (
            "writers",
            Some(own.token(audience, writers)?),
            [200, 200, 200, 200],
        ),
        (
            "no scope of the API",
            Some(own.token(audience, "profile")?),
            [403, 403, 200, 200],
        ),
        (
            "a similar scope",
            Some(own.token(audience, "orders:reads")?),
            [403, 403, 200, 200],
        ),
        (
            "another audience",
            Some(own.token("https://other.example.com", writers)?),
            [401, 401, 401, 200],
        ),
        (
            "another issuer",
            Some(stranger.token(audience, writers)?),
            [401, 401, 401, 200],
        ),
    ];
    applied.table("live-oidc", ROUTES, &table)?;

    // Passwords do not work there; a command gets the tokens.
    let command = format!(
        "case $JWTGEN_CALLER in group:readers) echo {};; *) echo {};; esac",
        own.token(audience, readers)?,
        own.token(audience, writers)?
    );
    let args = ["--include-unsafe", "--token-command", &command];
    let found = applied.agrees(&blueprint, &[], &args)?;
    for caller in ["anonymous", "group:readers", "group:writers"] {
        let seen = outcome(&found, "POST /orders", caller);
        ensure!(seen == "agrees", "{found:#}");
    }
    Ok(())
}
