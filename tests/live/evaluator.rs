//! What the audit evaluates is what Terraform evaluates: thousands of random
//! expressions through both. Where they could disagree, the audit has to say
//! that a value is unknown.
//!
//! `JWTGEN_DIFFERENTIAL=20000 cargo test --test live evaluator::` compares as
//! many, with a seed of their own that `JWTGEN_SEED` sets.

mod expressions;
mod inputs;
mod texts;

use crate::support::harness::trials;
use crate::support::install::say;
use crate::support::terraform::Terraform;
use anyhow::{Context, Result, bail, ensure};
use expressions::expressions;
use inputs::{FILES, MODULE, TYPED};
use jwtgen::evidence::{Evidence, Term};
use serde_json::Value;
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::time::SystemTime;
use unicode_normalization::UnicodeNormalization;

trials![
    known_values_are_those_of_terraform,
    variables_are_converted_as_terraform_does,
    references_have_the_values_that_they_get,
    a_disagreement_is_noticed,
];

/// Expressions in one run of Terraform.
const BATCH: usize = 1000;

/// Expressions where no number is given.
const COUNT: usize = 3 * BATCH;

/// The seed where none is given.
const SEED: u64 = 13;

/// Functions and loops that have to be among the expressions that are known.
const FUNCTIONS: [&str; 12] = [
    "[for ",
    "concat(",
    "element(",
    "filebase64sha256(",
    "join(",
    "jsonencode(",
    "length(",
    "one(",
    "slice(",
    "split(",
    "trimsuffix(",
    "urlencode(",
];

/// What an expression is in Terraform.
struct Real {
    value: Value,
    kind: Value,
    json: String,
}

fn known_values_are_those_of_terraform() -> Result<()> {
    let number = |name: &str| env::var(name).ok().and_then(|text| text.parse().ok());
    let count = number("JWTGEN_DIFFERENTIAL");
    let seed = number("JWTGEN_SEED").unwrap_or_else(|| match count {
        None => SEED,
        Some(_) => SystemTime::UNIX_EPOCH
            .elapsed()
            .map_or(SEED, |it| it.as_secs()),
    });
    let count = count.map_or(COUNT, |count| count as usize);
    let all = expressions(seed, count);
    let (mut known, mut failed) = (0, 0);
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for batch in all.chunks(BATCH) {
        for (expression, real) in batch.iter().zip(terraform("", batch)?) {
            let ours = ours("", expression);
            compare(expression, &ours, real.as_ref()).with_context(|| format!("seed {seed}"))?;
            failed += usize::from(real.is_none());
            if !ours.is_unclear() {
                known += 1;
                for name in FUNCTIONS
                    .into_iter()
                    .filter(|name| expression.contains(name))
                {
                    *names.entry(name).or_default() += 1;
                }
            }
        }
    }
    say(&format!(
        "{count} expressions with seed {seed}: {known} are known, {failed} fail in Terraform"
    ));
    // Otherwise nothing is shown.
    ensure!(known * 4 > count && known < count, "{known} of {count}");
    for name in FUNCTIONS {
        let times = names.get(name).copied().unwrap_or_default();
        ensure!(
            times >= 3,
            "{name}) is in {times} expressions that are known"
        );
    }
    Ok(())
}

fn variables_are_converted_as_terraform_does() -> Result<()> {
    let mut calls = String::new();
    let mut modules = BTreeMap::new();
    let mut outputs = Vec::new();
    for (index, (declared, given)) in TYPED.iter().enumerate() {
        calls.push_str(&format!(
            "module \"t{index}\" {{\n  source = \"./x/../t{index}\"\n{}}}\n",
            match given {
                Some(given) => format!("  v = {given}\n"),
                None => String::new(),
            }
        ));
        modules.insert(
            format!("t{index}/main.tf"),
            format!(
                "variable \"v\" {{\n{declared}\n}}\noutput \"v\" {{\n  value = var.v\n}}\noutput \"p\" {{\n  value = path.module\n}}\n"
            ),
        );
        outputs.push(format!("module.t{index}.v"));
        outputs.push(format!("\"${{path.root}}/${{module.t{index}.p}}\""));
    }
    let folder = tempfile::tempdir()?;
    write(folder.path(), &modules)?;
    let real = terraform_in(folder.path(), &calls, &outputs)?;
    let mut known = 0;
    for (expression, real) in outputs.iter().zip(real) {
        let mut files = files(&calls, expression);
        files.extend(
            modules
                .iter()
                .map(|(k, v)| (k.clone(), v.clone().into_bytes())),
        );
        let ours = value(&files);
        compare(expression, &ours, real.as_ref())?;
        known += usize::from(!ours.is_unclear());
    }
    ensure!(known > TYPED.len(), "{known}");
    Ok(())
}

