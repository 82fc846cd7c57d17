//! The plan of `docs/ci.md`, with the real Terraform.

use crate::support::compile::{runtime_of, use_old_runtime};
use crate::support::emulator::Emulator;
use crate::support::harness::trials;
use crate::support::{recipes, tools};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Command, Output};

trials![a_first_plan_is_audited_and_a_changed_one_is_refused];

fn a_first_plan_is_audited_and_a_changed_one_is_refused() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let (root, project) = (Path::new(env!("CARGO_MANIFEST_DIR")), folder.path());
    // The provider at hand.
    let blueprint = fs::read_to_string(root.join("blueprint.toml"))?;
    let blueprint = format!("aws_provider = \">= 3.39\"\n{blueprint}");
    fs::write(project.join("blueprint.toml"), blueprint)?;
    for function in ["functions/admin_user", "functions/regular_user"] {
        fs::create_dir_all(project.join(function))?;
        let file = format!("{function}/index.js");
        fs::copy(root.join(&file), project.join(&file))?;
    }
    recipes::write_scripts(project);
    let programs = project.join("programs");
    fs::create_dir(&programs)?;
    symlink(env!("CARGO_BIN_EXE_jwtgen"), programs.join("jwtgen"))?;
    let emulator = Emulator::start("us-east-1")?;
    let compiled = run(project, &programs, "jwtgen compile")?;
    succeeded(&compiled)?;
    let out = project.join("out");
    wrap_terraform(&programs, &out, &emulator)?;
    let audited = run(project, &programs, "ci/plan.sh")?;
    succeeded(&audited).with_context(|| emulator.log())?;

    // By hand, in a file that is generated: the plan is not the blueprint's.
    let routes = fs::read_to_string(out.join("routes.tf"))?;
    let scope = r#"["admin-${aws_cognito_user_pool_client.web.id}"]"#;
    ensure!(routes.contains(scope), "{routes}");
    fs::write(out.join("routes.tf"), routes.replace(scope, "[]"))?;
    let audited = run(project, &programs, "ci/plan.sh")?;
    ensure!(audited.status.code() == Some(5), "{audited:?}");
    Ok(())
}

/// Writes a `terraform` that plans with what provider 3.39 and the emulator need,
/// and shows the plan with the runtime that was compiled. The audited folder
/// stays as the page has it.
fn wrap_terraform(programs: &Path, out: &Path, emulator: &Emulator) -> Result<()> {
    let needed = programs.join("needed");
    fs::create_dir_all(needed.join("modules/function"))?;
    use_old_runtime(&needed)?;
    fs::write(needed.join("provider.tf"), emulator.provider_settings())?;
    let real = tools::terraform().map_err(anyhow::Error::msg)?;
    let script = format!(
        r#"#!/usr/bin/env bash
set -euo pipefail
if [[ "$*" == *" plan "* ]]; then
    cp -r {needed}/. out
    trap 'rm out/provider.tf out/modules/function/runtime_override.tf' EXIT
    {real} "$@"
else
    {real} "$@" | sed 's/nodejs14\.x/{runtime}/g'
fi
"#,
        runtime = runtime_of(out)?,
        needed = needed.display(),
        real = real.display(),
    );
    let file = programs.join("terraform");
    fs::write(&file, script)?;
    Ok(fs::set_permissions(
        file,
        fs::Permissions::from_mode(0o755),
    )?)
}

/// Runs a command of the page in the project.
fn run(project: &Path, programs: &Path, command: &str) -> Result<Output> {
    let config = tools::terraform_config().map_err(anyhow::Error::msg)?;
    let path = std::env::var("PATH").unwrap_or_default();
    Command::new("bash")
        .current_dir(project)
        .args(["-c", command])
        .env("PATH", format!("{}:{path}", programs.display()))
        .env("TF_CLI_CONFIG_FILE", config)
        .env("CHECKPOINT_DISABLE", "1")
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .output()
        .context("bash runs")
}

fn succeeded(output: &Output) -> Result<()> {
    let said = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    ensure!(output.status.success(), "{}", said.join("\n"));
    Ok(())
}
