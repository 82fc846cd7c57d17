//! What the README shows is what a user sees.

use crate::support::readme::{check, fenced};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn example() -> Result<String> {
    Ok(fs::read_to_string(root().join("blueprint.toml"))?)
}

/// What a command says in a folder with this blueprint and the example's
/// functions.
fn said(blueprint: &str, command: &str, exit: i32) -> Result<String> {
    let words: Vec<&str> = command.split(' ').collect();
    shown(blueprint, command, &words, exit)
}

/// The same for a command whose arguments are these.
fn shown(blueprint: &str, command: &str, args: &[&str], exit: i32) -> Result<String> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("blueprint.toml"), blueprint)?;
    for function in ["admin_user", "regular_user"] {
        let path = format!("functions/{function}");
        fs::create_dir_all(folder.path().join(&path))?;
        let path = format!("{path}/index.js");
        fs::copy(root().join(&path), folder.path().join(&path))?;
    }
    let output = Command::new(env!("CARGO_BIN_EXE_jwtgen"))
        .current_dir(folder.path())
        .args(args)
        .output()?;
    let said = String::from_utf8(output.stdout)? + &String::from_utf8(output.stderr)?;
    ensure!(output.status.code() == Some(exit), "{said}");
    Ok(format!("$ jwtgen {command}\n{said}"))
}

#[test]
fn the_blueprint_is_shown_and_is_short() -> Result<()> {
    let blueprint = example()?;
    check("blueprint", &fenced("toml", &blueprint))?;
    let lines = blueprint
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.trim().starts_with('#'))
        .count();
    ensure!(lines <= 40, "{lines} lines");
    Ok(())
}

#[test]
fn compiling_says_what_is_shown() -> Result<()> {
    check(
        "compile",
        &fenced("console", &said(&example()?, "compile", 0)?),
    )
}

#[test]
fn a_route_and_the_matrix_are_those_of_the_output() -> Result<()> {
    let routes = fs::read_to_string(root().join("out/routes.tf"))?;
    let route = routes.split("\n\n").nth(1).context("no route")?;
    check("route", &fenced("hcl", route))?;
    let readme = fs::read_to_string(root().join("out/README.md"))?;
    let start = readme.find("| Route |").context("no matrix")?;
    let table = readme[start..].split("\n\n").next().unwrap_or_default();
    check("matrix", &format!("{table}\n"))
}

#[test]
fn a_decision_is_explained_as_shown() -> Result<()> {
    let args = [
        "matrix",
        "--explain",
        "GET /AdminUser",
        "--as",
        "regularuser",
    ];
    let command = "matrix --explain \"GET /AdminUser\" --as regularuser";
    check(
        "explained",
        &fenced("console", &shown(&example()?, command, &args, 0)?),
    )
}

#[test]
fn mistakes_are_explained_as_shown() -> Result<()> {
    let mistakes = [
        ("domain = \"jwt-auth-demo\"", "domain = \"aws-auth-demo\""),
        ("scopes = [\"admin\"] }", "scopes = [\"admim\"] }"),
        (", scopes = [\"regular\"] }", " }"),
    ];
    let mut blueprint = example()?;
    for (right, wrong) in mistakes {
        ensure!(
            blueprint.contains(right),
            "the example has changed: {right}"
        );
        blueprint = blueprint.replacen(right, wrong, 1);
    }
    check("errors", &fenced("console", &said(&blueprint, "check", 1)?))
}

#[test]
fn a_change_is_shown_by_what_it_means() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let changed = example()?
        .replace(
            "regular = [\"regular\"]\n\n[groups]",
            "regular = [\"regular\", \"admin\"]\n\n[groups]",
        )
        .replace(
            "[stage]",
            "\"GET /health\" = { function = \"admin_user\", public = \"uptime probe\" }\n\n[stage]",
        )
        .replace("regularuser = 403, ", "");
    fs::write(folder.path().join("old.toml"), example()?)?;
    fs::write(folder.path().join("blueprint.toml"), changed)?;
    let output = Command::new(env!("CARGO_BIN_EXE_jwtgen"))
        .current_dir(folder.path())
        .args(["diff", "old.toml", "blueprint.toml"])
        .output()?;
    let said = String::from_utf8(output.stdout)? + &String::from_utf8(output.stderr)?;
    check(
        "diff",
        &fenced(
            "console",
            &format!("$ jwtgen diff git:main:blueprint.toml\n{said}"),
        ),
    )
}
