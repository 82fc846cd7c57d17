//! What the audit finds in a file is what Terraform finds in it, or the audit
//! says that it may not be: random arrangements of heredocs, comments and texts
//! around outputs, read by both. An output that one of them takes for text would
//! be missing.
//!
//! `JWTGEN_DIFFERENTIAL=20000 cargo test --test live arrangements::` compares as
//! many, with a seed of their own that `JWTGEN_SEED` sets.

use crate::support::harness::trials;
use crate::support::install::say;
use crate::support::terraform::Terraform;
use anyhow::{Context, Result, ensure};
use jwtgen::evidence::{Evidence, Term};
use proptest::prelude::*;
use proptest::strategy::{BoxedStrategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::time::SystemTime;

trials![files_mean_what_they_mean_to_terraform];

/// Files in one run of Terraform.
const BATCH: usize = 250;

/// The seed where none is given.
const SEED: u64 = 13;

fn files_mean_what_they_mean_to_terraform() -> Result<()> {
    let number = |name: &str| env::var(name).ok().and_then(|text| text.parse().ok());
    let count = number("JWTGEN_DIFFERENTIAL");
    let seed = number("JWTGEN_SEED").unwrap_or_else(|| match count {
        None => SEED,
        Some(_) => SystemTime::UNIX_EPOCH
            .elapsed()
            .map_or(SEED, |it| it.as_secs()),
    });
    let all = arrangements(seed, count.map_or(4 * BATCH, |count| count as usize));
    let (mut accepted, mut known, mut hidden) = (0, 0, 0);
    for batch in all.chunks(BATCH) {
        for (text, real) in batch.iter().zip(terraform(batch)?) {
            // What Terraform rejects does no harm.
            let Some(real) = real else { continue };
            accepted += 1;
            let written = text.matches("output \"").count();
            hidden += usize::from(written > real.len());
            if let Some(ours) = ours(text) {
                known += 1;
                ensure!(
                    agree(&ours, &real),
                    "seed {seed}: {text:?}\nis {real:?} in Terraform, and {ours:?} here"
                );
            }
        }
    }
    say(&format!(
        "{} files with seed {seed}: Terraform accepts {accepted}, {known} are known, {hidden} have outputs in texts",
        all.len()
    ));
    // Otherwise nothing is shown.
    ensure!(accepted * 3 > all.len(), "{accepted}");
    ensure!(known * 4 > accepted && known < accepted, "{known}");
    ensure!(hidden * 20 > accepted, "{hidden}");
    Ok(())
}

/// The outputs and what they are.
type Outputs<T> = BTreeMap<String, T>;

/// What the files are in Terraform; `None` where it rejects one.
fn terraform(files: &[String]) -> Result<Vec<Option<Outputs<Value>>>> {
    let folder = tempfile::tempdir()?;
    let write = |names: &BTreeSet<usize>| {
        let calls = names.iter().map(|at| {
            format!(
                "module \"m{at}\" {{\n  source = \"./m{at}\"\n}}\noutput \"m{at}\" {{\n  value = module.m{at}\n}}\n"
            )
        });
        fs::write(folder.path().join("main.tf"), calls.collect::<String>())
    };
    for (at, text) in files.iter().enumerate() {
        let module = folder.path().join(format!("m{at}"));
        fs::create_dir(&module)?;
        fs::write(module.join("main.tf"), text)?;
    }
    // What `init` would write; newer versions install nothing beside invalid files.
    let installed = (0..files.len()).map(|at| {
        json!({ "Key": format!("m{at}"), "Source": format!("./m{at}"), "Dir": format!("m{at}") })
    });
    let root = json!({ "Key": "", "Source": "", "Dir": "." });
    let modules: Vec<Value> = [root].into_iter().chain(installed).collect();
    let place = folder.path().join(".terraform/modules");
    fs::create_dir_all(&place)?;
    let modules = json!({ "Modules": modules }).to_string();
    fs::write(place.join("modules.json"), modules)?;
    let mut valid: BTreeSet<usize> = (0..files.len()).collect();
    let terraform = Terraform::new(folder.path());
    loop {
        write(&valid)?;
        let found = terraform.validate_json()?;
        let problems = found["diagnostics"].as_array().context("no diagnostics")?;
        let before = valid.len();
        for problem in problems {
            let file = problem["range"]["filename"].as_str().unwrap_or_default();
            let at = file.split('/').next().and_then(|it| it.strip_prefix('m'));
            if let Some(at) = at.and_then(|at| at.parse().ok()) {
                valid.remove(&at);
            }
        }
        if found["valid"] == true {
            break;
        }
        ensure!(valid.len() < before, "{found}");
    }
    let plan = terraform.plan_json()?;
    let outputs = &plan["planned_values"]["outputs"];
    let real = |at| -> Result<_> {
        let outputs = outputs[format!("m{at}")]["value"].as_object();
        let outputs = outputs.context("no outputs")?.iter();
        Ok(outputs.map(|(k, v)| (k.clone(), v.clone())).collect())
    };
    let all = 0..files.len();
    all.map(|at| valid.contains(&at).then(|| real(at)).transpose())
        .collect()
}

/// What a file is here; `None` where that is not certain.
fn ours(text: &str) -> Option<Outputs<Term>> {
    let files = BTreeMap::from([("main.tf".to_owned(), text.as_bytes().to_vec())]);
    let evidence = Evidence::of_folder(&files, BTreeMap::new()).ok()?;
    let names: Vec<String> = evidence.output_names().map(str::to_owned).collect();
    let output = |name: String| Some((name.clone(), evidence.output(&name)?));
    let outputs = names.into_iter().filter_map(output).collect();
    evidence.doubts.is_empty().then_some(outputs)
}

fn agree(ours: &Outputs<Term>, real: &Outputs<Value>) -> bool {
    let alike = |(name, term): (&String, &Term)| match &real[name] {
        _ if term.is_unclear() => true,
        Value::String(text) => term.as_text() == Some(text),
        Value::Array(items) => match term {
            Term::List(terms) => {
                let mut pairs = terms.iter().zip(items);
                terms.len() == items.len()
                    && pairs
                        .all(|(term, item)| term.is_unclear() || term.as_text() == item.as_str())
            }
            _ => false,
        },
        _ => false,
    };
    ours.keys().eq(real.keys()) && ours.iter().all(alike)
}

/// So many files, always the same for a seed.
fn arrangements(seed: u64, count: usize) -> Vec<String> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let all = file();
    let mut sample = || all.new_tree(&mut runner).expect("a value").current();
    (0..count).map(|_| sample()).collect()
}

