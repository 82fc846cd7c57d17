//! Blueprints that cannot be read, sources that cannot be packed: each is told
//! with its place and changes nothing.

use crate::project::Project;
use snapbox::{assert_data_eq, str};
use std::fs;

/// Compiles, and sees that nothing changed on disk.
fn refused(project: &Project, args: &[&str], code: i32) -> String {
    let before = project.tree();
    let mut args = args.to_vec();
    args.insert(0, "compile");
    let run = project.run(&args);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (code, ""),
        "{}",
        run.stderr
    );
    assert!(project.tree() == before, "something was written");
    run.stderr
}

/// A project whose function has this source.
fn with_source(source: &str) -> Project {
    let project = Project::new();
    project.edit(
        "blueprint.toml",
        "\"functions/api\"",
        &format!("{source:?}"),
    );
    project
}

#[test]
fn no_such_file() {
    let error = refused(&Project::empty(), &["api.toml"], 4);
    assert_data_eq!(
        error,
        str![[r#"
error: there is no file `api.toml`; create one with `jwtgen init`

"#]]
    );
    let error = refused(&Project::empty(), &[], 4);
    assert_data_eq!(
        error,
        str![[r#"
error: there is no file `blueprint.toml`; create one with `jwtgen init`

"#]]
    );
}

#[test]
fn an_empty_file() {
    let project = Project::empty();
    project.write("blueprint.toml", "");
    assert_data_eq!(
        refused(&project, &[], 1),
        str![[r#"
error[JG0005]: missing key `name` in the blueprint
 --> blueprint.toml:1:1
  |
1 |
  | ^
  |
help: add `name = …`: prefix for the names of all resources that are not named explicitly

error: nothing was written: `blueprint.toml` has 1 error

"#]]
    );
}

#[test]
fn a_folder() {
    let project = Project::new();
    assert_data_eq!(
        refused(&project, &["."], 4),
        str![[r#"
error: `.` is a folder; the blueprint is `blueprint.toml`

"#]]
    );
    assert_data_eq!(
        refused(&project, &["./functions/"], 4),
        str![[r#"
error: `functions` is a folder; pass a blueprint file

"#]]
    );
}

#[test]
fn a_path_below_a_file() {
    let project = Project::new();
    let error = refused(&project, &["blueprint.toml/x.toml"], 4);
    assert_data_eq!(
        error,
        str![[r#"
error: cannot read `blueprint.toml/x.toml`: Not a directory (os error 20)

"#]]
    );
}

#[test]
fn not_utf8() {
    let project = Project::empty();
    project.write("blueprint.toml", b"name = \"shop\"\n# caf\xe9\n");
    assert_data_eq!(
        refused(&project, &[], 1),
        str![[r#"
error[JG0002]: the blueprint is not UTF-8 from here on
 --> blueprint.toml:2:6
  |
2 | # caf
  |      ^
  |
help: save the file as UTF-8

error: nothing was written: `blueprint.toml` has 1 error

"#]]
    );
    // UTF-16, as some editors save.
    project.write("blueprint.toml", b"\xff\xfen\0a\0m\0e\0");
    assert_data_eq!(
        refused(&project, &[], 1),
        str![[r#"
error[JG0002]: the blueprint is not UTF-8 from here on
 --> blueprint.toml:1:1
  |
1 |
  | ^
  |
help: save the file as UTF-8

error: nothing was written: `blueprint.toml` has 1 error

"#]]
    );
}

#[test]
fn broken_toml_tells_every_mistake_in_one_run() {
    let project = Project::empty();
    project.write("blueprint.toml", "name = \"shop\n[rotes]\n\"GET /\" = {\n");
    assert_data_eq!(
        refused(&project, &[], 1),
        str![[r#"
error[JG0001]: this string is not closed
 --> blueprint.toml:1:13
  |
1 | name = "shop
  |             ^ expected `"`
  |
help: close the string on the line where it starts, with the same quote

error[JG0003]: unknown key `rotes` in the blueprint
 --> blueprint.toml:2:2
  |
2 | [rotes]
  |  ^^^^^
  |
help: the key is `[routes]` here
  |
2 | [routes]
  |    +

error[JG0001]: this inline table is not closed
 --> blueprint.toml:3:12
  |
3 | "GET /" = {
  |            ^ expected `}`

error: nothing was written: `blueprint.toml` has 3 errors

"#]]
    );
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_text() {
    let project = Project::new();
    let text = project.read("blueprint.toml");
    assert_eq!(project.run(&["compile", "--out", "plain"]).code, 0);
    project.write("blueprint.toml", format!("\u{feff}{text}"));
    assert_eq!(project.run(&["compile", "--out", "marked"]).code, 0);
    assert_eq!(
        project.read("plain/.jwtgen.json"),
        project.read("marked/.jwtgen.json")
    );
    project.write("blueprint.toml", "\u{feff}nam = \"shop\"\n");
    assert_data_eq!(
        refused(&project, &["--format", "short"], 1),
        str![[r#"
blueprint.toml:1:1: error[JG0005]: missing key `name` in the blueprint
blueprint.toml:1:1: error[JG0003]: unknown key `nam` in the blueprint
error: nothing was written: `blueprint.toml` has 2 errors

"#]]
    );
}

#[test]
fn line_ends_of_windows_change_nothing() {
    let project = Project::compiled();
    let text = project.read("blueprint.toml").replace('\n', "\r\n");
    project.write("blueprint.toml", text);
    assert_eq!(project.run(&["compile", "--check"]).code, 0);
}

#[test]
fn a_source_that_does_not_exist() {
    let project = with_source("functions/apj");
    assert_data_eq!(
        refused(&project, &[], 1),
        str![[r#"
error[JG0501]: there is no file or folder `functions/apj`
  --> blueprint.toml:14:10
   |
14 | source = "functions/apj"
   |          ^^^^^^^^^^^^^^^
   |
help: use a path relative to the blueprint's folder

error: nothing was written: `blueprint.toml` has 1 error

"#]]
    );
}

#[test]
fn a_source_that_holds_nothing() {
    let project = with_source("functions/empty");
    fs::create_dir(project.path("functions/empty")).unwrap();
    assert_data_eq!(
        refused(&project, &["--format", "short"], 1),
        str![[r#"
blueprint.toml:14:10: error[JG0501]: the folder `functions/empty` contains no files
error: nothing was written: `blueprint.toml` has 1 error

"#]]
    );
}

#[test]
fn a_source_outside() {
    for source in ["../api", "/etc/passwd", "functions/../../api"] {
        let error = refused(&with_source(source), &["--format", "short"], 1);
        let message = format!("error[JG0502]: `{source}` is outside the blueprint's folder\n");
        assert!(error.contains(&message), "{error}");
    }
    assert_data_eq!(
        refused(&with_source("../api"), &[], 1),
        str![[r#"
error[JG0502]: `../api` is outside the blueprint's folder
  --> blueprint.toml:14:10
   |
14 | source = "../api"
   |          ^^^^^^^^
   |
help: move the code into the blueprint's folder

error: nothing was written: `blueprint.toml` has 1 error

"#]]
    );
}

#[cfg(unix)]
#[test]
fn a_source_outside_by_a_link() {
    use std::os::unix::fs::symlink;
    let secrets = Project::empty();
    secrets.write("id_rsa", "secret");
    let project = with_source("functions/link");
    symlink(secrets.path(""), project.path("functions/link")).unwrap();
    assert_data_eq!(
        refused(&project, &["--format", "short"], 1),
        str![[r#"
blueprint.toml:14:10: error[JG0502]: `functions/link` is outside the blueprint's folder
error: nothing was written: `blueprint.toml` has 1 error

"#]]
    );
    // Not the source itself, but something in it.
    let project = Project::new();
    symlink(secrets.path("id_rsa"), project.path("functions/api/key")).unwrap();
    assert_data_eq!(
        refused(&project, &["--format", "short"], 1),
        str![[r#"
blueprint.toml:14:10: error[JG0502]: `functions/api/key` is outside the blueprint's folder
error: nothing was written: `blueprint.toml` has 1 error

"#]]
    );
}

#[test]
fn a_source_that_holds_the_output() {
    // Also before the output exists: the second run would pack the first one's.
    let error = refused(&with_source("."), &["--format", "short"], 1);
    assert_data_eq!(
        error,
        str![[r#"
blueprint.toml:14:10: error[JG0501]: `.` cannot be read: it contains the output folder or is inside it
error: nothing was written: `blueprint.toml` has 1 error

"#]]
    );
    let project = Project::new();
    let args = ["--out", "functions/api/out", "--format", "short"];
    assert_data_eq!(
        refused(&project, &args, 1),
        str![[r#"
blueprint.toml:14:10: error[JG0501]: `functions/api` cannot be read: it contains the output folder or is inside it
error: nothing was written: `blueprint.toml` has 1 error

"#]]
    );
}

#[test]
fn a_source_in_the_output() {
    let project = Project::compiled();
    project.edit(
        "blueprint.toml",
        "\"functions/api\"",
        "\"out/token_handler\"",
    );
    let error = refused(&project, &["--format", "short"], 1);
    assert_data_eq!(
        error,
        str![[r#"
blueprint.toml:14:10: error[JG0501]: `out/token_handler` cannot be read: it contains the output folder or is inside it
error: nothing was written: `blueprint.toml` has 1 error

"#]]
    );
}

#[cfg(unix)]
#[test]
fn a_source_that_is_no_ordinary_file() {
    use std::os::unix::net::UnixListener;
    let project = Project::new();
    let _listener = UnixListener::bind(project.path("functions/api/socket")).unwrap();
    let error = refused(&project, &["--format", "short"], 1);
    assert_data_eq!(
        error,
        str![[r#"
blueprint.toml:14:10: error[JG0501]: `functions/api` cannot be read: `socket` is not a regular file
error: nothing was written: `blueprint.toml` has 1 error

"#]]
    );
}

#[test]
fn every_finding_of_a_blueprint_in_one_run() {
    let project = Project::new();
    project.edit("blueprint.toml", "function = \"api\"", "function = \"apj\"");
    project.edit("blueprint.toml", "[\"reader\"]", "[\"raeder\"]");
    let run = project.run(&["check"]);
    assert_eq!(run.code, 1);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error[JG0101]: there is no role `raeder`
  --> blueprint.toml:11:12
   |
11 | readers = ["raeder"]
   |            ^^^^^^^^
   |
help: a similar name exists
   |
11 - readers = ["raeder"]
11 + readers = ["reader"]
   |

error[JG0101]: there is no function `apj`
  --> blueprint.toml:17:29
   |
17 | "GET /items" = { function = "apj", scopes = ["read"] }
   |                             ^^^^^
   |
help: use `"api"`, or declare it in `[functions]`

error: `blueprint.toml` has 2 errors

"#]]
    );
    assert!(!project.has("out"));
}
