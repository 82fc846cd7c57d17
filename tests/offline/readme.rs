//! What the README and the pages show is what a user sees.

use crate::documents::commands::in_blocks;
use crate::support::pages::{check, fenced};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn example() -> Result<String> {
    Ok(fs::read_to_string(root().join("blueprint.toml"))?)
}

/// A folder with this blueprint and the example's functions.
fn project(blueprint: &str) -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    fs::write(folder.path().join("blueprint.toml"), blueprint)?;
    copy(&root().join("functions"), &folder.path().join("functions"))?;
    Ok(folder)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        match entry.file_type()?.is_dir() {
            true => copy(&entry.path(), &to)?,
            false => drop(fs::copy(entry.path(), to)?),
        }
    }
    Ok(())
}

fn run(folder: &Path, args: &[String]) -> Result<Output> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jwtgen"));
    Ok(command.current_dir(folder).args(args).output()?)
}

/// A console with a command line and what it prints in a folder.
fn console(folder: &TempDir, line: &str, exit: i32) -> Result<String> {
    let words = shlex::split(line).context("unbalanced quotes")?;
    let args = words.iter().skip_while(|word| *word != "--").skip(1);
    let args: Vec<String> = match line.starts_with("cargo") {
        true => args.cloned().collect(),
        false => words[1..].to_vec(),
    };
    let output = run(folder.path(), &args)?;
    let said = String::from_utf8(output.stdout)? + &String::from_utf8(output.stderr)?;
    ensure!(output.status.code() == Some(exit), "{said}");
    Ok(fenced("console", &format!("$ {line}\n{said}")))
}

#[test]
fn the_blueprint_is_shown_and_is_short() -> Result<()> {
    let blueprint = example()?;
    check(
        "docs/walkthrough.md",
        "blueprint",
        &fenced("toml", &blueprint),
    )?;
    let lines = blueprint
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.trim().starts_with('#'))
        .count();
    ensure!(lines <= 40, "{lines} lines");
    let shown = ["[roles]", "[groups]", "[users]", "[routes]", "[expect]"];
    let sections: Vec<&str> = blueprint
        .split("\n\n")
        .filter(|section| shown.iter().any(|header| section.starts_with(header)))
        .collect();
    ensure!(sections.len() == shown.len(), "{sections:#?}");
    check(
        "README.md",
        "excerpt",
        &fenced("toml", &sections.join("\n\n")),
    )
}

#[test]
fn compiling_says_what_is_shown() -> Result<()> {
    let folder = project(&example()?)?;
    let shown = console(&folder, "jwtgen compile", 0)?;
    check("docs/walkthrough.md", "compile", &shown)?;

    let folder = project(&example()?)?;
    copy(&root().join("out"), &folder.path().join("out"))?;
    let shown = console(&folder, "cargo run --release -- compile", 0)?;
    ensure!(shown.contains("nothing changed"), "{shown}");
    check("README.md", "first-compile", &shown)?;
    let shown = console(&folder, "cargo run --release -- compile --out new", 0)?;
    check("README.md", "new-compile", &shown)
}

#[test]
fn a_route_and_the_matrix_are_those_of_the_output() -> Result<()> {
    let routes = fs::read_to_string(root().join("out/routes.tf"))?;
    let route = routes.split("\n\n").nth(1).context("no route")?;
    let readme = fs::read_to_string(root().join("out/README.md"))?;
    let start = readme.find("| Route |").context("no matrix")?;
    let table = readme[start..].split("\n\n").next().unwrap_or_default();
    for page in ["README.md", "docs/walkthrough.md"] {
        check(page, "route", &fenced("hcl", route))?;
        check(page, "matrix", &format!("{table}\n"))?;
    }
    check("docs/matrix.md", "matrix", &format!("{table}\n"))
}

#[test]
fn a_decision_is_explained_as_shown() -> Result<()> {
    let line = "jwtgen matrix --explain \"GET /AdminUser\" --as regularuser";
    let shown = console(&project(&example()?)?, line, 0)?;
    check("docs/matrix.md", "explained", &shown)
}

/// The example with mistakes: what is right, and what is there instead.
fn mistaken(mistakes: &[(&str, &str)]) -> Result<TempDir> {
    let mut blueprint = example()?;
    for (right, wrong) in mistakes {
        ensure!(
            blueprint.contains(right),
            "the example has changed: {right}"
        );
        blueprint = blueprint.replacen(right, wrong, 1);
    }
    project(&blueprint)
}

#[test]
fn mistakes_are_explained_as_shown() -> Result<()> {
    let scope = ("scopes = [\"admin\"] }", "scopes = [\"admim\"] }");
    let domain = ("domain = \"jwt-auth-demo\"", "domain = \"aws-auth-demo\"");
    let access = (", scopes = [\"regular\"] }", " }");
    let one = console(&mistaken(&[scope])?, "jwtgen check", 1)?;
    check("README.md", "error", &one)?;
    let all = console(&mistaken(&[scope, domain, access])?, "jwtgen check", 1)?;
    check("docs/errors.md", "errors", &all)
}

/// A repository whose branch `main`, here and at `origin`, holds the example
/// and its output.
fn repository() -> Result<TempDir> {
    let folder = project(&example()?)?;
    copy(&root().join("out"), &folder.path().join("out"))?;
    let git = |args: &[&str]| -> Result<()> {
        let output = Command::new("git")
            .current_dir(folder.path())
            .args(["-c", "user.name=t", "-c", "user.email=t@example.com"])
            .args(args)
            .output()
            .context("cannot run `git`")?;
        ensure!(output.status.success(), "{output:?}");
        Ok(())
    };
    git(&["init", "-q"])?;
    git(&["symbolic-ref", "HEAD", "refs/heads/main"])?;
    git(&["add", "-A"])?;
    git(&["commit", "-qm", "example"])?;
    git(&["update-ref", "refs/remotes/origin/main", "HEAD"])?;
    Ok(folder)
}

#[test]
fn a_change_is_shown_by_what_it_means() -> Result<()> {
    let folder = repository()?;
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
    fs::write(folder.path().join("blueprint.toml"), changed)?;
    let shown = console(&folder, "jwtgen diff git:main:blueprint.toml", 0)?;
    check("docs/diff.md", "diff", &shown)
}

/// Each command of the README succeeds in a clone, in the order shown; those
/// that need AWS or a plan are run by the tests of `tests/live`.
#[test]
fn the_readmes_commands_succeed() -> Result<()> {
    const ELSEWHERE: [&str; 2] = ["audit", "verify"];
    let readme = fs::read_to_string(root().join("README.md"))?;
    let folder = repository()?;
    let mut count = 0;
    for block in in_blocks(&readme)? {
        let mut here = folder.path().to_owned();
        for command in block {
            match command.program.as_str() {
                "cd" => here.push(&command.args[0]),
                _ if ELSEWHERE.contains(&command.args[0].as_str()) => {}
                _ => {
                    let output = run(&here, &command.args)?;
                    ensure!(output.status.success(), "{command:?}: {output:?}");
                    count += 1;
                }
            }
        }
    }
    ensure!(count >= 8, "{count} commands");
    Ok(())
}
