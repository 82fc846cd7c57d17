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
            anonymous  signed-in  group:readers  access
GET /items  401        403        allow          read

allow    the gateway forwards the request
401      no valid token for the route
403      the token has none of the required scopes

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

/// Routes know no query string, and what AWS does not document is said.
#[test]
fn requests_are_explained_by_the_documented_rules() {
    let project = Project::new();
    let blueprint = project.path("blueprint.toml");
    let text = std::fs::read_to_string(&blueprint).unwrap();
    let text = text.replace(
        "[routes]\n",
        "[routes]\n\"ANY /{proxy+}\" = { function = \"api\", authorizer = \"iam\" }\n",
    );
    std::fs::write(&blueprint, text).unwrap();
    let explained = |request: &str| {
        project
            .run(&["matrix", "--as", "anonymous", "--explain", request])
            .stdout
    };
    assert_eq!(explained("GET /items?page=2"), explained("GET /items"));
    assert!(explained("GET /items").starts_with("GET /items as anonymous: 401"));
    assert!(explained("PUT /items").starts_with("ANY /{proxy+} as anonymous: 403"));
    assert_data_eq!(
        explained("GET /items/"),
        str![[r#"
GET /items as anonymous: 401: the call carries no token
  if API Gateway ignores the trailing slash, which AWS does not document
  the request matches the route `GET /items`  blueprint.toml:18
  its JWT authorizer reads the access token from `$request.header.Authorization` and accepts tokens from the user pool  blueprint.toml:3
  the call carries no token

ANY /{proxy+} as anonymous: 403: the call is not signed with AWS credentials
  if the trailing slash is an empty path segment, which AWS does not document
  the request matches the route `ANY /{proxy+}`  blueprint.toml:17
  it requires a signature with AWS credentials

"#]]
    );
    let run = project.run(&["matrix", "--as", "anonymous", "--explain", "GET /a//b"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("does not document"), "{}", run.stderr);
}
