//! The page of `jwtgen matrix --format html`, in a real browser.

use anyhow::Result;
use jwtgen::matrix::{Filter, Report, html};
use jwtgen::source::Source;
use serde_json::{Value, json};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::checks::accepted;
use crate::support::harness::trials;
use crate::support::tools;

trials![a_small_page_shows_everything, a_large_page_stays_usable];

/// Every kind of access.
const BLUEPRINT: &str = include_str!("../matrix/blueprint.toml");

/// 300 routes and 50 groups, all with some access.
fn large() -> String {
    let mut text = String::from("name = \"large\"\n[identity]\n[clients.web]\n[roles]\n");
    for role in 0..100 {
        writeln!(text, "role_{role} = [\"scope:{role}\"]").unwrap();
    }
    text.push_str("[groups]\n");
    for group in 0..50 {
        let (one, two) = (group * 2, group * 2 + 1);
        writeln!(text, "group_{group} = [\"role_{one}\", \"role_{two}\"]").unwrap();
    }
    text.push_str("[functions.api]\nsource = \"functions/api\"\n[routes]\n");
    for route in 0..150 {
        let scope = route % 100;
        let line = format!("{{ function = \"api\", scopes = [\"scope:{scope}\"] }}");
        writeln!(text, "\"GET /items/{route}/{{id}}\" = {line}").unwrap();
        writeln!(text, "\"DELETE /things/{route}\" = {line}").unwrap();
    }
    text
}

/// What the browser saw of a blueprint's page.
fn seen(name: &str, blueprint: &str) -> Result<Value> {
    let source = Source::new("blueprint.toml", blueprint);
    let checked = accepted(&source);
    let page = html(&Report::new(&checked, &Filter::default()));
    assert!(page.len() < 500_000, "{} bytes", page.len());
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("matrix-page-{name}"));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("matrix.html");
    fs::write(&file, page).unwrap();
    let browser = tools::chromium()?;
    let packages = tools::playwright()?;
    let node = tools::node()?;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/matrix_page.mjs");
    let output = Command::new(node)
        .arg(script)
        .args([packages, browser, &file, &folder])
        .output()
        .expect("Node runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn a_small_page_shows_everything() -> Result<()> {
    let seen = seen("small", BLUEPRINT)?;
    assert_eq!((&seen["rows"], &seen["columns"]), (&json!(9), &json!(8)));
    assert_eq!(
        seen["summary"],
        "9 of 9 routes, 1 public, 6 of 6 callers; callers send the access token."
    );
    assert_eq!((&seen["items"], &seen["gets"]), (&json!(4), &json!(1)));
    assert_eq!((&seen["groups"], &seen["public"]), (&json!(2), &json!(1)));
    assert_eq!(
        seen["allowed"],
        "DELETE /items/{id} as group:editors: allow: the token holds `items:write`."
    );
    assert_eq!(
        seen["next"],
        "GET /health as client:nightly: allow: the route is public."
    );
    assert_eq!(
        seen["first"],
        "DELETE /items/{id} as anonymous: 401: there is no token."
    );
    Ok(())
}

fn a_large_page_stays_usable() -> Result<()> {
    let seen = seen("large", &large())?;
    assert_eq!(seen["rows"], 300);
    assert_eq!(seen["columns"], 53);
    assert_eq!(seen["items"], 150);
    assert_eq!(seen["gets"], 150);
    assert_eq!(seen["groups"], 50);
    assert_eq!(seen["nodes"], 0);
    Ok(())
}
