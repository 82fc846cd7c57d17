//! The blueprints of `examples/` have no findings, fit the provider's schema,
//! and are listed in `docs/examples.md`.

use crate::provider::references::check_module_calls;
use crate::provider::schema::{Schema, check_dir};
use crate::support::compile::{checked, compile, write};
use crate::support::examples::{examples, name};
use crate::support::pages;
use anyhow::{Result, ensure};
use jwtgen::backend::Lifecycle;
use jwtgen::generate;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The only findings allowed: another team's step.
const SAID: [(&str, &str); 1] = [("existing-pool", "JG0232")];

/// What has not changed has no consequences, with variables or without.
#[test]
fn compiled_again_they_change_nothing() -> Result<()> {
    let mut blueprints = examples()?;
    for case in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compile"))? {
        blueprints.push(case?.path());
    }
    let mut resources = 0;
    for folder in blueprints {
        let blueprint = folder.join("blueprint.toml");
        if !blueprint.exists() {
            continue;
        }
        let checked = checked(&blueprint, None)?;
        let graph = generate::graph(&checked);
        let now = Lifecycle::of(&checked.model, &graph);
        let found = now.consequences(&now, &graph);
        ensure!(found.is_empty(), "{}: {found:?}", folder.display());
        let lost = now.consequences(&Lifecycle::default(), &graph);
        resources += lost.len();
    }
    ensure!(resources > 50, "{resources}");
    Ok(())
}

#[test]
fn they_have_no_findings() -> Result<()> {
    for folder in examples()? {
        let output = Command::new(env!("CARGO_BIN_EXE_jwtgen"))
            .args(["check", "--format", "short"])
            .arg(folder.join("blueprint.toml"))
            .output()?;
        let said = String::from_utf8(output.stderr)?;
        let mut findings = said.lines().filter(|line| line.contains('['));
        let allowed = SAID.iter().find(|(example, _)| *example == name(&folder));
        ensure!(
            output.status.success()
                && findings.all(|line| allowed.is_some_and(|(_, code)| line.contains(code))),
            "{}: {said}",
            folder.display()
        );
    }
    Ok(())
}

#[test]
fn they_fit_the_newest_provider() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let schema = Schema::load(&root.join("tests/schemas/aws-6.69.1.json"))?;
    for folder in examples()? {
        let out = tempfile::tempdir()?;
        write(&compile(&folder.join("blueprint.toml"), None)?, out.path())?;
        let mut findings = check_dir(out.path(), &schema);
        findings.extend(check_module_calls(out.path()));
        ensure!(findings.is_empty(), "{}: {findings:#?}", folder.display());
    }
    Ok(())
}

/// Lines that are neither empty nor comments, and characters.
fn size(text: &str) -> (usize, usize) {
    let lines = text.lines().map(str::trim);
    let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    (lines.count(), text.chars().count())
}

/// The first comment of an example says what it is.
fn about(blueprint: &str) -> String {
    let comment = blueprint.lines().map_while(|line| line.strip_prefix("# "));
    comment.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_page_lists_them_with_their_sizes() -> Result<()> {
    let mut table =
        "| Example | What it is | Blueprint | Terraform | Times |\n|---|---|---|---|---|\n"
            .to_owned();
    for folder in examples()? {
        let blueprint = fs::read_to_string(folder.join("blueprint.toml"))?;
        let files = compile(&folder.join("blueprint.toml"), None)?;
        // Modules are the same for every output and do not count.
        let written = files
            .iter()
            .filter(|(path, _)| path.ends_with(".tf") && !path.contains('/'));
        let mut terraform = (0, 0);
        for (_, contents) in written {
            let (lines, characters) = size(std::str::from_utf8(contents)?);
            terraform = (terraform.0 + lines, terraform.1 + characters);
        }
        let (lines, characters) = size(&blueprint);
        let name = name(&folder);
        println!("{name}: {lines} lines, {characters} characters; Terraform: {terraform:?}");
        table.push_str(&format!(
            "| [`{name}`](../examples/{name}/blueprint.toml) | {} | {lines} lines, {characters} characters | {} lines, {} characters | {:.1} |\n",
            about(&blueprint),
            terraform.0,
            terraform.1,
            terraform.1 as f64 / characters as f64,
        ));
    }
    pages::check("docs/examples.md", "examples", &table)
}