fn among(all: &'static [&'static str]) -> BoxedStrategy<String> {
    prop::sample::select(all).prop_map(str::to_owned).boxed()
}

fn file() -> BoxedStrategy<String> {
    let items = prop::collection::vec(item(), 2..7);
    let start = prop_oneof![9 => Just(""), 1 => Just("\u{feff}")];
    let ending = prop_oneof![4 => Just("\n"), 1 => Just("\r\n")];
    (start, items, ending)
        .prop_map(|(start, items, ending)| {
            // Names have to be different.
            let mut text = String::new();
            let mut count = 0;
            for part in items.concat().split_inclusive('@') {
                text.push_str(part.trim_end_matches('@'));
                if part.ends_with('@') {
                    text.push_str(&format!("n{count}"));
                    count += 1;
                }
            }
            format!("{start}{}", text.replace('\n', ending))
        })
        .boxed()
}

/// Something of the top level.
fn item() -> BoxedStrategy<String> {
    prop_oneof![
        4 => Just("output \"@\" {\n  value = \"x\"\n}\n".to_owned()),
        1 => Just("output \"@\" { value = \"x\" }\n".to_owned()),
        1 => Just("output @ {\n  value = \"x\"\n}\n".to_owned()),
        2 => comment(),
        6 => value().prop_map(|value| format!("locals {{\n  @ = {value}\n}}\n")),
        3 => value().prop_map(|value| format!("output \"@\" {{\n  value = {value}\n}}\n")),
        1 => quoted().prop_map(|value| format!("locals {{ @ = {value} }}\n")),
        1 => Just("locals {}\n".to_owned()),
    ]
    .boxed()
}

fn comment() -> BoxedStrategy<String> {
    let inside = among(&[
        "",
        "/*",
        "*/ # ",
        "\"",
        "<<EOT",
        "${",
        "output \"@\" { value = 1 }",
        "\r",
        "é",
    ]);
    let whole = among(&[
        "/* \" */\n",
        "/* output \"@\" {\n value = 1\n} */\n",
        "/*/ # */\n",
        "/**/\n",
        "/* # */ # /*\n",
        "# <<EOT\n",
        "/* <<EOT\n*/\n",
        "\n",
        " \t\n",
    ]);
    prop_oneof![
        2 => (among(&["# ", "//", "#"]), inside).prop_map(|(start, text)| format!("{start}{text}\n")),
        3 => whole,
    ]
    .boxed()
}

