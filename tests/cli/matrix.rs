//! `jwtgen matrix` as people use it.

use crate::project::Project;
use serde_json::Value;
use snapbox::{assert_data_eq, str};

#[test]
fn goes_to_standard_output_in_every_format() {
    let project = Project::new();
    let run = project.run(&["matrix"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_data_eq!(
        run.stdout,
        str![[r#"
            anonymous  group:readers  access
GET /items  401        allow          read

allow    the gateway forwards the request
401      no valid token for the route

"#]]
    );
    for (format, start) in [
        ("markdown", "| Route |"),
        ("csv", "route,caller,decision,reason\r\n"),
        ("json", "{"),
        ("mermaid", "flowchart LR"),
        ("html", "<!doctype html>"),
    ] {
        let run = project.run(&["matrix", "--format", format]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert!(run.stdout.starts_with(start), "{}", run.stdout);
    }
}

#[test]
fn explains_one_decision_for_several_callers() {
    let project = Project::new();
    let args = [
        "matrix",
        "--explain",
        "GET /items",
        "--as",
        "readers",
        "--as",
        "anonymous",
    ];
    let run = project.run(&args);
    assert_eq!(run.code, 0);
    assert_eq!(run.stdout.matches("GET /items as ").count(), 2);
    let run = project.run(&[&args[..], &["--format", "json"]].concat());
    let explained: Value = serde_json::from_str(&run.stdout).expect("one JSON document");
    assert_eq!(explained[0]["decision"], "allow");
    assert_eq!(
        explained[0]["steps"][0]["places"][0]["file"],
        "blueprint.toml"
    );
    assert_eq!(explained[1]["decision"], "401");
}

#[test]
fn says_what_is_wrong_with_the_question() {
    let project = Project::new();
    let refused = |args: &[&str]| {
        let run = project.run(&[&["matrix"], args].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
        run.stderr
    };
    assert_data_eq!(
        refused(&["--as", "raeders"]),
        str![[r#"
error: there is no caller `raeders`; did you mean `readers`?

"#]]
    );
    assert_data_eq!(
        refused(&["--as", "readers", "--explain", "GET /itms"]),
        str![[r#"
error: no route matches `GET /itms`; did you mean `GET /items`?

"#]]
    );
    assert!(refused(&["--route", "delete *"]).contains("write `*`, a method and `*`"));
    assert!(refused(&["--explain", "GET /items"]).contains("--as <CALLER>"));
}

#[test]
fn a_blueprint_with_errors_has_no_matrix() {
    let project = Project::new();
    project.edit(
        "blueprint.toml",
        "scopes = [\"read\"]",
        "scopes = [\"raed\"]",
    );
    let run = project.run(&["matrix", "--format", "html"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(
        run.stderr.contains("JG0101")
            && run
                .stderr
                .ends_with("error: `blueprint.toml` has 1 error\n")
    );
}
