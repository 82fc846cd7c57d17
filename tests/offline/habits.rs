//! Blueprints as people write them who come from SAM, Serverless, CDK, OpenAPI,
//! Terraform, Express or plain TOML: the first finding names the cause.
//!
//! `tests/habits/*.txt` holds a fragment after each line `### title => cause`, to
//! be merged into the base of the rules' examples. The first finding must contain
//! the cause: the word that shows the reader the way out.

use crate::hostile::{Change, change};
use crate::support::checks::{blueprint, check, judge};
use crate::support::fixes::{every_help_fixes, fixing_ends};
use crate::support::merge::merge;
use jwtgen::diagnostic::{Diagnostic, Severity, render};
use jwtgen::diff::Diff;
use jwtgen::matrix::{self, Filter, Report};
use jwtgen::rules::{EXAMPLE_BASE, RULES};
use jwtgen::{Checked, fix};
use proptest::prelude::*;
use snapbox::{Assert, Data, IntoData};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A wrong blueprint.
struct Habit {
    /// Its file.
    file: PathBuf,
    /// File and title.
    title: String,
    /// What the first finding must contain.
    cause: String,
    text: String,
}

fn habits() -> Vec<Habit> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/habits");
    let files = std::fs::read_dir(folder).expect("the folder of the habits can be read");
    let mut paths: Vec<_> = files
        .map(|file| file.expect("an entry can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    let mut habits = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("a file of habits can be read");
        for habit in text.split("### ").skip(1) {
            let (head, fragment) = habit.split_once('\n').expect("a fragment has a title");
            let (title, cause) = head.split_once(" => ").expect("a title has a cause");
            habits.push(Habit {
                file: path.clone(),
                title: format!(
                    "{}: {title}",
                    path.file_stem().unwrap_or_default().display()
                ),
                cause: cause.to_owned(),
                text: merge(EXAMPLE_BASE, fragment),
            });
        }
    }
    habits
}

/// Whether a text names a cause. A key may be part of an example or of a header.
fn names(text: &str, cause: &str) -> bool {
    let cause = cause.to_lowercase();
    text.to_lowercase().contains(cause.trim_matches('`'))
}

/// All that a finding says, with its edits.
fn words(diagnostic: &Diagnostic) -> String {
    let labels = diagnostic.secondary.iter().map(|label| &label.text);
    let edits = diagnostic.help.iter().flat_map(|help| &help.edits);
    let helps = diagnostic.help.iter().map(|help| &help.text);
    [&diagnostic.message, &diagnostic.primary.text]
        .into_iter()
        .chain(labels)
        .chain(&diagnostic.notes)
        .chain(helps)
        .chain(edits.map(|edit| &edit.text))
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_first_finding_names_the_cause() {
    let habits = habits();
    assert!(habits.len() >= 150, "{}", habits.len());
    let mut wrong = Vec::new();
    for habit in &habits {
        let source = blueprint(&habit.text);
        let found = check(&source);
        let words = found.iter().next().map(words).unwrap_or_default();
        let named = names(&words, &habit.cause);
        // A list of all keys leaves the search to the reader.
        if !named || words.contains("the known keys are") {
            let said = anstream::adapter::strip_str(&render::human(&found, &source)).to_string();
            wrong.push(format!("{} => {}\n{said}", habit.title, habit.cause));
        }
    }
    let (count, all) = (wrong.len(), habits.len());
    assert!(wrong.is_empty(), "{}\n{count} of {all}", wrong.join("\n"));
}

/// `tests/habits/*.stderr` shows all that is said about each.
#[test]
fn what_is_said_is_reviewed() {
    let mut said: BTreeMap<PathBuf, String> = BTreeMap::new();
    for habit in habits() {
        let source = blueprint(&habit.text);
        let shown = render::human(&check(&source), &source);
        let shown = anstream::adapter::strip_str(&shown).to_string();
        let file = said.entry(habit.file.with_extension("stderr")).or_default();
        file.push_str(&format!("### {}\n\n{shown}\n", habit.title));
    }
    for (path, said) in said {
        let assert = Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV);
        assert.eq(said.into_data(), Data::read_from(&path, None).raw());
    }
}

#[test]
fn every_fix_leads_somewhere() {
    let mut wrong = Vec::new();
    for habit in habits() {
        let source = blueprint(&habit.text);
        let found = check(&source);
        let ends = every_help_fixes(&found, &source).and_then(|()| fixing_ends(&source));
        if let Err(reason) = ends {
            wrong.push(format!("{}: {reason}", habit.title));
        }
        let (fixed, _) = fix::apply(source, true, check);
        for left in check(&fixed).iter() {
            if left.severity() == Severity::Error && left.help.is_empty() {
                wrong.push(format!("{}: no help at {}", habit.title, left.message));
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.join("\n"), wrong.len());
}

/// Blueprints of the corpus and of the rules, most of which compile once fixed.
static CORPUS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let habits = habits().into_iter().map(|habit| habit.text);
    let examples = RULES
        .iter()
        .flat_map(|rule| [rule.docs.example, rule.docs.fixed])
        .filter(|example| !example.is_empty())
        .map(|example| merge(EXAMPLE_BASE, example));
    let fixed = |text: String| {
        let (fixed, _) = fix::apply(blueprint(&text), true, check);
        [text, fixed.text]
    };
    let mut corpus: Vec<String> = habits.chain(examples).flat_map(fixed).collect();
    corpus.sort();
    corpus.dedup();
    corpus
});

fn access(checked: &Checked) -> String {
    matrix::csv(&Report::new(checked, &Filter::default()))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 1_500,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_fix_changes_who_may_call(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec(change(), 0..3),
    ) {
        let text = which.get(CORPUS.as_slice());
        let text = changes.iter().fold(text.clone(), |text, change: &Change| change.apply(&text));
        same_access(&text).map_err(TestCaseError::fail)?;
    }
}

#[test]
fn no_fix_of_the_corpus_changes_who_may_call() {
    let results = CORPUS.iter().map(|text| same_access(text));
    let wrong: Vec<String> = results.filter_map(Result::err).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Of a blueprint that compiles, certain fixes leave the access matrix as it is, and
/// no other fix widens access. Only the key of a route may be written as it is meant,
/// which is what the fix is for.
fn same_access(text: &str) -> Result<(), String> {
    let source = blueprint(text);
    let (found, Some(before)) = judge(&source) else {
        return Ok(());
    };
    let (fixed, _) = fix::apply(source.clone(), false, check);
    match judge(&fixed).1 {
        Some(after) if access(&after) == access(&before) => {}
        _ => return Err(format!("{text}\nbecomes\n{}", fixed.text)),
    }
    for diagnostic in found.iter().filter(|found| found.rule.code != "JG0423") {
        for help in diagnostic.help.iter().filter(|help| !help.edits.is_empty()) {
            let fixed = help.apply(&source.text);
            let after = judge(&blueprint(&fixed)).1;
            if after.is_some_and(|after| Diff::new(&before, &after).widens()) {
                let message = &diagnostic.message;
                return Err(format!(
                    "{message}: `{}` widens access in\n{text}",
                    help.text
                ));
            }
        }
    }
    Ok(())
}
