//! The page of `jwtgen matrix --format html`, in a real browser.

use anyhow::Result;
use jwtgen::matrix::{Filter, Report, html};
use jwtgen::source::Source;
use serde_json::{Value, json};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::checks::accepted;
use crate::support::harness::trials;
use crate::support::tools;

trials![
    a_small_page_shows_everything,
    a_large_page_stays_usable,
    hostile_names_stay_text,
    a_browser_that_does_not_start_is_told_apart,
];

/// Exit code of the script where the browser does not start.
const NOT_STARTED: i32 = 77;

/// Every kind of access.
const BLUEPRINT: &str = include_str!("../matrix/blueprint.toml");

/// Names that the rules accept and HTML would not.
const HOSTILE: &str = include_str!("../matrix/hostile.toml");

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
    let output = browse(tools::chromium()?, &file, &folder)?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    if output.status.code() == Some(NOT_STARTED) {
        let why = stderr.lines().find(|line| !line.trim().is_empty());
        let why = format!("the browser does not start: {}", why.unwrap_or_default());
        return Err(tools::no_browser(why.into()).into());
    }
    assert!(output.status.success(), "{stderr}");
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Opens a page in a browser.
fn browse(browser: &Path, page: &Path, folder: &Path) -> Result<Output> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/matrix_page.mjs");
    let arguments = [tools::playwright()?, browser, page, folder];
    let mut node = Command::new(tools::node()?);
    Ok(node.arg(script).args(arguments).output()?)
}

/// A machine whose browser does not start has not shown a broken page.
fn a_browser_that_does_not_start_is_told_apart() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let page = folder.path().join("matrix.html");
    fs::write(&page, "<title>empty</title>")?;
    for browser in ["/bin/false", "/nowhere/chromium"] {
        let output = browse(Path::new(browser), &page, folder.path())?;
        assert_eq!(output.status.code(), Some(NOT_STARTED), "{output:?}");
        assert!(!output.stderr.is_empty());
    }
    Ok(())
}

fn a_small_page_shows_everything() -> Result<()> {
    let seen = seen("small", BLUEPRINT)?;
    assert_eq!((&seen["rows"], &seen["columns"]), (&json!(10), &json!(11)));
    assert_eq!(
        seen["summary"],
        "10 of 10 routes (1 public), 9 of 9 callers. Callers send the access token."
    );
    assert_eq!((&seen["items"], &seen["gets"]), (&json!(4), &json!(1)));
    assert_eq!((&seen["groups"], &seen["public"]), (&json!(2), &json!(1)));
    assert_eq!(
        seen["allowed"],
        "GET /catalog as authorizer:partner: allow: the route accepts any token and requires no scope."
    );
    assert_eq!(
        seen["next"],
        "GET /health as authorizer:iam: allow: the route is public."
    );
    assert_eq!(
        seen["code"],
        json!(["GET /items", "group:editors", "items:read"])
    );
    assert_eq!(seen["legend"], json!(["allow", "401", "403", "depends"]));
    assert_eq!(
        seen["first"],
        "GET /catalog as anonymous: 401: the call carries no token."
    );
    Ok(())
}

/// The script fails if anything in the page is run or asked for.
fn hostile_names_stay_text() -> Result<()> {
    let seen = seen("hostile", HOSTILE)?;
    assert_eq!((&seen["rows"], &seen["columns"]), (&json!(4), &json!(13)));
    assert_eq!(seen["public"], 1);
    let heads = seen["heads"].as_array().unwrap();
    for name in [
        "group:</script><script>alert(1)</script>",
        "group:g|\"'&amp;</td>",
        "group:管理者",
        "user:<svg/onload=alert(1)>",
    ] {
        assert!(heads.contains(&json!(name)), "{name}: {heads:?}");
    }
    Ok(())
}

fn a_large_page_stays_usable() -> Result<()> {
    let seen = seen("large", &large())?;
    assert_eq!(seen["rows"], 300);
    assert_eq!(seen["columns"], 54);
    assert_eq!(seen["items"], 150);
    assert_eq!(seen["gets"], 150);
    assert_eq!(seen["groups"], 50);
    assert_eq!(seen["nodes"], 0);
    Ok(())
}
