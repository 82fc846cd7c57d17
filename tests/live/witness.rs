//! Every example but one, applied to a second emulator: the second plan is empty.

use crate::support::compile::{compile, compile_below, use_runtime, write};
use crate::support::examples::{examples, name};
use crate::support::harness::trials;
use crate::support::install::say;
use crate::support::terraform::{Terraform, changes};
use crate::support::tools::{Provider, newest_provider};
use crate::support::witness::Witness;
use anyhow::{Context, Result, ensure};
use jwtgen::generate::Files;
use std::fs;
use std::path::Path;

trials![the_second_plan_of_every_example_is_empty];

/// What the emulator does not store.
const QUIRKS: [&str; 1] = ["aws_cognito_user_pool.main.user_pool_tier"];

/// The example that it cannot hold: the provider waits for a custom domain to be
/// available, and the emulator gives it no status.
const LEFT_OUT: &str = "browser-app";

fn the_second_plan_of_every_example_is_empty() -> Result<()> {
    let provider = newest_provider()?;
    let witness = Witness::start()?;
    let mut problems = Vec::new();
    for example in examples()? {
        if name(&example) == LEFT_OUT {
            say(&format!(
                "`{LEFT_OUT}` is not applied to moto, which has no custom domains"
            ));
            continue;
        }
        witness.reset()?;
        let found = second_plan(&example, &provider, &witness)
            .with_context(|| format!("{}:\n{}", name(&example), witness.log()))?;
        problems.extend(
            found
                .iter()
                .map(|change| format!("{}: {change}", name(&example))),
        );
    }
    ensure!(problems.is_empty(), "{problems:#?}");
    Ok(())
}

/// What a plan would change after an apply.
fn second_plan(example: &Path, provider: &Provider, witness: &Witness) -> Result<Vec<String>> {
    let blueprint = example.join("blueprint.toml");
    let files = match provider.config {
        Some(_) => compile(&blueprint, Some(provider.constraint))?,
        None => compile_below(&blueprint)?,
    };
    let folder = tempfile::tempdir()?;
    write(&files, folder.path())?;
    fs::write(
        folder.path().join("provider.tf"),
        witness.settings(provider),
    )?;
    use_runtime(folder.path(), provider.runtime)?;
    fs::write(
        folder.path().join("terraform.tfvars"),
        inputs(&files, witness)?,
    )?;
    let terraform = Terraform::with(folder.path(), provider);
    terraform.init().and_then(|_| terraform.apply())?;
    let changes = changes(&terraform.plan_json()?);
    let is_quirk = |change: &str| QUIRKS.iter().any(|quirk| change.starts_with(quirk));
    Ok(changes
        .into_iter()
        .filter(|change| !is_quirk(change))
        .collect())
}

/// The input variables of an output: as in its own example, but what the first plan
/// looks up exists.
fn inputs(files: &Files, witness: &Witness) -> Result<String> {
    let example = files
        .iter()
        .find(|(path, _)| *path == "terraform.tfvars.example");
    let Some((_, example)) = example else {
        return Ok(String::new());
    };
    let lines = std::str::from_utf8(example)?.lines().map(|line| {
        let name = line.split_once('=').map_or("", |(name, _)| name.trim());
        let made = match name {
            "archive_function_arn" => witness.function("archive")?,
            "user_pool_id" => witness.user_pool()?,
            _ => return Ok(line.to_owned()),
        };
        Ok(format!("{name} = {made:?}"))
    });
    let lines: Result<Vec<String>> = lines.collect();
    Ok(lines?.join("\n"))
}
