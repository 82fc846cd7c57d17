//! `jwtgen diff` as people use it.

use crate::project::Project;
use serde_json::Value;
use std::process::Command;

fn changed() -> Project {
    let project = Project::new();
    project.write("old.toml", project.read("blueprint.toml"));
    project.edit(
        "blueprint.toml",
        "[groups]\n",
        "[groups]\nauditors = [\"reader\"]\n",
    );
    project
}

#[test]
fn only_what_is_asked_for_fails() {
    let project = changed();
    let code = |args: &[&str]| project.run(&[&["diff"], args].concat()).code;
    assert_eq!(code(&["old.toml"]), 0);
    assert_eq!(code(&["old.toml", "--fail-on", "widen"]), 5);
    assert_eq!(code(&["old.toml", "--fail-on", "any"]), 5);
    let back = ["blueprint.toml", "old.toml"];
    assert_eq!(code(&[&back[..], &["--fail-on", "widen"]].concat()), 0);
    assert_eq!(code(&[&back[..], &["--fail-on", "any"]].concat()), 5);
    assert_eq!(code(&["old.toml", "old.toml", "--fail-on", "any"]), 0);
    // The sources of functions need not be there.
    project.write("elsewhere/old.toml", project.read("old.toml"));
    assert_eq!(code(&["elsewhere/old.toml"]), 0);
}

#[test]
fn every_format_goes_to_standard_output() {
    let project = changed();
    for (format, part) in [
        ("text", "+ group:auditors"),
        (
            "markdown",
            "| **+** | `GET /items` | group:auditors | none | allow",
        ),
        ("json", "\"widens\": true"),
        ("sarif", "\"ruleId\": \"JG0801\""),
    ] {
        let run = project.run(&["diff", "old.toml", "--format", format]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert!(run.stdout.contains(part), "{}", run.stdout);
    }
    let run = project.run(&["diff", "old.toml", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&run.stdout).expect("one JSON document");
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "blueprint.toml");
    let schema = include_str!("../schemas/sarif-2.1.0.json").replace("{2}]?$", r"{2}\\]?$");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    assert!(
        jsonschema::validator_for(&schema)
            .expect("a schema")
            .is_valid(&log)
    );
}

#[test]
fn revisions_of_a_repository_are_read_with_their_overlays() {
    let project = Project::new();
    let git = |args: &[&str]| {
        let mut git = Command::new("git");
        project.prepare(
            git.args(["-c", "user.name=t", "-c", "user.email=t@example.com"])
                .args(args),
        );
        let output = git.output().expect("git runs");
        assert!(output.status.success(), "{output:?}");
    };
    project.write("api/blueprint.toml", project.read("blueprint.toml"));
    project.write("api/prod.toml", "[roles]\nreader = [\"read\"]\n");
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "one"]);
    project.edit(
        "api/blueprint.toml",
        "[groups]\n",
        "[groups]\nauditors = [\"reader\"]\n",
    );
    let run = project.run(&["diff", "git:HEAD:api/blueprint.toml", "api/blueprint.toml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("+ group:auditors"), "{}", run.stdout);
    let args = [
        "diff",
        "git:HEAD:api/blueprint.toml",
        "git:HEAD:api/blueprint.toml",
    ];
    let run = project.run(&[&args[..], &["--overlay", "api/prod.toml"]].concat());
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (0, "access does not change\n")
    );
    for wrong in [
        "git:HEAD:nowhere.toml",
        "git:nothing:api/blueprint.toml",
        "git:--help:x",
        "nowhere.toml",
    ] {
        let run = project.run(&["diff", wrong, "api/blueprint.toml"]);
        assert_eq!(
            (run.code, run.stdout.as_str()),
            (4, ""),
            "{wrong}: {}",
            run.stderr
        );
    }
}

#[test]
fn blueprints_with_errors_are_not_compared() {
    let project = changed();
    project.edit("old.toml", "scopes = [\"read\"]", "scopes = [\"raed\"]");
    let run = project.run(&["diff", "old.toml"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("--> old.toml:17"), "{}", run.stderr);
}
