//! Who may call what, in every format, from one blueprint with every kind of
//! access.
//!
//! `SNAPSHOTS=overwrite cargo test --test offline matrix` rewrites what is expected.

use crate::support::checks::accepted;
use jwtgen::matrix::explain::explain;
use jwtgen::matrix::{self, Filter, Report};
use jwtgen::model::RoutePattern;
use jwtgen::source::Source;
use proptest::prelude::*;
use snapbox::{Assert, Data, IntoData};
use std::fmt::Write;
use std::path::Path;
use unicode_width::UnicodeWidthStr;

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

/// Names that the rules accept, but that formats read as markup.
#[test]
fn hostile_names_are_text_in_every_format() {
    let source = Source::new("blueprint.toml", include_str!("../matrix/hostile.toml"));
    let checked = accepted(&source);
    let report = Report::new(&checked, &Filter::default());
    expect("hostile.md", &matrix::markdown(&report));
    let graph = matrix::mermaid(&report);
    // A directive, a formula and an icon, each tried with Mermaid 11.
    for markup in ["%%", "$$", ":fa-", "<s", "`"] {
        assert!(!graph.contains(markup), "{markup}: {graph}");
    }
    expect("hostile.mmd", &graph);
}

/// Rows of every table, the legend aside.
fn rows(text: &str) -> Vec<Vec<String>> {
    let text = anstream::adapter::strip_str(text).to_string();
    let tables = text.split("\n\n");
    let lines = |table: &str| table.lines().map(str::to_owned).collect();
    tables.map(lines).collect()
}

proptest! {
    #[test]
    fn columns_line_up_whatever_the_names(
        names in prop::collection::vec("[a-z管理者가é👩\u{200d}🔧🇩🇪❤️\u{301}ｶα]{1,12}", 1..6),
        keys in prop::collection::vec("[A-Z /管🔑\u{301}]{1,20}", 1..5),
        words in prop::collection::vec("[a-z!?é者]{1,9}", 30),
        width in prop::option::of(1_usize..120),
    ) {
        // A mark at the start and end of each text keeps blanks from merging.
        let names: Vec<String> = names.iter().map(|name| format!("^{name}$")).collect();
        let row = |(index, key): (usize, &String)| {
            let words = words.iter().skip(index * names.len()).take(names.len());
            (format!("^{key}$"), words.map(|word| (format!("^{word}$"), "")).collect())
        };
        let table: Vec<(String, Vec<matrix::Word>)> = keys.iter().enumerate().map(row).collect();
        for lines in rows(&matrix::table(&names, &table, width)) {
            // Where each cell starts, in columns.
            let starts = |line: &String| -> Vec<usize> {
                line.match_indices('^').map(|(at, _)| line[..at].width()).collect()
            };
            let head = starts(&lines[0]);
            for line in &lines[1..] {
                let cells = starts(line);
                prop_assert_eq!(&cells[1..], &head[..], "{}", lines.join("\n"));
            }
        }
    }
}

/// The edges of a Mermaid graph.
fn edges(graph: &str) -> usize {
    graph.lines().filter(|line| line.contains("-->")).count()
}

#[test]
fn a_graph_grows_with_what_routes_require_and_not_with_routes_times_callers() {
    let mut text = String::from("name = \"large\"\n[identity]\n[clients.web]\n[roles]\n");
    for role in 0..10 {
        let below = match role {
            0 => String::new(),
            _ => format!("{{ role = \"role_{}\" }}, ", role - 1),
        };
        writeln!(text, "role_{role} = [{below}\"scope:{role}\"]").unwrap();
    }
    text.push_str("[groups]\n");
    for group in 0..10 {
        writeln!(text, "group_{group} = [\"role_{group}\"]").unwrap();
        writeln!(text, "same_as_{group} = [\"role_{group}\"]").unwrap();
    }
    text.push_str("[functions.api]\nsource = \"functions/api\"\n[routes]\n");
    for route in 0..30 {
        let access = format!(
            "{{ function = \"api\", scopes = [\"scope:{}\"] }}",
            route % 10
        );
        writeln!(text, "\"GET,PUT /things/{route:02}\" = {access}").unwrap();
    }
    let source = Source::new("blueprint.toml", text);
    let checked = accepted(&source);
    let graph = matrix::mermaid(&Report::new(&checked, &Filter::default()));
    // An edge from each requirement to its routes, one to each requirement, and
    // one to each lower level of callers.
    assert_eq!(edges(&graph), 10 + 10 + 9, "{graph}");
    for part in [
        "([\"group:group_9<br/>group:same_as_9\"])",
        "{{\"scope:9\"}}",
        "[\"GET, PUT /things/09<br/>GET, PUT /things/19<br/>GET, PUT /things/29\"]",
    ] {
        assert!(graph.contains(part), "{part}\n{graph}");
    }
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
    let legend = 1;
    assert_eq!(tables, report.callers.len() + legend);
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
        [
            "GET /items",
            "POST /items",
            "PUT /items/{id}",
            "DELETE /items/{id}",
            "GET /me"
        ]
    );
    assert_eq!(keys(&[], true), ["GET /health"]);
    assert_eq!(keys(&["DELETE *"], true), [""; 0]);
    let wrong = |name: &str| matrix::caller(&checked, name).unwrap_err();
    assert_eq!(
        wrong("group:reders"),
        "there is no caller `group:reders`; did you mean `group:readers`?"
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
        ("GET /internal", "authorizer:iam"),
        ("GET /me", "signed-in"),
        ("GET /me?debug=1", "authorizer:partner"),
        ("GET /items", "signed-in"),
        ("GET /orders", "authorizer:partner"),
        ("GET /catalog", "authorizer:partner"),
    ] {
        let caller = matrix::caller(&checked, caller).unwrap();
        for answer in matrix::answering(&checked.model, request).unwrap() {
            let explained = explain(&checked, &source, caller, &answer);
            assert_eq!(
                explained.decision,
                checked
                    .matrix
                    .cell(caller, answer.route)
                    .decision
                    .to_string()
            );
            text.push_str(&explained.text());
            text.push('\n');
        }
    }
    expect("explained.txt", &text);
    let wrong = matrix::answering(&checked.model, "GET /itms").unwrap_err();
    assert_eq!(
        wrong,
        "no route matches `GET /itms`; did you mean `GET /items`?"
    );
}
