//! What a compile says of changes that Terraform cannot undo.

use crate::project::Project;
use snapbox::{assert_data_eq, str};

#[test]
fn replacing_a_user_pool_is_warned_of() {
    let project = Project::compiled();
    project.edit(
        "blueprint.toml",
        "[identity]\n",
        "[identity]\nsign_in = [\"email\"]\n",
    );
    let run = project.run(&["compile", "--deny", "warnings"]);
    assert_eq!(run.code, 1);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error[JG0704]: Terraform would refuse to replace `aws_cognito_user_pool.main`: it is protected, and would otherwise lose its users, groups and app clients
 --> blueprint.toml:4:12
  |
4 | sign_in = ["email"]
  |            ^^^^^^^
  |
  = note: `username_attributes` cannot be changed in place
help: undo the change; a user pool with other settings is another pool, which people have to be moved to
help: if the last compile was never applied, ignore this

error: nothing was written: `blueprint.toml` has 1 error

"#]]
    );
    let run = project.run(&["compile", "--format", "json"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("JG0704"));
    // What is written is what the next run compares with.
    let run = project.run(&["compile"]);
    assert!(!run.stderr.contains("JG070"), "{}", run.stderr);
    // An allowed rule stays allowed, and a pool that goes takes its users along.
    project.write(
        "blueprint.toml",
        "name = \"shop\"\n[functions.api]\nsource = \"functions/api\"\n[routes]\n\"GET /\" = { function = \"api\", public = \"all\" }\n",
    );
    let run = project.run(&["compile"]);
    for said in [
        "AWS would refuse to delete `aws_cognito_user_pool.main`",
        "AWS refuses only after the groups, memberships and app clients are gone",
    ] {
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
}

#[test]
fn removing_a_throttle_is_warned_about() {
    let project = Project::compiled();
    let blueprint = project.read("blueprint.toml");
    let limited = format!("{blueprint}\n[stage]\nthrottle = {{ rate = 5, burst = 5 }}\n");
    std::fs::write(project.path("blueprint.toml"), limited).unwrap();
    let run = project.run(&["compile", "blueprint.toml"]);
    assert!(!run.stderr.contains("JG0703"), "{}", run.stderr);
    std::fs::write(project.path("blueprint.toml"), blueprint).unwrap();
    let run = project.run(&["compile", "blueprint.toml"]);
    assert!(
        run.stderr.contains("warning[JG0703]: removing `throttle`"),
        "{}",
        run.stderr
    );
}

#[test]
fn another_default_of_a_variable_is_another_name() {
    let project = Project::new();
    let variable = "\n[variables]\nstage_of = { default = \"dev\" }\n";
    let blueprint = format!("{}{variable}", project.read("blueprint.toml"));
    let prefixed = |prefix: &str| blueprint.replacen('\n', &format!("\nprefix = {prefix}\n"), 1);
    let by_variable = prefixed("{ var = \"stage_of\" }");
    let compiled = |blueprint: &str| {
        project.write("blueprint.toml", blueprint);
        project.run(&["compile"]).stderr
    };
    compiled(&by_variable);
    let other = by_variable.replace("\"dev\"", "\"test\"");
    let stderr = compiled(&other);
    for said in [
        "would refuse to replace `aws_cognito_user_pool.main`",
        "help: undo the change: a user pool cannot be renamed",
        "this depends on the value of the variable `stage_of`",
        "would replace `module.function_api`",
    ] {
        assert!(stderr.contains(said), "{stderr}");
    }
    // The same name by other means is no change, and a prefix is not written twice.
    compiled(&by_variable);
    let literal = prefixed("\"dev\"").replace(variable, "");
    let stderr = compiled(&literal);
    assert!(!stderr.contains("JG070"), "{stderr}");
    let stderr = compiled(&literal.replacen("shop", "store", 1));
    assert!(stderr.contains("write `name = \"shop\"`"), "{stderr}");
}

/// Whether a compile says that calls would be interrupted, and by which argument.
fn interrupts(project: &Project, argument: &str) -> bool {
    let stderr = project.run(&["compile"]).stderr;
    let said = format!("changing `{argument}` of `module.function_api` would interrupt calls");
    assert_eq!(
        stderr.contains(&said),
        stderr.contains("JG0706"),
        "{stderr}"
    );
    stderr.contains(&said)
}

#[test]
fn a_handler_interrupts_only_together_with_its_code() {
    let project = Project::new();
    let both = "exports.handler = async () => 1;\nexports.other = async () => 2;\n";
    project.write("functions/api/index.js", both);
    assert_eq!(project.run(&["compile"]).code, 0);
    let key = "[functions.api]\n";
    project.edit(
        "blueprint.toml",
        key,
        &format!("{key}handler = \"index.other\"\n"),
    );
    assert!(!interrupts(&project, "handler"));
    project.edit("blueprint.toml", "handler = \"index.other\"\n", "");
    project.write(
        "functions/api/index.js",
        "exports.handler = async () => 3;\n",
    );
    assert!(interrupts(&project, "handler"));
}

#[test]
fn another_language_interrupts_and_a_newer_version_does_not() {
    let project = Project::new();
    project.write(
        "functions/api/index.py",
        "def handler(event, context):\n    return 1\n",
    );
    let key = "[functions.api]\n";
    let runtime = |name: &str| format!("{key}runtime = \"{name}\"\n");
    project.edit("blueprint.toml", key, &runtime("nodejs22.x"));
    assert_eq!(project.run(&["compile"]).code, 0);
    project.edit(
        "blueprint.toml",
        &runtime("nodejs22.x"),
        &runtime("nodejs24.x"),
    );
    project.write(
        "functions/api/index.js",
        "exports.handler = async () => 2;\n",
    );
    assert!(!interrupts(&project, "runtime"));
    project.edit(
        "blueprint.toml",
        &runtime("nodejs24.x"),
        &runtime("python3.13"),
    );
    project.write(
        "functions/api/index.js",
        "exports.handler = async () => 3;\n",
    );
    assert!(interrupts(&project, "runtime"));
}

#[test]
fn what_cannot_be_compared_is_told() {
    const SAID: &str = "note: the last compile recorded no resources";
    let project = Project::new();
    let said = |flags: &[&str]| {
        let flags: Vec<&str> = ["compile"].iter().chain(flags).copied().collect();
        project.run(&flags).stderr.contains(SAID)
    };
    assert!(
        !said(&[]),
        "there is nothing to compare the first compile with"
    );
    assert!(!said(&[]));
    std::fs::remove_file(project.path("out/.jwtgen.json")).unwrap();
    project.edit("blueprint.toml", "name = \"shop\"", "name = \"store\"");
    assert!(said(&["--force"]));
    assert!(!said(&[]));
}

#[test]
fn what_cognito_keeps_is_named_and_pointed_at() {
    let project = Project::new();
    let attributes = |lines: &str| {
        format!("name = \"shop\"\nprefix = \"dev\"\n[identity.attributes]\n{lines}[clients.web]\n")
    };
    let first = "tenant = { type = \"string\" }\nplan = { type = \"string\", max = 20 }\n";
    project.write("blueprint.toml", attributes(first));
    assert_eq!(project.run(&["compile"]).code, 0);
    let mut lines = "plan = { type = \"string\", max = 40 }\n".to_owned();
    for number in 1..=26 {
        lines.push_str(&format!("x{number:02} = {{ type = \"string\" }}\n"));
    }
    project.write("blueprint.toml", attributes(&lines));
    let run = project.run(&["compile", "--check", "--format", "short"]);
    for said in [
        "warning[JG0704]: AWS would refuse to remove the attribute `tenant` of",
        "blueprint.toml:4:1: warning[JG0704]: AWS would refuse to change the attribute `plan` of",
        "blueprint.toml:30:1: warning[JG0704]: AWS would refuse to add 26 attributes to",
    ] {
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    let other = attributes(first).replace("\"dev\"", "\"test\"");
    project.write("blueprint.toml", other);
    let run = project.run(&["compile", "--format", "short"]);
    let said = "blueprint.toml:2:10: warning[JG0704]: Terraform would refuse to replace";
    assert!(run.stderr.contains(said), "{}", run.stderr);
}

#[test]
fn documents_say_whether_anything_was_compared() {
    let project = Project::compiled();
    let compared = || {
        let run = project.run(&["compile", "--force", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        report["output"]["compared"].clone()
    };
    assert_eq!(compared(), true);
    std::fs::remove_file(project.path("out/.jwtgen.json")).unwrap();
    project.edit("blueprint.toml", "name = \"shop\"", "name = \"store\"");
    assert_eq!(compared(), false);
}