/// What refers to attributes has, once they are known, the value that it had in
/// Terraform all the time.
fn references_have_the_values_that_they_get() -> Result<()> {
    const RESOURCE: &str = "resource \"terraform_data\" \"a\" {\n  input = \"x:y\"\n}\n";
    let of = "terraform_data.a.output";
    let expressions = [
        of.to_owned(),
        format!("\"a${{{of}}}b${{{of}}}\""),
        format!("[{of}, {{ k = \"${{{of}}}/\" }}]"),
        format!("jsonencode({{ a = [{of}, 1, \"<${{{of}}}>\"] }})"),
        format!("split(\":\", {of})"),
        format!("join(\"/\", slice(split(\":\", {of}), 0, length(split(\":\", {of}))))"),
        format!("one(slice(split(\":\", {of}), 1, length(split(\":\", {of}))))"),
        format!("\"https://${{urlencode({of})}}/?${{trimsuffix({of}, \"y\")}}\""),
        format!("element(concat([\"a\"], [{of}]), 1)"),
        format!("true ? \"a${{{of}}}\" : \"b\""),
        format!("{of} == null ? [] : [{of}]"),
    ];
    let folder = tempfile::tempdir()?;
    let outputs = outputs(&expressions);
    write(
        folder.path(),
        &BTreeMap::from([("main.tf".to_owned(), format!("{MODULE}{RESOURCE}{outputs}"))]),
    )?;
    write_files(folder.path())?;
    let terraform = Terraform::new(folder.path());
    terraform.init()?;
    terraform.apply()?;
    let state = terraform.state_json()?;
    let output = &state["values"]["outputs"]["all"];
    let real = reals(&output["value"], &output["type"])?;
    let known = Evidence::of_json(&state, None)?;
    let mut settled = 0;
    for (expression, real) in expressions.iter().zip(real) {
        let before = value(&files(RESOURCE, expression));
        let after = known.settle(&before, "");
        compare(expression, &after, real.as_ref())?;
        settled += usize::from(!after.is_unclear());
    }
    ensure!(settled >= 9, "{settled}");
    Ok(())
}

/// The comparison can fail.
fn a_disagreement_is_noticed() -> Result<()> {
    let expressions = ["1", "\"a\"", "[1, \"b\"]", "null", "{ a = true }", "1[0]"];
    let expressions = expressions.map(str::to_owned);
    let reals = terraform("", &expressions)?;
    let right: Vec<Term> = expressions.iter().map(|it| ours("", it)).collect();
    for (at, (expression, real)) in expressions.iter().zip(&reals).enumerate() {
        for (other, term) in right.iter().enumerate() {
            let same = compare(expression, term, real.as_ref()).is_ok();
            let expected = at == other || term.is_unclear();
            ensure!(same == expected, "{expression} and {term}");
        }
    }
    for (expression, wrong) in [
        ("1", Term::text("1")),
        ("1.5", Term::Number("1.50".into())),
        ("toset([\"a\"])", Term::List(vec![Term::text("a")])),
        ("\"e\\u0301\"", Term::text("e\u{301}")),
    ] {
        let real = terraform("", &[expression.to_owned()])?;
        ensure!(
            compare(expression, &wrong, real[0].as_ref()).is_err(),
            "{expression}"
        );
    }
    Ok(())
}

/// Fails unless what we know is what Terraform says.
fn compare(expression: &str, ours: &Term, real: Option<&Real>) -> Result<()> {
    if ours.is_unclear() {
        return Ok(());
    }
    let Some(real) = real else {
        bail!("{expression}\nfails in Terraform, and is {ours} here");
    };
    let same = ours.references().is_empty()
        && alike(ours, &real.value, &real.kind)
        && json(ours).nfc().eq(real.json.chars());
    ensure!(
        same,
        "{expression}\nis {} in Terraform, a {}, and {ours:?} here",
        real.json,
        real.kind,
    );
    Ok(())
}

/// Whether a value and its type are ours.
fn alike(ours: &Term, value: &Value, kind: &Value) -> bool {
    let of = |name: &str| kind.get(0).is_some_and(|it| it == name);
    match (ours, value) {
        (Term::Null, Value::Null) => true,
        (Term::Bool(ours), Value::Bool(flag)) => ours == flag && kind == "bool",
        (Term::Number(_), Value::Number(_)) => kind == "number",
        (Term::Text(_), Value::String(text)) => ours.as_text() == Some(text) && kind == "string",
        (Term::List(ours), Value::Array(items)) => {
            let kinds = |index: usize| match of("tuple") {
                true => &kind[1][index],
                false => &kind[1],
            };
            let mut pairs = ours.iter().zip(items).enumerate();
            (of("list") || of("tuple"))
                && ours.len() == items.len()
                && pairs.all(|(index, (ours, item))| alike(ours, item, kinds(index)))
        }
        (Term::Map(ours), Value::Object(entries)) => {
            let kinds = |key: &str| match of("object") {
                true => &kind[1][key],
                false => &kind[1],
            };
            (of("map") || of("object"))
                && ours.keys().eq(entries.keys())
                && ours
                    .iter()
                    .all(|(k, item)| alike(item, &entries[k], kinds(k)))
        }
        _ => false,
    }
}

