//! Audits plans and states that the real Terraform made of changed outputs.

use super::case::{Case, put};
use super::document;
use super::folder::{Answer, Copy, audit, in_parallel};
use super::generate::Mutation;
use super::verdicts::Verdicts;
use crate::support::emulator::Emulator;
use crate::support::terraform::Terraform;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The runtime that the compiler asks for, and the newest one that the provider
/// 3.39 accepts. Plans and states are made with the old one, and tell the audit
/// of the one that was asked for.
const RUNTIMES: (&str, &str) = ("nodejs24.x", "nodejs14.x");
const OLD_RUNTIME: &str =
    "resource \"aws_lambda_function\" \"this\" {\n  runtime = \"nodejs14.x\"\n}\n";

/// The provider of the tests.
const VERSION: &str = "3.39.0";

/// How much is tried.
pub(super) struct Amounts {
    /// Changed outputs that are planned before anything is applied, and as many
    /// that are planned afterwards.
    pub plans: usize,
    /// Changed states, of each kind.
    pub states: usize,
}

/// Where Terraform runs: a changed output, and what is needed to plan it here.
pub(super) struct Workplace<'a> {
    /// What was compiled and changed: the files that the audit sees.
    seen: Copy<'a>,
    /// The same with the settings of the provider.
    planned: Copy<'a>,
}

impl<'a> Workplace<'a> {
    pub(super) fn new(case: &'a Case, settings: &str) -> Result<Workplace<'a>> {
        let planned = Copy::new(case)?;
        put(planned.path(), "provider.tf", Some(settings.as_bytes()))?;
        let runtime = "modules/function/runtime_override.tf";
        put(planned.path(), runtime, Some(OLD_RUNTIME.as_bytes()))?;
        Terraform::new(planned.path()).init()?;
        let seen = Copy::new(case)?;
        Ok(Workplace { seen, planned })
    }

    /// Where Terraform runs.
    pub(super) fn planned(&self) -> &Path {
        self.planned.path()
    }

    /// Gives the input variables the values of the output's example.
    pub(super) fn give_inputs(&self) -> Result<()> {
        let folder = self.planned.path();
        if let Ok(values) = fs::read(folder.join("terraform.tfvars.example")) {
            put(folder, "terraform.tfvars", Some(&values))?;
        }
        Ok(())
    }

    /// The audit of a plan of a changed output; nothing where Terraform refuses it.
    pub(super) fn plan(&self, case: &Case, mutation: &Mutation) -> Result<Option<Answer>> {
        let plan = self.planned.with(mutation, |folder| {
            let terraform = Terraform::new(folder);
            // A change may call other modules or providers.
            terraform.init().and_then(|_| terraform.plan_json()).ok()
        })?;
        let Some(plan) = plan else {
            return Ok(None);
        };
        self.seen
            .with(mutation, |folder| of_document(case, &plan, Some(folder)))?
            .map(Some)
    }
}

/// Audits a plan or state, with the folder that it was made from.
pub(super) fn of_document(case: &Case, document: &Value, config: Option<&Path>) -> Result<Answer> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("document.json");
    fs::write(&path, document.to_string().replace(RUNTIMES.1, RUNTIMES.0))?;
    let config = config.map(|folder| folder.to_string_lossy().into_owned());
    match &config {
        Some(config) => audit(case, &path, &["--config", config]),
        None => audit(case, &path, &["--no-out"]),
    }
}

/// The change that changes nothing.
pub(super) fn unchanged() -> Mutation {
    Mutation {
        kind: "honest".to_owned(),
        name: "nothing changed".to_owned(),
        files: Vec::new(),
    }
}

/// Audits plans and states of changed outputs.
pub(super) fn run(changes: &[Mutation], amounts: &Amounts, verdicts: &mut Verdicts) -> Result<()> {
    let case = Case::walkthrough(Some(">= 3.39"))?;
    let emulator = Emulator::start("us-east-1")?;
    let settings = emulator.provider_settings();
    let first = plans(&case, &settings, changes, amounts.plans)?;
    let place = Workplace::new(&case, &settings)?;
    let same = place.plan(&case, &unchanged())?.context("no plan")?;
    verdicts.honest("first plan with --config", &same);
    let terraform = Terraform::new(place.planned.path());
    terraform.apply().with_context(|| emulator.log())?;
    let state = terraform.state_json()?;
    verdicts.honest("state after apply", &of_document(&case, &state, None)?);
    let plan = terraform.plan_json()?;
    verdicts.honest("plan after apply", &of_document(&case, &plan, None)?);
    for (mutation, answer) in first {
        verdicts.add("plan", &mutation.kind, &mutation.name, &answer);
    }
    states(&case, &state, amounts.states, verdicts)
}

/// The first so many changes of which Terraform can make a plan.
fn plans<'a>(
    case: &Case,
    settings: &str,
    changes: &'a [Mutation],
    most: usize,
) -> Result<Vec<(&'a Mutation, Answer)>> {
    let planned = AtomicUsize::new(0);
    let answers = in_parallel(
        changes,
        || Workplace::new(case, settings),
        |place, mutation| {
            if planned.load(Ordering::Relaxed) >= most {
                return Ok(None);
            }
            let place = place
                .as_ref()
                .map_err(|error| anyhow::anyhow!("{error:#}"))?;
            let answer = place.plan(case, mutation).context(mutation.name.clone())?;
            planned.fetch_add(usize::from(answer.is_some()), Ordering::Relaxed);
            Ok(answer)
        },
    )?;
    let made = changes.iter().zip(answers);
    let made: Vec<_> = made
        .filter_map(|(change, answer)| Some((change, answer?)))
        .collect();
    ensure!(
        made.len() >= most.min(changes.len() / 4),
        "{} plans",
        made.len()
    );
    // Threads may have made one more each.
    Ok(made.into_iter().take(most).collect())
}

/// States with one changed value.
fn states(case: &Case, state: &Value, each: usize, verdicts: &mut Verdicts) -> Result<()> {
    let changes = document::changes(state, VERSION)?;
    let label = |it: &document::Changed| (it.kind.to_owned(), it.name.clone());
    let listed = |it: &document::Changed| super::known::known("state", it.kind, &it.name).is_some();
    let tried = super::sample::sample(changes, each, label, listed);
    let answers = in_parallel(
        &tried,
        || (),
        |(), change| of_document(case, &change.document, None),
    )?;
    for (change, answer) in tried.iter().zip(&answers) {
        verdicts.add("state", change.kind, &change.name, answer);
    }
    Ok(())
}
