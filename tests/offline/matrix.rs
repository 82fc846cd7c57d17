//! Who may call what, in every format, from one blueprint with every kind of
//! access.
//!
//! `SNAPSHOTS=overwrite cargo test --test offline matrix` rewrites what is expected.

use crate::support::checks::accepted;
use jwtgen::matrix::explain::explain;
use jwtgen::matrix::{self, Filter, Report};
use jwtgen::model::RoutePattern;
use jwtgen::source::Source;
use snapbox::{Assert, Data, IntoData};
use std::path::Path;

/// Every kind of access.
const BLUEPRINT: &str = include_str!("../matrix/blueprint.toml");

fn source() -> Source {
    Source::new("blueprint.toml", BLUEPRINT)
}

/// Compares with a file beside the blueprint.
fn expect(file: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/matrix")
        .join(file);
    let text = anstream::adapter::strip_str(text).to_string();
    Assert::new()
        .action_env(snapbox::assert::DEFAULT_ACTION_ENV)
        .eq(text.into_data().raw(), Data::read_from(&path, None).raw());
}

#[test]
fn every_format_says_the_same() {
    let source = source();
    let checked = accepted(&source);
    let report = Report::new(&checked, &Filter::default());
    expect("matrix.txt", &matrix::text(&report, None));
    expect("matrix.md", &matrix::markdown(&report));
    expect("matrix.csv", &matrix::csv(&report));
    expect("matrix.json", &matrix::json(&report));
    expect("matrix.mmd", &matrix::mermaid(&report));
}

#[test]
fn narrow_terminals_get_several_tables() {
    let source = source();
    let checked = accepted(&source);
    let report = Report::new(&checked, &Filter::default());
    let text = matrix::text(&report, Some(72));
    expect("narrow.txt", &text);
    // At least one caller a table, however narrow.
    let tables = matrix::text(&report, Some(1)).split("\n\n").count();
    assert_eq!(tables, report.callers.len());
}

#[test]
fn filters_leave_what_they_name() {
    let source = source();
    let checked = accepted(&source);
    let keys = |pattern: &[&str], public: bool| {
        let routes = pattern
            .iter()
            .map(|pattern| RoutePattern::parse(pattern).unwrap());
        let filter = Filter {
            routes: routes.collect(),
            callers: vec![matrix::caller(&checked, "anna").unwrap()],
            public,
        };
        let report = Report::new(&checked, &filter);
        assert_eq!(report.callers.len(), 1);
        let keys = report.routes.iter();
        keys.map(|route| checked.model.routes[*route].text.value.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(&["DELETE *"], false), ["DELETE /items/{id}"]);
    assert_eq!(
        keys(&["* /items/*", "GET /me"], false),
        ["DELETE /items/{id}", "GET /me", "PUT /items/{id}"]
    );
    assert_eq!(keys(&[], true), ["GET /health"]);
    assert_eq!(keys(&["DELETE *"], true), [""; 0]);
    let wrong = |name: &str| matrix::caller(&checked, name).unwrap_err();
    assert_eq!(
        wrong("ana"),
        "there is no caller `ana`; did you mean `anna`?"
    );
    assert_eq!(
        wrong("group:reader"),
        "there is no caller `group:reader`; did you mean `group:readers`?"
    );
}

#[test]
fn every_decision_is_explained_step_by_step() {
    let source = source();
    let checked = accepted(&source);
    let mut text = String::new();
    for (request, caller) in [
        ("DELETE /items/7", "anna"),
        ("DELETE /items/{id}", "readers"),
        ("PUT /items/7", "anna"),
        ("POST /items", "client:nightly"),
        ("GET /me", "otto"),
        ("GET /health", "anonymous"),
        ("GET /items", "anonymous"),
        ("GET /items", "client:nightly"),
        ("GET /orders", "anna"),
        ("GET /old", "anna"),
        ("GET /internal", "anna"),
    ] {
        let caller = matrix::caller(&checked, caller).unwrap();
        for route in matrix::answering(&checked.model, request).unwrap() {
            let explained = explain(&checked, &source, caller, route);
            assert_eq!(
                explained.decision,
                checked.matrix.cell(caller, route).decision.to_string()
            );
            text.push_str(&explained.text());
            text.push('\n');
        }
    }
    expect("explained.txt", &text);
    let wrong = matrix::answering(&checked.model, "GET /itms").unwrap_err();
    assert_eq!(
        wrong,
        "no route answers `GET /itms`; did you mean `GET /items`?"
    );
}
