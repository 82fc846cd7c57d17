//! `jwtgen audit` against changes that a generator makes of everything that is
//! compiled, and against foreign things beside it: none may end with `same`.

mod case;
mod contradiction;
mod document;
mod expression;
mod folder;
mod foreign;
mod further;
mod generate;
mod honest;
mod neutral;
mod sample;
mod structure;
mod terraform;
mod verdicts;

use crate::support::harness::trials;
use crate::support::pages;
use crate::support::tools::{Provider, newest_provider};
use anyhow::Result;
use case::Case;
use folder::audit_all;
use further::Further;
use generate::{Mutation, mutations};
use sample::{of_each_kind, sample};
use verdicts::Verdicts;

trials![no_change_is_same];

/// Cases whose outputs hold what the walkthrough's does not: machine clients, Lambda
/// and IAM authorizers, domains, federated sign-in, access tokens, other issuers,
/// every setting of functions, pools that exist.
const CASES: [&str; 10] = [
    "machine",
    "authorizers",
    "domain",
    "federated",
    "access",
    "oidc",
    "functions",
    "existing_pool",
    "names",
    "sensitive",
];

/// How many of each kind are tried in every run.
const USUAL: usize = 10;

fn no_change_is_same() -> Result<()> {
    let provider = newest_provider()?;
    let more = std::env::var_os("JWTGEN_MUTATIONS").is_some();
    let mut verdicts = Verdicts::default();
    honest::outputs(&provider, &mut verdicts, more)?;
    folders(&mut verdicts)?;
    documents(&provider, &mut verdicts)?;
    verdicts.check()?;
    if more || provider.config.is_some() {
        println!("{}", verdicts.table());
        return Ok(());
    }
    pages::check("docs/audit.md", "mutations", &verdicts.table())
}

/// Changed folders.
fn folders(verdicts: &mut Verdicts) -> Result<()> {
    let further = Further::read()?;
    let mut cases = vec![Case::walkthrough(None)?];
    for name in CASES {
        cases.push(Case::compiled(name)?);
    }
    let mut all: Vec<(usize, Mutation)> = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        // The module is the same everywhere.
        let found = mutations(case, &further, at == 0)?;
        all.extend(found.into_iter().map(|mutation| (at, mutation)));
    }
    let label = |at: usize, mutation: &Mutation| format!("{}: {}", cases[at].name, mutation.name);
    let mut tried = sample(all, of_each_kind(USUAL), |(at, it)| {
        (it.kind.clone(), label(*at, it))
    });
    tried.extend(
        foreign::mutations()
            .into_iter()
            .map(|mutation| (0, mutation)),
    );
    let changes: Vec<_> = tried.iter().map(|(at, mutation)| (*at, mutation)).collect();
    let answers = audit_all(&cases, &changes)?;
    for ((at, mutation), answer) in changes.iter().zip(&answers) {
        verdicts.add("folder", &mutation.kind, &label(*at, mutation), answer);
    }
    Ok(())
}

/// Plans and states.
fn documents(provider: &Provider, verdicts: &mut Verdicts) -> Result<()> {
    let case = Case::walkthrough(Some(provider.constraint))?;
    let mut all = mutations(&case, &Further::read()?, true)?;
    all.extend(foreign::mutations());
    let all = sample(all, of_each_kind(1), |it| {
        (it.kind.clone(), it.name.clone())
    });
    let amounts = terraform::Amounts {
        plans: of_each_kind(PLANS),
        states: of_each_kind(USUAL),
    };
    terraform::run(provider, &all, &amounts, verdicts)
}

/// How many plans are asked for in every run.
const PLANS: usize = 16;
