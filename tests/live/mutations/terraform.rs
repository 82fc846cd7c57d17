//! Audits plans and states that the real Terraform made of changed outputs.

use super::case::{Case, put};
use super::contradiction;
use super::document;
use super::folder::{Answer, Copy, audit, in_parallel};
use super::generate::Mutation;
use super::structure;
use super::verdicts::Verdicts;
use crate::support::compile::{runtime_in, use_runtime};
use crate::support::emulator::Emulator;
use crate::support::terraform::Terraform;
use crate::support::tools::Provider;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// How much is tried.
pub(super) struct Amounts {
    /// Changed outputs that Terraform is asked to plan before anything is applied.
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
    provider: &'a Provider,
}

impl<'a> Workplace<'a> {
    pub(super) fn new(
        case: &'a Case,
        provider: &'a Provider,
        settings: &str,
    ) -> Result<Workplace<'a>> {
        let planned = Copy::new(case)?;
        put(planned.path(), "provider.tf", Some(settings.as_bytes()))?;
        use_runtime(planned.path(), provider.runtime)?;
        Terraform::with(planned.path(), provider).init()?;
        let seen = Copy::new(case)?;
        Ok(Workplace {
            seen,
            planned,
            provider,
        })
    }

    /// Terraform where it plans and applies.
    pub(super) fn terraform(&self) -> Terraform {
        Terraform::with(self.planned.path(), self.provider)
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
            let terraform = Terraform::with(folder, self.provider);
            // A change may call other modules or providers.
            terraform.init().and_then(|_| terraform.plan_json()).ok()
        })?;
        let Some(plan) = plan else {
            return Ok(None);
        };
        self.seen
            .with(mutation, |folder| self.audit(case, &plan, Some(folder)))?
            .map(Some)
    }

    /// Audits a plan or state, with the folder that it was made from.
    pub(super) fn audit(
        &self,
        case: &Case,
        document: &Value,
        config: Option<&Path>,
    ) -> Result<Answer> {
        of_document(case, self.provider, document, config)
    }
}

fn of_document(
    case: &Case,
    provider: &Provider,
    document: &Value,
    config: Option<&Path>,
) -> Result<Answer> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("document.json");
    // Plans and states are made with a runtime that the provider knows, and tell the
    // audit of the one that was asked for.
    let asked = runtime_in(&case.files)?;
    fs::write(
        &path,
        document.to_string().replace(provider.runtime, &asked),
    )?;
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
pub(super) fn run(
    provider: &Provider,
    changes: &[Mutation],
    amounts: &Amounts,
    verdicts: &mut Verdicts,
) -> Result<()> {
    let case = Case::walkthrough(Some(provider.constraint))?;
    let emulator = Emulator::start("us-east-1")?;
    let settings = emulator.settings_for(provider);
    let first = plans(&case, provider, &settings, changes, amounts.plans)?;
    let place = Workplace::new(&case, provider, &settings)?;
    let terraform = place.terraform();
    let plan = terraform.plan_json()?;
    let folder = Some(place.seen.path());
    let same = place.audit(&case, &plan, folder)?;
    verdicts.honest("first plan with --config", &same);
    for (name, plan) in contradiction::of_plan(&plan) {
        let answer = place.audit(&case, &plan, folder)?;
        verdicts.add("plan", "contradiction", name, &answer);
    }
    terraform.apply().with_context(|| emulator.log())?;
    let state = terraform.state_json()?;
    verdicts.honest("state after apply", &place.audit(&case, &state, None)?);
    let plan = terraform.plan_json()?;
    verdicts.honest("plan after apply", &place.audit(&case, &plan, None)?);
    for (name, plan) in contradiction::of_later_plan(&plan) {
        let answer = place.audit(&case, &plan, None)?;
        verdicts.add("plan", "contradiction", name, &answer);
    }
    for (document, what) in [(&plan, "plan"), (&state, "state")] {
        let changed = structure::of(document);
        let answers = in_parallel(
            &changed,
            || (),
            |(), (_, document)| of_document(&case, provider, document, None),
        )?;
        for ((name, _), answer) in changed.iter().zip(&answers) {
            verdicts.add(what, "another form", name, answer);
        }
    }
    for (name, state) in contradiction::of_state(&state) {
        let answer = place.audit(&case, &state, None)?;
        verdicts.add("state", "contradiction", name, &answer);
    }
    for (mutation, answer) in first {
        verdicts.add("plan", &mutation.kind, &mutation.name, &answer);
    }
    states(&case, provider, &state, amounts.states, verdicts)
}

/// The first so many changes, as far as Terraform can plan them.
fn plans<'a>(
    case: &Case,
    provider: &Provider,
    settings: &str,
    changes: &'a [Mutation],
    most: usize,
) -> Result<Vec<(&'a Mutation, Answer)>> {
    let changes = &changes[..most.min(changes.len())];
    let answers = in_parallel(
        changes,
        || Workplace::new(case, provider, settings),
        |place, mutation| {
            let place = place
                .as_ref()
                .map_err(|error| anyhow::anyhow!("{error:#}"))?;
            place.plan(case, mutation).context(mutation.name.clone())
        },
    )?;
    let made = changes.iter().zip(answers);
    let made: Vec<_> = made
        .filter_map(|(change, answer)| Some((change, answer?)))
        .collect();
    ensure!(made.len() >= changes.len() / 4, "{} plans", made.len());
    Ok(made)
}

/// States with one changed value.
fn states(
    case: &Case,
    provider: &Provider,
    state: &Value,
    each: usize,
    verdicts: &mut Verdicts,
) -> Result<()> {
    let changes = document::changes(state, &provider.version)?;
    // Values may be of this run alone.
    let label = |it: &document::Changed| {
        let place = it.name.split(" is ").next().unwrap_or_default();
        (it.kind.to_owned(), place.to_owned())
    };
    let tried = super::sample::sample(changes, each, label);
    let answers = in_parallel(
        &tried,
        || (),
        |(), change| of_document(case, provider, &change.document, None),
    )?;
    for (change, answer) in tried.iter().zip(&answers) {
        verdicts.add("state", change.kind, &change.name, answer);
    }
    Ok(())
}
