//! Reports are made where rules find errors in a blueprint whose names are all
//! resolved: whoever reviews that change needs them most.

use crate::project::Project;

/// A project whose expectation fails.
fn failing() -> Project {
    let project = Project::new();
    project.write("old.toml", project.read("blueprint.toml"));
    project.edit(
        "blueprint.toml",
        "[groups]\n",
        "[groups]\nauditors = [\"reader\"]\n",
    );
    let text = project.read("blueprint.toml");
    project.write(
        "blueprint.toml",
        format!(
            "{text}\n[expect]\n\"GET /items\" = {{ auditors = 403 }}\n\
             [invariants]\n\"GET *\" = {{ only = [\"readers\"] }}\n"
        ),
    );
    project
}

#[test]
fn a_failed_expectation_or_invariant_does_not_hide_the_matrix() {
    let project = failing();
    for format in ["text", "markdown", "csv", "json", "mermaid", "html"] {
        let run = project.run(&["matrix", "--format", format]);
        assert_eq!(run.code, 1, "{format}");
        assert!(run.stdout.contains("auditors"), "{format}: {}", run.stdout);
        for code in ["error[JG0302]", "error[JG0320]"] {
            assert!(run.stderr.contains(code), "{}", run.stderr);
        }
        assert!(run.stderr.contains("has 2 errors"), "{}", run.stderr);
    }
    let args = ["matrix", "--explain", "GET /items", "--as", "auditors"];
    let run = project.run(&args);
    assert_eq!(run.code, 1);
    assert!(
        run.stdout.contains("the token holds `read`"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_failed_expectation_or_invariant_does_not_hide_the_difference() {
    let project = failing();
    for format in ["text", "markdown", "json", "sarif"] {
        let run = project.run(&["diff", "old.toml", "--format", format]);
        assert_eq!(run.code, 1, "{format}");
        assert!(run.stdout.contains("group:auditors"), "{}", run.stdout);
        assert!(run.stderr.contains("error[JG0302]"), "{}", run.stderr);
    }
    // Those of the old side can no longer be changed: they are counted.
    let run = project.run(&["diff", "blueprint.toml", "old.toml"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("- group:auditors"), "{}", run.stdout);
    assert_eq!(
        run.stderr,
        "note: `blueprint.toml` has 2 errors; it is compared anyway\n"
    );
}

#[test]
fn nothing_is_made_of_a_blueprint_whose_names_are_not_resolved() {
    let project = failing();
    project.edit(
        "blueprint.toml",
        "scopes = [\"read\"]",
        "scopes = [\"raed\"]",
    );
    for args in [
        &["matrix"][..],
        &["diff", "old.toml"],
        &["diff", "blueprint.toml", "old.toml"],
    ] {
        let run = project.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{args:?}");
        assert!(run.stderr.contains("error[JG0101]"), "{}", run.stderr);
    }
}

#[test]
fn nothing_is_written_and_nothing_audited_while_a_rule_finds_errors() {
    let project = Project::compiled();
    let text = project.read("blueprint.toml");
    project.write(
        "blueprint.toml",
        format!("{text}\n[expect]\n\"GET /items\" = {{ readers = 403 }}\n"),
    );
    for args in [&["compile"][..], &["compile", "--check"], &["audit", "out"]] {
        let run = project.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{args:?}");
    }
    // A warning that is denied is an error like others.
    let project = Project::new();
    project.edit(
        "blueprint.toml",
        "[groups]\n",
        "idle = [\"idle\"]\n[groups]\n",
    );
    assert_eq!(project.run(&["matrix"]).code, 0);
    let run = project.run(&["matrix", "--deny", "warnings"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("GET /items"), "{}", run.stdout);
}

/// Rules refuse such names, and reports are made all the same: none of them may
/// forge a row, a heading or a command for the terminal.
#[test]
fn names_that_rules_refuse_forge_nothing() {
    let project = Project::new();
    project.write("old.toml", project.read("blueprint.toml"));
    let text = project.read("blueprint.toml").replace(
        "[groups]\n",
        "[groups]\n\"g\\n\\n## Access does not change\\u001b[2J\\u2028\\u202e\\u0085\" = [\"reader\"]\n",
    ) + "\"GET /open\" = { function = \"api\", public = \"x\\n## Nothing is public\\u001b[2J\" }\n";
    project.write("blueprint.toml", text);
    let forged = |line: &str| line.starts_with("## Access") || line.starts_with("## Nothing");
    let hidden = ['\u{2028}', '\u{202e}', '\u{85}'];
    let look = |args: &[&str]| {
        let mut command = project.command(args);
        let run = crate::project::Run::of(command.env("CLICOLOR_FORCE", "1"));
        assert_eq!(run.code, 1, "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains("JG0106"), "{}", run.stderr);
        for out in [&run.stdout, &run.stderr] {
            assert!(!out.contains("\u{1b}[2J"), "{args:?}: {out:?}");
        }
        assert!(!run.stdout.lines().any(forged), "{args:?}: {}", run.stdout);
        assert!(run.stdout.contains("reader") || run.stdout.contains("group:g"));
        assert!(!run.stdout.contains(hidden), "{args:?}: {:?}", run.stdout);
    };
    for format in ["text", "markdown", "csv", "mermaid"] {
        look(&["matrix", "--format", format]);
    }
    for format in ["text", "markdown"] {
        look(&["diff", "old.toml", "--format", format]);
    }
    let refused = "g\n\n## Access does not change\u{1b}[2J\u{2028}\u{202e}\u{85}";
    look(&["matrix", "--explain", "GET /items", "--as", refused]);
}
