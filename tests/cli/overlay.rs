//! `--overlay`: one blueprint, several environments.

use crate::project::Project;
use snapbox::{assert_data_eq, str};

const PROD: &str = r#"name = "shop-prod"

[identity]
scope_format = "{name}/{scope}"

[functions.api]
memory = 512

[routes]
"GET /items" = { scopes = [{ role = "reader" }] }
"#;

#[test]
fn an_overlay_changes_what_it_names_and_nothing_else() {
    let project = Project::compiled();
    let before = project.read("out/functions.tf");
    project.write("prod.toml", "[functions.api]\nmemory = 512\n");
    let run = project.run(&["compile", "--overlay", "prod.toml", "--out", "out-prod"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let after = project.read("out-prod/functions.tf");
    assert_eq!(after, before.replace("= 128", "= 512"));
    for file in ["identity.tf", "routes.tf", "api.tf"] {
        let (dev, prod) = (format!("out/{file}"), format!("out-prod/{file}"));
        assert_eq!(project.read(&dev), project.read(&prod));
    }
    let check = ["compile", "--check", "--overlay", "prod.toml", "--out"];
    assert_eq!(project.run(&[&check[..], &["out-prod"]].concat()).code, 0);
    assert_eq!(project.run(&[&check[..], &["out"]].concat()).code, 3);
}

#[test]
fn the_last_overlay_wins() {
    let project = Project::new();
    project.write("a.toml", "[functions.api]\nmemory = 256\ntimeout = 9\n");
    project.write("b.toml", "[functions.api]\nmemory = 512\n");
    let run = project.run(&["compile", "--overlay", "a.toml", "--overlay", "b.toml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let functions = project.read("out/functions.tf");
    assert!(functions.contains("= 512") && functions.contains("timeout     = 9"));
}

#[test]
fn findings_point_into_the_right_file() {
    let project = Project::new();
    project.write("prod.toml", PROD);
    let run = project.run(&["check", "--overlay", "prod.toml"]);
    assert_eq!(run.code, 1);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error[JG0004]: expected a string, found a table
  --> prod.toml:10:28
   |
10 | "GET /items" = { scopes = [{ role = "reader" }] }
   |                            ^^^^^^^^^^^^^^^^^^^
   |
help: roles belong in `allow`: `allow = [{ role = "NAME" }]`

error: `blueprint.toml` with `prod.toml` has 1 error

"#]]
    );
    project.write(
        "prod.toml",
        "[routes]\n\"GET /items\" = { public = \"anyone may look\" }\n",
    );
    let run = project.run(&["check", "--overlay", "prod.toml"]);
    assert_eq!(run.code, 1);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error[JG0304]: `GET /items` is public, but also restricts who may call it
  --> prod.toml:2:27
   |
 2 | "GET /items" = { public = "anyone may look" }
   |                           ^^^^^^^^^^^^^^^^^
   |
  ::: blueprint.toml:17:36
   |
17 | "GET /items" = { function = "api", scopes = ["read"] }
   |                                    ------ restricted here
   |
help: remove one of the two
help: to leave out what the blueprint has, list its key in the overlay: `remove = ['routes."GET /items".scopes']`

error: `blueprint.toml` with `prod.toml` has 1 error

"#]]
    );
    let run = project.run(&["check", "--overlay", "prod.toml", "--format", "json"]);
    assert_data_eq!(
        run.stdout,
        str![[r#"
{
  "diagnostics": [
    {
      "code": "JG0304",
      "end": {
        "column": 44,
        "line": 2
      },
      "file": "prod.toml",
      "help": [
        {
          "certain": false,
          "edits": [],
          "text": "remove one of the two"
        },
        {
          "certain": false,
          "edits": [],
          "text": "to leave out what the blueprint has, list its key in the overlay: `remove = ['routes./"GET /items/".scopes']`"
        }
      ],
      "label": "",
      "message": "`GET /items` is public, but also restricts who may call it",
      "name": "public-with-scopes",
      "notes": [],
      "related": [
        {
          "end": {
            "column": 42,
            "line": 17
          },
          "file": "blueprint.toml",
          "label": "restricted here",
          "start": {
            "column": 36,
            "line": 17
          }
        }
      ],
      "severity": "error",
      "start": {
        "column": 27,
        "line": 2
      }
    }
  ],
  "overlays": [
    "prod.toml"
  ],
  "version": 1
}

"#]]
    );
}

#[test]
fn an_overlay_that_is_no_toml_is_told_with_the_rest() {
    let project = Project::new();
    project.edit("blueprint.toml", "name = \"shop\"", "name = \"shop");
    project.write("prod.toml", "[functions.api\nmemory = 512\n");
    let run = project.run(&["check", "--overlay", "prod.toml"]);
    assert_eq!(run.code, 1);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error[JG0001]: this string is not closed
 --> blueprint.toml:1:13
  |
1 | name = "shop
  |             ^ expected `"`
  |
help: close the string on the line where it starts, with the same quote

error[JG0001]: this table header is not closed
 --> prod.toml:1:15
  |
1 | [functions.api
  |               ^ expected `]`
  |
help: close it with `]`

error: `blueprint.toml` with `prod.toml` has 2 errors

"#]]
    );
}

#[test]
fn an_overlay_has_to_exist_and_to_be_text() {
    let project = Project::new();
    let run = project.run(&["check", "--overlay", "none.toml"]);
    assert_eq!(run.code, 4);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error: there is no overlay `none.toml`

"#]]
    );
    project.write("prod.toml", b"name = \"\xff\"\n");
    let run = project.run(&["check", "--overlay", "prod.toml"]);
    assert_eq!(run.code, 1);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error[JG0002]: the blueprint is not UTF-8 from here on
 --> prod.toml:1:9
  |
1 | name = "
  |         ^
  |
help: save the file as UTF-8

error: `blueprint.toml` with `prod.toml` has 1 error

"#]]
    );
}

#[test]
fn a_reference_is_replaced_and_not_joined() {
    let project = Project::new();
    project.edit(
        "blueprint.toml",
        "[identity]",
        "[identity]\ndomain = { var = \"domain\" }",
    );
    project.write("prod.toml", "[identity]\ndomain = \"shop-prod\"\n");
    let run = project.run(&["compile", "--overlay", "prod.toml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!project.has("out/variables.tf"));
    project.write("prod.toml", "[identity]\ndomain = { var = \"other\" }\n");
    let run = project.run(&["compile", "--overlay", "prod.toml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(project.read("out/identity.tf").contains("var.other"));
}

#[test]
fn an_overlay_removes_keys() {
    let project = Project::new();
    let before = project.read("blueprint.toml");
    let run = project.run(&["check"]);
    assert_eq!(run.code, 0, "{}\n{before}", run.stderr);
    project.write(
        "away.toml",
        "remove = ['routes.\"GET /items\".function', 'stage']\n\n[routes]\n\"GET /items\" = { url = \"https://items.example.com\" }\n",
    );
    let run = project.run(&["check", "--overlay", "away.toml"]);
    assert!(
        run.stderr.contains("there is no `stage` to remove"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("away.toml:1:"), "{}", run.stderr);
    assert!(!run.stderr.contains("JG0418"), "{}", run.stderr);
}

#[test]
fn what_an_overlay_caused_is_told() {
    let project = Project::new();
    let check = |overlay: &str| {
        project.write("prod.toml", overlay);
        project.run(&["check", "--overlay", "prod.toml"]).stderr
    };
    let said = check("[routes]\n\"GET /items\" = { public = \"demo\" }\n");
    assert!(
        said.contains("list its key in the overlay: `remove ="),
        "{said}"
    );
    let said = check("[routes]\n\"GET /itmes\" = { timeout = 1000 }\n");
    let added = "the blueprint has no `GET /itmes`: the overlay adds it";
    assert!(said.contains(added), "{said}");
    let said = check("[functions.apis]\nmemory = 256\n");
    assert!(said.contains("the blueprint has no `apis`"), "{said}");
    let said = check("[routes]\n\"GET /items\" = { remove = [\"scopes\"] }\n");
    assert!(
        said.contains("an overlay lists what it removes at its top"),
        "{said}"
    );
}
