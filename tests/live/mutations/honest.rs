//! Outputs that nobody changed: each is the same, as files, as a first plan
//! with its folder, and as a state after apply.

use super::case::{Case, root};
use super::folder::{self, Answer, audit, in_parallel};
use super::terraform::{Workplace, unchanged};
use super::verdicts::Verdicts;
use crate::support::emulator::Emulator;
use crate::support::examples::examples;
use crate::support::tools::Provider;
use anyhow::Result;
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
    for (name, answers) in &applied {
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

/// What the audit says in each of the settings, as far as this machine gets.
fn applied(provider: &Provider, folder: &Path) -> Result<(String, Vec<Answer>)> {
    let name = name_of(folder);
    let blueprint = folder.join("blueprint.toml");
    let mut answers = Vec::new();
    let Ok(case) = Case::new(&name, blueprint, &["--aws-provider", provider.constraint]) else {
        return Ok((name, answers));
    };
    let emulator = Emulator::start("us-east-1")?;
    let place = Workplace::new(&case, provider, &emulator.provider_settings())?;
    place.give_inputs()?;
    let Some(plan) = place.plan(&case, &unchanged())? else {
        return Ok((name, answers));
    };
    answers.push(plan);
    let terraform = place.terraform();
    if terraform.apply().is_ok() {
        answers.push(place.audit(&case, &terraform.state_json()?, None)?);
        answers.push(place.audit(&case, &terraform.plan_json()?, None)?);
    }
    Ok((name, answers))
}