/// The JSON that Go makes of a value, which has all digits of a number.
fn json(term: &Term) -> String {
    let quoted = |text: &str| {
        let mut quoted = Value::from(text).to_string();
        for character in ['<', '>', '&', '\u{2028}', '\u{2029}'] {
            let escape = format!("\\u{:04x}", u32::from(character));
            quoted = quoted.replace(character, &escape);
        }
        quoted
    };
    match term {
        Term::List(items) => {
            let items: Vec<String> = items.iter().map(json).collect();
            format!("[{}]", items.join(","))
        }
        Term::Map(entries) => {
            let entries = entries.iter();
            let entries: Vec<String> = entries
                .map(|(k, item)| format!("{}:{}", quoted(k), json(item)))
                .collect();
            format!("{{{}}}", entries.join(","))
        }
        Term::Text(_) => quoted(term.as_text().unwrap_or("?")),
        other => other.to_string(),
    }
}

/// The value here, with more declarations.
fn ours(more: &str, expression: &str) -> Term {
    value(&files(more, expression))
}

fn files(more: &str, expression: &str) -> BTreeMap<String, Vec<u8>> {
    let text = format!("{MODULE}{more}resource \"x\" \"r\" {{\n  e = {expression}\n}}\n");
    let mut files = BTreeMap::from([("main.tf".to_owned(), text.into_bytes())]);
    files.extend(FILES.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())));
    files
}

/// A file that is refused makes nothing known.
fn value(files: &BTreeMap<String, Vec<u8>>) -> Term {
    Evidence::of_folder(files, BTreeMap::new())
        .map_or(Term::unknown(), |evidence| evidence.value("x.r", "e"))
}

/// The values in Terraform; `None` where it says that there is an error, or that
/// it does not know.
fn terraform(more: &str, expressions: &[String]) -> Result<Vec<Option<Real>>> {
    let folder = tempfile::tempdir()?;
    terraform_in(folder.path(), more, expressions)
}

fn terraform_in(
    folder: &std::path::Path,
    more: &str,
    expressions: &[String],
) -> Result<Vec<Option<Real>>> {
    let text = format!("{MODULE}{more}{}", outputs(expressions));
    fs::write(folder.join("main.tf"), text)?;
    write_files(folder)?;
    let terraform = Terraform::new(folder);
    terraform.init()?;
    let plan = terraform.plan_json()?;
    let output = &plan["planned_values"]["outputs"]["all"];
    if output.get("value").is_none() {
        // Terraform cannot tell some of them, such as an item of a list of
        // unknown length. The others are asked for again.
        let unknown = plan["output_changes"]["all"]["after_unknown"].as_array();
        let unknown: Vec<bool> = unknown.context("no value")?.iter().map(unsure).collect();
        ensure!(unknown.contains(&true), "no value");
        let pairs = expressions.iter().zip(&unknown);
        let others: Vec<String> = pairs
            .filter(|(_, unknown)| !**unknown)
            .map(|(expression, _)| expression.clone())
            .collect();
        let mut found = terraform_in(folder, more, &others)?.into_iter();
        let all = unknown.iter().map(|unknown| match unknown {
            true => None,
            false => found.next().flatten(),
        });
        return Ok(all.collect());
    }
    let found = reals(&output["value"], &output["type"])?;
    ensure!(found.len() == expressions.len(), "{}", found.len());
    Ok(found)
}

/// Whether a plan says that some part is unknown.
fn unsure(mask: &Value) -> bool {
    match mask {
        Value::Bool(flag) => *flag,
        Value::Array(items) => items.iter().any(unsure),
        Value::Object(entries) => entries.values().any(unsure),
        _ => false,
    }
}

/// One output with all values.
fn outputs(expressions: &[String]) -> String {
    let mut outputs = String::from("output \"all\" {\n  value = [\n");
    for expression in expressions {
        outputs.push_str(&format!(
            "    try({{ v = {expression}, j = jsonencode({expression}) }}, null),\n"
        ));
    }
    outputs + "  ]\n}\n"
}

fn reals(value: &Value, kind: &Value) -> Result<Vec<Option<Real>>> {
    let all = value.as_array().context("no list of values")?;
    let real = |(index, one): (usize, &Value)| {
        Some(Real {
            value: one.get("v")?.clone(),
            kind: kind[1][index][1]["v"].clone(),
            json: one["j"].as_str()?.to_owned(),
        })
    };
    Ok(all.iter().enumerate().map(real).collect())
}

fn write(folder: &std::path::Path, files: &BTreeMap<String, String>) -> Result<()> {
    for (name, text) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().context("no folder")?)?;
        fs::write(path, text)?;
    }
    Ok(())
}

fn write_files(folder: &std::path::Path) -> Result<()> {
    for (name, bytes) in FILES {
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}
