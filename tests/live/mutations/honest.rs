//! Outputs that nobody changed: each is the same, as files, as a first plan
//! with its folder, and as a state after apply.

use super::case::{Case, root};
use super::folder::{self, Answer, audit, in_parallel};
use super::terraform::{Workplace, of_document, unchanged};
use super::verdicts::Verdicts;
use crate::support::emulator::Emulator;
use crate::support::examples::examples;
use crate::support::terraform::Terraform;
use anyhow::Result;
use std::fs;
use std::path::{Path, PathBuf};

/// Blueprints with input variables that a folder gives no values. What decides
/// about access hangs on one of them, so as a folder they are unknown.
const NOT_GIVEN: [&str; 3] = ["existing-pool", "existing_pool", "sensitive"];

/// Outputs that are planned and applied in every run; the others where
/// `JWTGEN_MUTATIONS` asks for more.
const USUAL: [&str; 3] = ["iam-internal", "machine-access", "oidc"];

/// Audits every output of the compile cases and examples as files, and some or
/// all of them as plans and states.
pub(super) fn outputs(verdicts: &mut Verdicts, all: bool) -> Result<()> {
    let mut folders = examples()?;
    for entry in fs::read_dir(root().join("tests/compile"))? {
        folders.push(entry?.path());
    }
    folders.sort();
    let files = in_parallel(&folders, || (), |(), folder| as_files(folder))?;
    for (name, answer) in &files {
        match NOT_GIVEN.contains(&name.as_str()) {
            true => verdicts.unknown(&format!("folder of {name}"), answer),
            false => verdicts.honest(&format!("folder of {name}"), answer),
        }
    }
    let usual = |folder: &PathBuf| USUAL.contains(&name_of(folder).as_str());
    folders.retain(|folder| all || usual(folder));
    let applied = in_parallel(&folders, || (), |(), folder| applied(folder))?;
    let mut counts = [0; 3];
    for (name, answers) in &applied {
        if answers.len() < SETTINGS.len() {
            let setting = SETTINGS[answers.len()];
            println!("{name}: no {setting}: provider 3.39 or the emulator lacks something");
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
fn applied(folder: &Path) -> Result<(String, Vec<Answer>)> {
    let name = name_of(folder);
    let blueprint = folder.join("blueprint.toml");
    let mut answers = Vec::new();
    let Ok(case) = Case::new(&name, blueprint, &["--aws-provider", ">= 3.39"]) else {
        return Ok((name, answers));
    };
    let emulator = Emulator::start("us-east-1")?;
    let place = Workplace::new(&case, &emulator.provider_settings())?;
    place.give_inputs()?;
    let Some(plan) = place.plan(&case, &unchanged())? else {
        return Ok((name, answers));
    };
    answers.push(plan);
    let terraform = Terraform::new(place.planned());
    if terraform.apply().is_ok() {
        answers.push(of_document(&case, &terraform.state_json()?, None)?);
        answers.push(of_document(&case, &terraform.plan_json()?, None)?);
    }
    Ok((name, answers))
}
