//! Blueprints that nobody would write, from the language's own description:
//! nothing panics, what is found has its place, and what is accepted is the
//! same and well-formed every time.
//!
//! `PROPTEST_CASES=100000 cargo test --test offline grammar` looks longer.

use crate::support::checks;
use crate::support::grammar::Choices;
use jwtgen::diagnostic::Diagnostics;
use jwtgen::generate;
use jwtgen::matrix::{self, Filter, Report};
use jwtgen::source::Source;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(),
        failure_persistence: None,
        max_shrink_iters: 1_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn blueprints_of_any_shape_are_judged(bytes in prop::collection::vec(any::<u8>(), 0..1_500)) {
        judged(&bytes).map_err(TestCaseError::fail)?;
    }
}

fn cases() -> u32 {
    let cases = std::env::var("PROPTEST_CASES").ok();
    cases.and_then(|cases| cases.parse().ok()).unwrap_or(600)
}

/// How often a blueprint is accepted: a generator that never makes a good one
/// tests little.
#[test]
fn some_blueprints_are_accepted() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let bytes = prop::collection::vec(any::<u8>(), 0..200);
    let accepted = (0..600).filter(|_| {
        let tree = bytes.new_tree(&mut runner).expect("bytes");
        judged(&tree.current()).expect("judged")
    });
    let accepted = accepted.count();
    assert!(accepted > 20, "{accepted} of 600");
}

/// Checks a blueprint and its overlay; whether it is accepted.
fn judged(bytes: &[u8]) -> Result<bool, String> {
    let mut choices = Choices::new(bytes);
    let mut source = checks::blueprint(choices.blueprint());
    if bytes.len().is_multiple_of(3) {
        source.push("overlay.toml", &choices.overlay());
    }
    let (found, checked) = checks::judge(&source);
    for diagnostic in found.iter() {
        let labels = [&diagnostic.primary]
            .into_iter()
            .chain(&diagnostic.secondary);
        let edits = diagnostic.help.iter().flat_map(|help| &help.edits);
        for span in labels
            .map(|label| label.span)
            .chain(edits.map(|edit| edit.span))
        {
            let text = &source.text;
            let inside = span.start <= span.end && span.end <= text.len();
            if !inside || !text.is_char_boundary(span.start) || !text.is_char_boundary(span.end) {
                return Err(format!("{span:?} of {diagnostic:?}\n{text}"));
            }
        }
    }
    if source.parts().count() == 1 {
        crate::support::fixes::fixing_ends(&source)?;
        // Each fix is checked by itself, which takes a check of the whole blueprint.
        let first = bytes.iter().map(|byte| usize::from(*byte)).sum();
        crate::support::fixes::some_help_fixes(&found, &source, first, 4)?;
    }
    helps(&found)?;
    let Some(checked) = checked else {
        return Ok(false);
    };
    let files = generate::files(&checked);
    let again = checks::judge(&source)
        .1
        .map(|checked| generate::files(&checked));
    if again.as_ref() != Some(&files) {
        return Err(format!(
            "compiled otherwise the second time:\n{}",
            source.text
        ));
    }
    for (path, contents) in &files {
        if path.ends_with(".tf") || path.ends_with(".hcl") {
            let text = String::from_utf8_lossy(contents);
            hcl::parse(&text).map_err(|error| format!("{path}: {error}\n{}", source.text))?;
        }
    }
    reports(&source, &checked);
    Ok(true)
}

/// Whether every error of the shape says what to do.
fn helps(found: &Diagnostics) -> Result<(), String> {
    let shape = ["JG0003", "JG0004", "JG0005", "JG0006"];
    let mut errors = found
        .iter()
        .filter(|found| shape.contains(&found.rule.code));
    match errors.find(|found| found.help.is_empty()) {
        Some(found) => Err(format!("no help: {}", found.message)),
        None => Ok(()),
    }
}

/// Every report can be made.
fn reports(source: &Source, checked: &jwtgen::Checked) {
    let report = Report::new(checked, &Filter::default());
    let _ = matrix::text(&report, Some(40));
    let _ = (
        matrix::markdown(&report),
        matrix::csv(&report),
        matrix::json(&report),
    );
    let _ = (matrix::mermaid(&report), matrix::html(&report));
    for route in checked.model.routes.ids() {
        for caller in &checked.matrix.principals {
            let explained = matrix::explain::explain(checked, source, *caller, &route.into());
            assert_eq!(
                explained.decision,
                checked.matrix.cell(*caller, route).decision.to_string()
            );
        }
    }
}
