//! Every case in `tests/diagnostics/` and all that jwtgen says about it.
//!
//! A folder is named after the code and the name of a rule. `x.toml` in it raises that
//! rule and `x.stderr` is the whole output; `x.ok.toml` is a near miss without
//! findings. `SNAPSHOTS=overwrite` rewrites the outputs.

use crate::support::checks::{blueprint, check};
use crate::support::fixes::{every_help_fixes, fixing_ends};
use jwtgen::diagnostic::{Diagnostics, render};
use jwtgen::rules::RULES;
use jwtgen::source::Source;
use libtest_mimic::{Failed, Trial};
use snapbox::{Assert, Data, IntoData};
use std::fs;
use std::path::{Path, PathBuf};

/// Rules that are not found by reading a blueprint, with the reason.
const ELSEWHERE: [(&str, &str); 11] = [
    ("JG0801-widened-access", "it is about two blueprints"),
    ("JG0802-changed-access", "it is about two blueprints"),
    ("JG0803-audited-difference", "it is about a plan"),
    ("JG0804-unproven-access", "it is about a plan"),
    (
        "JG0002-not-utf8",
        "a blueprint is text by the time it is checked",
    ),
    ("JG0701-edited-output", "it is about the output folder"),
    ("JG0702-replaced-resource", "it is about the output folder"),
    ("JG0704-refused-change", "it is about the output folder"),
    ("JG0705-recreated-resource", "it is about the output folder"),
    ("JG0706-interrupted-calls", "it is about the output folder"),
    ("JG0703-removed-throttle", "it is about the output folder"),
];

/// Folder of the cases that are about several rules or about none.
const MIXED: &str = "mixed";

/// A test for every case, and one that every rule has some.
pub(crate) fn trials() -> Vec<Trial> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let folders = entries(&root);
    let mut trials: Vec<Trial> = folders.iter().flat_map(|folder| cases(folder)).collect();
    trials.push(Trial::test(
        "diagnostics::every_rule_has_cases",
        move || every_rule_has_cases(&folders),
    ));
    trials
}

fn cases(folder: &Path) -> Vec<Trial> {
    let rule = name(folder);
    let files = entries(folder);
    let blueprints = files
        .into_iter()
        .filter(|path| path.extension().is_some_and(|e| e == "toml"));
    blueprints
        .map(|path| {
            let title = format!("diagnostics::{rule}/{}", name(&path));
            let code = rule.split('-').next().unwrap_or_default().to_owned();
            match title.ends_with(".ok.toml") {
                true => Trial::test(title, move || stays_silent(&path)),
                false => Trial::test(title, move || says(&path, &code)),
            }
        })
        .collect()
}

fn every_rule_has_cases(folders: &[PathBuf]) -> Result<(), Failed> {
    let mut expected: Vec<String> = RULES
        .iter()
        .map(|rule| format!("{}-{}", rule.code, rule.name))
        .filter(|rule| ELSEWHERE.iter().all(|(elsewhere, _)| rule != elsewhere))
        .collect();
    expected.push(MIXED.to_owned());
    let found: Vec<String> = folders.iter().map(|folder| name(folder)).collect();
    require(found == expected, || {
        format!("expected {expected:#?}, found {found:#?}")
    })?;
    for output in folders.iter().flat_map(|folder| entries(folder)) {
        let blueprint = output.with_extension("toml");
        require(blueprint.exists(), || {
            format!("{} has no blueprint", output.display())
        })?;
    }
    Ok(())
}

fn stays_silent(path: &Path) -> Result<(), Failed> {
    let source = blueprint(fs::read_to_string(path)?);
    let output = output(&check(&source), &source);
    require(output.is_empty(), || output)
}

fn says(path: &Path, code: &str) -> Result<(), Failed> {
    let source = blueprint(fs::read_to_string(path)?);
    let found = check(&source);
    Assert::new()
        .action_env(snapbox::assert::DEFAULT_ACTION_ENV)
        .try_eq(
            Some(&"what is said"),
            output(&found, &source).into_data(),
            Data::read_from(&path.with_extension("stderr"), None).raw(),
        )?;
    let raised = found.iter().any(|diagnostic| diagnostic.rule.code == code);
    require(raised || code == MIXED, || format!("{code} is not raised"))?;
    every_help_fixes(&found, &source)?;
    Ok(fixing_ends(&source)?)
}

fn output(found: &Diagnostics, source: &Source) -> String {
    anstream::adapter::strip_str(&render::human(found, source)).to_string()
}

fn require(holds: bool, message: impl FnOnce() -> String) -> Result<(), Failed> {
    match holds {
        true => Ok(()),
        false => Err(message().into()),
    }
}

fn name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// What a folder holds, in order.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder of the cases can be read");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry can be read").path())
        .collect();
    paths.sort();
    paths
}
