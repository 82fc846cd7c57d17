//! `check --fix`: fixes in place.

use crate::project::Project;
use snapbox::{assert_data_eq, str};
use std::fs;

const BROKEN: &str = r#"# The shop.
name = "shop"

[identity]

[clients.web]

[roles]
reader = "read"     # one scope

[groups]
readers = ["reder"]

[functions.api]
source = "functions/api"
timeout = "10"

[routes]
"get /items/" = { function = "api" scopes = ["read"] }
"#;

fn broken() -> Project {
    let project = Project::new();
    project.write("blueprint.toml", BROKEN);
    project
}

#[test]
fn fixes_what_is_certain_and_shows_the_rest() {
    let project = broken();
    let run = project.run(&["check", "--fix"]);
    assert_eq!(run.code, 1);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error[JG0101]: there is no role `reder`
  --> blueprint.toml:12:12
   |
12 | readers = ["reder"]
   |            ^^^^^^^
   |
help: a similar name exists
   |
12 | readers = ["reader"]
   |               +

fixed blueprint.toml:9: expected an array, found a string [JG0004]: put it in an array
fixed blueprint.toml:16: expected an integer from 1 to 900, found a string [JG0004]: remove the quotes
fixed blueprint.toml:19: missing comma between key-value pairs [JG0001]: add a comma
fixed blueprint.toml:19: `get` is not a valid method [JG0401]: use an HTTP method in capital letters, or `ANY`
error: `blueprint.toml` has 1 error

"#]]
    );
    assert_data_eq!(
        project.read("blueprint.toml"),
        str![[r##"
# The shop.
name = "shop"

[identity]

[clients.web]

[roles]
reader = ["read"]     # one scope

[groups]
readers = ["reder"]

[functions.api]
source = "functions/api"
timeout = 10

[routes]
"GET /items" = { function = "api", scopes = ["read"] }

"##]]
    );
    // Nothing is left that could be fixed without asking.
    let fixed = project.tree();
    project.run(&["check", "--fix"]);
    assert_eq!(project.tree(), fixed);
}

#[test]
fn carries_out_suggestions_when_asked_to() {
    let project = broken();
    let text = project.read("blueprint.toml").replace("reder", "reader");
    project.write(
        "blueprint.toml",
        text.replace("scopes = [\"read\"]", "scope = [\"read\"]"),
    );
    let run = project.run(&["check", "--fix=all"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let fixed = project.read("blueprint.toml");
    assert!(fixed.contains("scopes = [\"read\"]"), "{fixed}");
    assert!(project.run(&["compile"]).code == 0);
}

/// A similar name may belong to other people: only the user puts it in.
#[test]
fn never_puts_in_a_similar_name_of_what_decides_who_may_call() {
    let project = broken();
    let run = project.run(&["check", "--fix=all"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(project.read("blueprint.toml").contains("[\"reder\"]"));
}

#[test]
fn touches_nothing_that_is_fine() {
    let project = Project::new();
    let before = project.tree();
    let run = project.run(&["check", "--fix=all"]);
    assert_eq!((run.code, project.tree()), (0, before));
}

#[test]
fn keeps_byte_order_mark_line_ends_and_overlays() {
    let project = Project::new();
    let text = project.read("blueprint.toml").replace('\n', "\r\n");
    let text = text.replace("[\"reader\"]", "\"reader\"");
    project.write("blueprint.toml", format!("\u{feff}{text}"));
    project.write("prod.toml", "functions.api.memory = \"256\"\n");
    let run = project.run(&["check", "--fix", "--overlay", "prod.toml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_data_eq!(
        run.stderr,
        str![[r#"
fixed blueprint.toml:11: expected an array or a table, found a string [JG0004]: put it in an array
fixed prod.toml:1: expected an integer from 128 to 10240, found a string [JG0004]: remove the quotes
`blueprint.toml` with `prod.toml` is fine

"#]]
    );
    let fixed = project.read("blueprint.toml");
    assert!(fixed.starts_with("\u{feff}name"));
    assert!(fixed.contains("readers = [\"reader\"]\r\n"));
    assert_eq!(fixed.matches('\n').count(), fixed.matches("\r\n").count());
    assert_eq!(project.read("prod.toml"), "functions.api.memory = 256\n");
}

#[test]
fn leaves_the_blueprint_of_another_team_alone() {
    let project = Project::new();
    project.write(
        "owner.toml",
        "name = \"id\"\n[identity]\n[roles]\nr = \"read\"\n[groups]\n",
    );
    let text = project.read("blueprint.toml");
    let text = text.replace(
        "[identity]",
        "[identity]\npool = { var = \"pool\" }\nowner = \"owner.toml\"",
    );
    project.write("blueprint.toml", text);
    let before = project.tree();
    project.run(&["check", "--fix=all"]);
    assert_eq!(project.tree(), before);
}

#[cfg(unix)]
#[test]
fn follows_links_and_keeps_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let project = broken();
    project.write("real/b.toml", BROKEN);
    fs::remove_file(project.path("blueprint.toml")).unwrap();
    std::os::unix::fs::symlink("real/b.toml", project.path("blueprint.toml")).unwrap();
    let real = project.path("real/b.toml");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    project.run(&["check", "--fix"]);
    assert!(project.path("blueprint.toml").is_symlink());
    assert!(project.read("real/b.toml").contains("\"GET /items\""));
    let mode = fs::metadata(&real).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    let left: Vec<_> = fs::read_dir(project.path("real")).unwrap().collect();
    assert_eq!(left.len(), 1, "no temporary file stays");
}

#[test]
fn json_lists_the_repairs() {
    let run = broken().run(&["check", "--fix", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).expect("one document");
    let repairs = report["repairs"].as_array().expect("a list");
    assert_eq!(repairs.len(), 4, "{repairs:#?}");
    assert_eq!(repairs[0]["file"], "blueprint.toml");
    assert_eq!(report["diagnostics"].as_array().map(Vec::len), Some(1));
}
