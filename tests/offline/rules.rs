//! The rules and their documentation: complete, correct, and up to date in
//! `docs/rules.md`.

use crate::support::checks::{blueprint, check};
use crate::support::merge::merge;
use jwtgen::explain;
use jwtgen::rules::{CHECKS, EXAMPLE_BASE, RULES};
use std::collections::BTreeSet;
use std::path::Path;
use ureq::http::Uri;

/// Rules that no blueprint can show, with the reason.
const WITHOUT_EXAMPLE: [(&str, &str); 15] = [
    ("widened-access", "it is about two blueprints"),
    ("changed-access", "it is about two blueprints"),
    ("audited-difference", "it is about a plan"),
    ("unproven-access", "it is about a plan"),
    ("large-token", "it would be too long to read"),
    ("long-policy", "it would be too long to read"),
    ("over-quota", "it would be too long to read"),
    ("raisable-quota", "it would be too long to read"),
    ("not-utf8", "an example is text"),
    ("edited-output", "it is about the output folder"),
    ("replaced-resource", "it is about the output folder"),
    ("removed-throttle", "it is about the output folder"),
    ("refused-change", "it is about the output folder"),
    ("recreated-resource", "it is about the output folder"),
    ("interrupted-calls", "it is about the output folder"),
];

#[test]
fn every_rule_file_is_registered_in_the_order_of_codes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            path.file_stem()
                .unwrap()
                .to_str()
                .unwrap()
                .replace('_', "-")
        })
        .collect();
    let names: BTreeSet<String> = RULES.iter().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(files, names);
    assert_eq!(names.len(), RULES.len(), "a name stands twice");
    assert!(RULES.is_sorted_by(|a, b| a.code < b.code));
}

#[test]
fn every_check_belongs_to_a_rule_of_its_own() {
    let checked: BTreeSet<&str> = CHECKS.iter().map(|check| check.rule.code).collect();
    assert_eq!(checked.len(), CHECKS.len());
    assert!(
        checked
            .iter()
            .all(|code| RULES.iter().any(|rule| rule.code == *code))
    );
}

#[test]
fn rules_are_well_formed() {
    for rule in RULES {
        let digits = rule.code.strip_prefix("JG").unwrap_or_default();
        let four = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
        assert!(four, "{}", rule.code);
        let word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric());
        let kebab = rule.name.split('-').all(word) && rule.name == rule.name.to_lowercase();
        assert!(kebab, "{}", rule.name);
        for text in [rule.docs.what, rule.docs.why] {
            assert!(
                text.ends_with('.') && text.len() > 10,
                "{}: {text:?}",
                rule.code
            );
        }
        let example = !rule.docs.example.is_empty() && !rule.docs.fixed.is_empty();
        let summary = rule.docs.summary();
        assert!(summary.len() <= 90, "{}: too long: {summary}", rule.code);
        for source in rule.docs.sources {
            assert!(is_public(source), "{}: {source:?}", rule.code);
        }
        let exempt = WITHOUT_EXAMPLE.iter().any(|(name, _)| *name == rule.name);
        assert_ne!(example, exempt, "{}", rule.name);
    }
}

#[test]
fn examples_trigger_only_their_rule_and_fixed_ones_none() {
    let mut wrong = Vec::new();
    for rule in RULES.iter().filter(|rule| !rule.docs.example.is_empty()) {
        let mut raised = codes(rule.docs.example);
        raised.dedup();
        if raised != [rule.code] {
            wrong.push(format!(
                "{} {}: the example raises {raised:?}",
                rule.code, rule.name
            ));
        }
        let raised = codes(rule.docs.fixed);
        if !raised.is_empty() {
            wrong.push(format!(
                "{} {}: fixed, it raises {raised:?}",
                rule.code, rule.name
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_documentation_is_up_to_date() {
    snapbox::assert_data_eq!(explain::all(), snapbox::file!["../../docs/rules.md"].raw());
}

/// Whether a source is a page that a reader can open, and Markdown links it
/// where it is written bare.
fn is_public(source: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/#%".contains(c);
    let uri: Uri = match source.parse() {
        Ok(uri) if source.chars().all(plain) => uri,
        _ => return false,
    };
    let host = uri.host().unwrap_or_default();
    uri.scheme_str() == Some("https") && host.contains('.') && uri.port().is_none()
}

#[test]
fn a_source_is_a_public_url() {
    assert!(is_public("https://toml.io/en/v1.0.0#keys"));
    for bad in [
        "",
        "TOML 1.0",
        "D:http-api-jwt-authorizer",
        "http://toml.io/",
        "https://localhost/",
        "https://toml.io/a b",
        "https://toml.io/, https://toml.io/",
    ] {
        assert!(!is_public(bad), "{bad:?}");
    }
}

fn codes(fragment: &str) -> Vec<&'static str> {
    let found = check(&blueprint(merge(EXAMPLE_BASE, fragment)));
    found
        .iter()
        .map(|diagnostic| diagnostic.rule.code)
        .collect()
}