/// The value of an argument, without the end of its line.
fn value() -> BoxedStrategy<String> {
    prop_oneof![
        6 => heredoc(),
        3 => quoted(),
        2 => (heredoc(), quoted()).prop_map(|(one, two)| format!("[{one},\n  {two}]")),
        2 => (quoted(), heredoc()).prop_map(|(one, two)| format!("[{one}, # \"\n  {two}]")),
        1 => (heredoc(), heredoc()).prop_map(|(one, two)| format!("[{one}, {two}]")),
        1 => heredoc().prop_map(|one| format!("[\n  /* <<EOT */ {one}]")),
        1 => quoted().prop_map(|one| format!("{one} # <<EOT \"")),
        1 => quoted().prop_map(|one| format!("{one} /* \" \n */ // /*")),
        1 => heredoc().prop_map(|one| format!("trimspace({one})")),
        1 => heredoc().prop_map(|one| format!("({one})")),
    ]
    .boxed()
}

fn quoted() -> BoxedStrategy<String> {
    let part = among(&[
        "a",
        "b",
        " ",
        "#",
        "//",
        "/*",
        "*/",
        "<<EOT",
        "\\\"",
        "\\\\",
        "\\n",
        "$${",
        "%%{",
        "$",
        "%",
        "$$",
        "{",
        "}",
        "${\"}\"}",
        "${\"\\\"\"}",
        "${\"${\"x\"}\"}",
        "${[\"}\"][0]}",
        "${ {a = \"}\"}.a }",
        "%{ if true }a%{ endif }",
        "%{ if true }\\\"%{ else }}%{ endif }",
        "${~ \"x\" ~}",
        "output {",
        "${/* } \" */ \"y\"}",
        "\u{2028}",
        "\u{85}",
        "é",
    ]);
    prop::collection::vec(part, 0..4)
        .prop_map(|parts| format!("\"{}\"", parts.concat()))
        .boxed()
}

fn heredoc() -> BoxedStrategy<String> {
    let line = among(&[
        "a\n",
        "  b\n",
        "\n",
        "EOT x\n",
        "EOTx\n",
        "EOT-\n",
        "xEOT\n",
        "EOT # x\n",
        "EOT }\n",
        "\"\n",
        "/*\n",
        "#\n",
        "}\n",
        "]\n",
        "output \"@\" {\n",
        "value = 1\n",
        "}\noutput \"@\" {\n  value = \"x\"\n}\nlocals {\n@ = <<EOT\n",
        "$\n",
        "%\n",
        "$$\n",
        "$EOT\n",
        "$${\n",
        "%%{ x\n",
        "${\"x\"}\n",
        "${\"x\"}EOT\n",
        "${\"x\n",
        "${\n\"x\"\n}\n",
        "${<<EOT\nx\nEOT\n}\n",
        "${<<-XX\n  x\n  XX\n}\n",
        "%{ if true }\nx\n%{ endif }\n",
        "%{ if true ~}\nEOT\n%{ endif }\n",
        "<<EOT\n",
        "\u{a0}x\n",
        "\\\n",
    ]);
    let lines = prop_oneof![
        1 => Just(String::new()),
        6 => prop::collection::vec(line, 1..4).prop_map(|lines| lines.concat()),
    ];
    let start = among(&[
        "<<EOT\n", "<<EOT\n", "<<-EOT\n", "<<-EOT\n", "<<E\n", "<<EOT \n", "<<É\n",
    ]);
    let before = among(&[
        "", "", "", "  ", "\t", "\u{a0}", "\u{b}", "\u{2028}", "\u{feff}", "\r",
    ]);
    let after = among(&[
        "", "", "", "", " ", "\t", "\r", "\u{a0}", "\u{85}", "\u{1680}", "\u{200b}",
    ]);
    (start, lines, before, after)
        .prop_map(|(start, lines, before, after)| {
            let mark = start.trim_start_matches(['<', '-']).trim().to_owned();
            format!("{start}{lines}{before}{mark}{after}\n")
        })
        .boxed()
}
