//! `--format`, and output that nobody reads.

use crate::project::{JWTGEN, Project, Run};
use serde_json::Value;
use snapbox::{IntoData, assert_data_eq, str};
use std::process::Command;

fn json(run: &Run) -> Value {
    let document: Value = serde_json::from_str(&run.stdout).expect("one JSON document");
    assert_eq!(document["version"], 1);
    document
}

fn broken() -> Project {
    let project = Project::new();
    project.edit(
        "blueprint.toml",
        "scopes = [\"read\"]",
        "scopes = [\"raed\"]",
    );
    project
}

#[test]
fn human_and_short_go_to_standard_error() {
    let run = broken().run(&["compile"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert_data_eq!(
        run.stderr,
        str![[r#"
error[JG0101]: no role grants the scope `raed`
  --> blueprint.toml:17:46
   |
17 | "GET /items" = { function = "api", scopes = ["raed"] }
   |                                              ^^^^^^
   |
help: a similar name exists
   |
17 - "GET /items" = { function = "api", scopes = ["raed"] }
17 + "GET /items" = { function = "api", scopes = ["read"] }
   |

error: nothing was written: `blueprint.toml` has 1 error

"#]]
    );
    let run = broken().run(&["check", "--format", "short"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert_data_eq!(
        run.stderr,
        str![[r#"
blueprint.toml:17:46: error[JG0101]: no role grants the scope `raed`
error: `blueprint.toml` has 1 error

"#]]
    );
}

#[test]
fn json_is_one_document_on_standard_output() {
    let run = broken().run(&["check", "--format", "json"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    json(&run);
    assert_data_eq!(
        run.stdout,
        str![[r#"
{
  "diagnostics": [
    {
      "code": "JG0101",
      "end": {
        "column": 52,
        "line": 17
      },
      "file": "blueprint.toml",
      "help": [
        {
          "certain": false,
          "edits": [
            {
              "end": {
                "column": 52,
                "line": 17
              },
              "file": "blueprint.toml",
              "start": {
                "column": 46,
                "line": 17
              },
              "text": "\"read\""
            }
          ],
          "text": "a similar name exists"
        }
      ],
      "label": "",
      "message": "no role grants the scope `raed`",
      "name": "unknown-name",
      "notes": [],
      "related": [],
      "severity": "error",
      "start": {
        "column": 46,
        "line": 17
      }
    }
  ],
  "overlays": [],
  "version": 1
}

"#]]
        .raw()
    );
    let run = broken().run(&["compile", "--format", "json"]);
    assert_eq!(run.code, 1);
    assert_eq!(json(&run)["output"], Value::Null);
    assert_eq!(json(&run)["diagnostics"][0]["code"], "JG0101");
}

#[test]
fn json_says_what_was_written() {
    let project = Project::new();
    let output = |args: &[&str], code: i32| {
        let mut all = vec!["compile", "--format", "json"];
        all.extend(args);
        let run = project.run(&all);
        assert_eq!((run.code, run.stderr.as_str()), (code, ""));
        let output = json(&run)["output"].clone();
        assert_eq!(output["folder"], "out");
        let list = |key: &str| output[key].as_array().unwrap().len();
        let lists = [
            "created",
            "updated",
            "unchanged",
            "removed",
            "kept",
            "edited",
        ]
        .map(list);
        (output["written"].as_bool().unwrap(), lists)
    };
    let (written, [created, rest @ ..]) = output(&["--check"], 3);
    assert!(!written && created > 15 && rest == [0; 5]);
    assert_eq!(output(&[], 0), (true, [created, 0, 0, 0, 0, 0]));
    assert_eq!(output(&[], 0), (true, [0, 0, created, 0, 0, 0]));
    assert_eq!(output(&["--check"], 0), (false, [0, 0, created, 0, 0, 0]));
    project.write("out/api.tf", "# mine\n");
    assert_eq!(output(&[], 1), (false, [0, 0, created - 1, 0, 0, 1]));
    assert_eq!(
        output(&["--force"], 0),
        (true, [0, 1, created - 1, 0, 0, 0])
    );
}

#[test]
fn json_of_a_failure_is_a_document_too() {
    let project = Project::empty();
    let run = project.run(&["compile", "--format", "json"]);
    assert_eq!(run.code, 4);
    json(&run);
    assert_data_eq!(
        run.stdout,
        str![[r#"
{
  "error": "there is no file `blueprint.toml`; create one with `jwtgen init`",
  "version": 1
}

"#]]
    );
    // Nothing claims to be written before it is.
    let project = Project::new();
    project.write("out/api.tf/file", "");
    let run = project.run(&["compile", "--format", "json"]);
    assert_eq!(run.code, 4);
    assert_eq!(json(&run).get("output"), None);
}

#[test]
fn warnings_and_notes_do_not_fail() {
    let project = Project::new();
    let args = ["check", "--aws-provider", ">= 5.41"];
    let run = project.run(&args);
    assert_eq!(run.code, 0);
    assert_data_eq!(
        run.stderr,
        str![[r#"
note[JG0603]: the tier of the user pool is left out: it needs the AWS provider 5.83, but 5.41 is allowed
 --> blueprint.toml:3:2
  |
3 | [identity]
  |  ^^^^^^^^
  |
help: raise `aws_provider`; new pools have the tier Essentials anyway

`blueprint.toml` is fine, with 1 note

"#]]
    );
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    let project = Project::new();
    for args in [
        &["check", "--format", "json"][..],
        &["check"],
        &["compile"],
        &["compile", "--check", "--format", "json"],
        &["--help"],
        &["--version"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = project.command(args);
        command.stdout(writer.try_clone().unwrap()).stderr(writer);
        let status = command.status().unwrap();
        assert_eq!(status.code(), Some(0), "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn closed_outputs_are_no_failure() {
    let project = Project::new();
    let script = r#"exec "$0" compile --format json >&- 2>&-"#;
    let mut command = Command::new("sh");
    project.prepare(command.args(["-c", script, JWTGEN]));
    assert_eq!(Run::of(&mut command).code, 0);
    assert!(project.has("out/.jwtgen.json"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_written_is_a_failure() {
    let full = || std::fs::File::create("/dev/full").unwrap();
    let mut command = Project::new().command(&["check", "--format", "json"]);
    // The folder is gone by now; the blueprint has to be there.
    let project = Project::new();
    project.prepare(&mut command);
    let child = command.stdout(full()).stderr(std::process::Stdio::piped());
    let output = child.spawn().unwrap().wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    assert_data_eq!(
        String::from_utf8(output.stderr).unwrap(),
        str![[r#"
error: cannot write to standard output: No space left on device (os error 28)

"#]]
    );
}

fn warned() -> Project {
    let project = Project::new();
    project.edit("blueprint.toml", "scopes = [\"read\"]", "scopes = []");
    project
}

#[test]
fn denied_warnings_are_errors_and_nothing_is_written() {
    let project = warned();
    assert_eq!(project.run(&["compile"]).code, 0);
    let project = warned();
    let run = project.run(&["compile", "--deny", "warnings"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.starts_with("error[JG0305]"), "{}", run.stderr);
    assert!(!project.has("out"));
    assert_eq!(warned().run(&["check", "--deny", "warnings"]).code, 1);
}

#[test]
fn github_gets_one_command_for_each_finding() {
    let project = broken();
    project.edit(
        "blueprint.toml",
        "[clients.web]",
        "[clients.web]\nauth_flows = []",
    );
    let run = project.run(&["check", "--format", "github"]);
    assert_eq!(run.code, 1);
    assert_data_eq!(
        run.stdout,
        str![[r#"
::error file=blueprint.toml,line=18,endLine=18,col=46,endColumn=52,title=JG0101 unknown-name::no role grants the scope `raed`%0Ahelp: a similar name exists

"#]]
    );
}

/// Every diagnostic that has a case, as one log, fits the schema of the format.
#[test]
fn sarif_fits_its_schema() {
    let schema = include_str!("../schemas/sarif-2.1.0.json");
    // One pattern of it is no regular expression by the letter.
    let schema = schema.replace("{2}]?$", r"{2}\\]?$");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("it is a schema");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let project = Project::new();
    let mut checked = 0;
    for folder in std::fs::read_dir(root).unwrap() {
        for case in std::fs::read_dir(folder.unwrap().path()).unwrap() {
            let case = case.unwrap().path();
            if case.extension().is_none_or(|extension| extension != "toml") {
                continue;
            }
            project.write("a b%.toml", std::fs::read(case).unwrap());
            let run = project.run(&["check", "a b%.toml", "--format", "sarif"]);
            // Some cases name an owner that is not here.
            if run.code == 4 {
                continue;
            }
            let log: Value = serde_json::from_str(&run.stdout).expect("one JSON document");
            if let Err(error) = schema.validate(&log) {
                panic!("{}: {error}\n{log:#}", error.instance_path());
            }
            checked += 1;
        }
    }
    assert!(checked > 200, "{checked}");
    let bad = serde_json::json!({ "version": "2.1.0", "runs": [{ "tool": {} }] });
    assert!(!schema.is_valid(&bad));
}

/// `docs/formats.md` names every field that a report has.
#[test]
fn every_field_of_a_report_is_documented() {
    fn fields(value: &Value, found: &mut std::collections::BTreeSet<String>) {
        if let Some(object) = value.as_object() {
            found.extend(object.keys().cloned());
        }
        let inner = value
            .as_object()
            .into_iter()
            .flat_map(|object| object.values());
        let items = value.as_array().into_iter().flatten();
        inner.chain(items).for_each(|value| fields(value, found));
    }
    let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/formats.md");
    let docs = std::fs::read_to_string(docs).unwrap();
    let mut found = std::collections::BTreeSet::new();
    let project = broken();
    for args in [
        &["check", "--format", "json", "--fix=all"][..],
        &["compile", "--format", "json"],
        &["compile", "--format", "json", "nowhere.toml"],
    ] {
        fields(&json(&project.run(args)), &mut found);
    }
    fields(
        &json(&broken().run(&["check", "--format", "json"])),
        &mut found,
    );
    assert!(found.contains("certain") && found.contains("repairs") && found.contains("output"));
    for field in found {
        assert!(
            docs.contains(&format!("`{field}`")),
            "{field} is not documented"
        );
    }
}

#[test]
fn sarif_is_a_log_with_rules_results_and_fixes() {
    let run = broken().run(&["check", "--format", "sarif"]);
    assert_eq!(run.code, 1);
    let log: Value = serde_json::from_str(&run.stdout).expect("one JSON document");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    assert_eq!(rules.len(), jwtgen::rules::RULES.len());
    for rule in rules {
        for key in ["id", "name", "shortDescription", "fullDescription", "help"] {
            assert!(!rule[key].is_null(), "{rule}");
        }
    }
    let results = run["results"].as_array().expect("results");
    assert_eq!(results.len(), 1);
    let result = &results[0];
    let rule = result["ruleIndex"].as_u64().expect("an index") as usize;
    assert_eq!(rules[rule]["id"], result["ruleId"]);
    assert_data_eq!(
        format!("{result:#}\n"),
        str![[r#"
{
  "fixes": [
    {
      "artifactChanges": [
        {
          "artifactLocation": {
            "uri": "blueprint.toml"
          },
          "replacements": [
            {
              "deletedRegion": {
                "endColumn": 52,
                "endLine": 17,
                "startColumn": 46,
                "startLine": 17
              },
              "insertedContent": {
                "text": "/"read/""
              }
            }
          ]
        }
      ],
      "description": {
        "text": "a similar name exists"
      }
    }
  ],
  "level": "error",
  "locations": [
    {
      "physicalLocation": {
        "artifactLocation": {
          "uri": "blueprint.toml"
        },
        "region": {
          "endColumn": 52,
          "endLine": 17,
          "startColumn": 46,
          "startLine": 17
        }
      }
    }
  ],
  "message": {
    "text": "no role grants the scope `raed`/na similar name exists"
  },
  "ruleId": "JG0101",
  "ruleIndex": 13
}

"#]]
    );
}
