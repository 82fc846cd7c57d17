//! Outputs that nobody changed: each is the same, as files, as a first plan
//! with its folder, and as a state after apply.

use super::case::{Case, root};
use super::folder::{self, Answer, audit, in_parallel};
use super::terraform::{Workplace, unchanged};
use super::verdicts::Verdicts;
use crate::support::emulator::Emulator;
use crate::support::examples::examples;
use crate::support::tools::Provider;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// Outputs that are planned and applied in every run; the others where
/// `JWTGEN_MUTATIONS` asks for more.
const USUAL: [&str; 3] = ["iam-internal", "machine-access", "oidc"];

/// Audits every output of the compile cases and examples as files, and some or
/// all of them as plans and states.
pub(super) fn outputs(provider: &Provider, verdicts: &mut Verdicts, all: bool) -> Result<()> {
    let mut folders = examples()?;
    for entry in fs::read_dir(root().join("tests/compile"))? {
        folders.push(entry?.path());
    }
    folders.sort();
    let files = in_parallel(&folders, || (), |(), folder| as_files(folder))?;
    for (name, answer) in &files {
        verdicts.honest(&format!("folder of {name}"), answer);
    }
    let usual = |folder: &PathBuf| USUAL.contains(&name_of(folder).as_str());
    folders.retain(|folder| all || usual(folder));
    let applied = in_parallel(&folders, || (), |(), folder| applied(provider, folder))?;
    let mut counts = [0; 3];
    for Applied {
        name,
        answers,
        inconsistent,
    } in &applied
    {
        if let Some(answer) = inconsistent {
            verdicts.add("state", "variable with two values", name, answer);
        }
        if answers.len() < SETTINGS.len() {
            let setting = SETTINGS[answers.len()];
            println!("{name}: no {setting}: the provider or the emulator lacks something");
        }
        for (at, answer) in answers.iter().enumerate() {
            counts[at] += 1;
            verdicts.honest(&format!("{} of {name}", SETTINGS[at]), answer);
        }
    }
    println!("unchanged: {} folders", files.len());
    for (setting, count) in SETTINGS.iter().zip(counts) {
        println!("unchanged: {setting} of {count}");
    }
    Ok(())
}

/// In which order one output is audited.
const SETTINGS: [&str; 3] = ["first plan", "state", "second plan"];

fn name_of(folder: &Path) -> String {
    let name = folder.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn as_files(folder: &Path) -> Result<(String, Answer)> {
    let case = Case::new(&name_of(folder), folder.join("blueprint.toml"), &[])?;
    let copy = folder::Copy::new(&case)?;
    let answer = audit(&case, copy.path(), &["--no-out"])?;
    Ok((case.name, answer))
}

/// What the audit says of an output.
struct Applied {
    name: String,
    /// In each of the settings, as far as this machine gets.
    answers: Vec<Answer>,
    /// Of the state in which an input variable has one value here and another one
    /// there.
    inconsistent: Option<Answer>,
}

fn applied(provider: &Provider, folder: &Path) -> Result<Applied> {
    let blueprint = folder.join("blueprint.toml");
    let mut applied = Applied {
        name: name_of(folder),
        answers: Vec::new(),
        inconsistent: None,
    };
    let arguments = ["--aws-provider", provider.constraint];
    let Ok(case) = Case::new(&applied.name, blueprint, &arguments) else {
        return Ok(applied);
    };
    let emulator = Emulator::start("us-east-1")?;
    let place = Workplace::new(&case, provider, &emulator.settings_for(provider))?;
    place.give_inputs()?;
    let Some(plan) = place.plan(&case, &unchanged())? else {
        return Ok(applied);
    };
    applied.answers.push(plan);
    let terraform = place.terraform();
    if terraform.apply().is_ok() {
        let audit = |document: &Value| place.audit(&case, document, None);
        let mut state = terraform.state_json()?;
        applied.answers.push(audit(&state)?);
        applied.answers.push(audit(&terraform.plan_json()?)?);
        // Its audience is an input variable, which an output has as well.
        if applied.name == "oidc" {
            let resources = state.pointer_mut("/values/root_module/resources");
            let resources = resources.and_then(Value::as_array_mut);
            for resource in resources.into_iter().flatten() {
                if resource["type"] == "aws_apigatewayv2_authorizer" {
                    let jwt = &mut resource["values"]["jwt_configuration"][0];
                    let audience = jwt["audience"].as_array_mut();
                    let audience = audience.context("no audience")?;
                    audience.retain(|one| one == "https://api.shop.example.com");
                    audience.push(json!("another"));
                }
            }
            applied.inconsistent = Some(audit(&state)?);
        }
    }
    Ok(applied)
}
