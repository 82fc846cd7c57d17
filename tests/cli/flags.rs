//! The flags that an output was compiled with are remembered in its manifest.

use crate::project::Project;
use serde_json::Value;
use std::fs;

/// A project with two overlays, compiled with one of them.
fn compiled() -> Project {
    let project = Project::new();
    project.write("envs/prod.toml", "name = \"shop-prod\"\n");
    project.write("envs/dev.toml", "name = \"shop-dev\"\n");
    let args = ["compile", "--overlay", "envs/prod.toml"];
    let run = project.run(&[&args[..], &["--aws-provider", ">= 6.30"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr
            .contains("compiled blueprint.toml with envs/prod.toml to out"),
        "{}",
        run.stderr
    );
    project
}

fn manifest(project: &Project) -> Value {
    serde_json::from_str(&project.read("out/.jwtgen.json")).expect("JSON")
}

#[test]
fn the_manifest_records_them_without_absolute_paths() {
    let project = compiled();
    let flags = &manifest(&project)["flags"];
    assert_eq!(flags["blueprint"], "blueprint.toml");
    assert_eq!(flags["aws_provider"], ">= 6.30");
    assert_eq!(flags["overlays"], serde_json::json!(["envs/prod.toml"]));
    // However the overlay is named, and wherever the command runs.
    let before = project.read("out/.jwtgen.json");
    let overlay = project.path("envs/../envs/prod.toml");
    let blueprint = project.path("blueprint.toml");
    let (overlay, blueprint) = (overlay.to_str().unwrap(), blueprint.to_str().unwrap());
    let args = ["compile", blueprint, "--overlay", overlay];
    let run = project.run(&[&args[..], &["--aws-provider", ">= 6.30"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(project.read("out/.jwtgen.json"), before);
    // Without flags, nothing is recorded: older manifests stay current.
    assert!(manifest(&Project::compiled())["flags"].is_null());
}

#[test]
fn a_check_uses_the_recorded_flags_and_says_so() {
    let project = compiled();
    let run = project.run(&["compile", "--check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr.contains(
            "flags taken from `out/.jwtgen.json`: --overlay envs/prod.toml --aws-provider '>= 6.30'"
        ),
        "{}",
        run.stderr
    );
    let run = project.run(&["compile", "--check", "--format", "json"]);
    let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(report["output"]["flags"][0], "--overlay envs/prod.toml");
    // Others are used, and named as others.
    let run = project.run(&["compile", "--check", "--overlay", "envs/dev.toml"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(
        run.stderr.contains(
            "records other flags, which the command line replaces: --overlay envs/prod.toml"
        ),
        "{}",
        run.stderr
    );
    // Another blueprint of the same folder has flags of its own.
    project.write("other.toml", project.read("blueprint.toml"));
    let run = project.run(&["compile", "--check", "other.toml"]);
    assert!(!run.stderr.contains("flags taken"), "{}", run.stderr);
}

#[test]
fn a_compile_uses_its_command_line_and_says_what_changed() {
    let project = compiled();
    let run = project.run(&["compile"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr.contains(
            "note: compiled with no flags; before, with --overlay envs/prod.toml --aws-provider '>= 6.30'"
        ),
        "{}",
        run.stderr
    );
    assert!(project.read("out/api.tf").contains("\"shop\""));
    assert!(!project.run(&["compile"]).stderr.contains("note: compiled"));
}

#[test]
fn an_overlay_that_is_gone_or_unnamed_is_an_error() {
    let project = compiled();
    fs::remove_file(project.path("envs/prod.toml")).unwrap();
    for args in [&["compile", "--check"][..], &["audit", "out"]] {
        let run = project.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (4, ""), "{}", run.stderr);
        assert!(
            run.stderr.contains("there is no overlay `envs/prod.toml`"),
            "{}",
            run.stderr
        );
    }
    // A path outside the folder means nothing on another machine.
    let project = Project::new();
    project.write("api/blueprint.toml", project.read("blueprint.toml"));
    project.write("api/functions/api/index.js", "exports.handler = 1;\n");
    project.write("prod.toml", "name = \"shop-prod\"\n");
    let args = ["compile", "api/blueprint.toml", "--overlay", "prod.toml"];
    assert_eq!(project.run(&args).code, 0);
    let text = project.read("api/out/.jwtgen.json");
    assert!(
        text.contains("unlisted_overlays") && !text.contains("prod.toml"),
        "{text}"
    );
    let run = project.run(&["compile", "--check", "api/blueprint.toml"]);
    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(
        run.stderr.contains("give them with `--overlay`"),
        "{}",
        run.stderr
    );
    let run = project.run(&[
        "compile",
        "--check",
        "api/blueprint.toml",
        "--overlay",
        "prod.toml",
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

#[test]
fn a_manifest_is_not_trusted_with_paths() {
    let project = compiled();
    let text = project.read("out/.jwtgen.json");
    for (overlay, words) in [
        ("../secrets.toml", "which is outside"),
        ("/etc/passwd", "which is outside"),
        ("envs/\\u001b[2J.toml", "invisible characters"),
        ("envs/\\u202eprod.toml", "invisible characters"),
        ("link.toml", "is outside the folder of the blueprint"),
    ] {
        #[cfg(unix)]
        {
            let target = std::path::Path::new("/etc/passwd");
            let _ = std::os::unix::fs::symlink(target, project.path("link.toml"));
        }
        if cfg!(not(unix)) && overlay == "link.toml" {
            continue;
        }
        project.write("out/.jwtgen.json", text.replace("envs/prod.toml", overlay));
        let run = project.run(&["compile", "--check"]);
        assert_eq!(run.code, 4, "{overlay}: {}", run.stderr);
        assert!(run.stderr.contains(words), "{overlay}: {}", run.stderr);
    }
    for (from, to) in [
        ("\">= 6.30\"", "\"newest\""),
        ("\">= 6.30\"", "7"),
        ("\"aws_provider\"", "\"another\""),
    ] {
        project.write("out/.jwtgen.json", text.replace(from, to));
        let run = project.run(&["compile", "--check"]);
        assert_eq!(run.code, 4, "{to}: {}", run.stderr);
        assert!(run.stderr.contains(".jwtgen.json"), "{to}: {}", run.stderr);
    }
}

#[test]
fn check_and_matrix_name_the_overlays_they_read() {
    let project = compiled();
    let args = [
        "check",
        "--overlay",
        "envs/prod.toml",
        "--overlay",
        "envs/dev.toml",
    ];
    let run = project.run(&args);
    assert_eq!(
        run.stderr,
        "`blueprint.toml` with `envs/prod.toml`, `envs/dev.toml` is fine\n"
    );
}

#[test]
fn an_audit_uses_the_recorded_flags_but_calls_nothing_the_same_for_them() {
    let project = compiled();
    let run = project.run(&["audit", "out"]);
    assert_eq!(run.code, 6, "{}{}", run.stdout, run.stderr);
    assert!(
        run.stdout
            .contains("flags taken from `out/.jwtgen.json`: --overlay envs/prod.toml"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("different"), "{}", run.stdout);
    assert!(
        run.stdout.contains("repeat them on the command line"),
        "{}",
        run.stdout
    );
    // Repeated on the command line, they are the user's.
    let args = ["audit", "out", "--overlay", "envs/prod.toml"];
    let run = project.run(&[&args[..], &["--aws-provider", ">= 6.30"]].concat());
    assert_eq!(run.code, 0, "{}", run.stdout);
    // Without them, the output is different.
    let run = project.run(&["audit", "out", "--no-out"]);
    assert_eq!(run.code, 5, "{}", run.stdout);
    for (format, part) in [
        ("markdown", "Flags taken from"),
        ("json", "\"--overlay envs/prod.toml\""),
        ("sarif", "--overlay envs/prod.toml"),
    ] {
        let run = project.run(&["audit", "out", "--format", format]);
        assert_eq!(run.code, 6, "{}", run.stderr);
        assert!(run.stdout.contains(part), "{}", run.stdout);
    }
}

#[test]
fn flags_that_change_nothing_the_audit_compares_need_no_confirmation() {
    let project = Project::new();
    project.write(
        "prod.toml",
        "[audit.accept]\n\"null_resource.x\" = \"tells the time\"\n",
    );
    let args = ["compile", "--overlay", "prod.toml"];
    assert_eq!(project.run(&args).code, 0);
    let run = project.run(&["audit", "out"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(run.stdout.contains("--overlay prod.toml"), "{}", run.stdout);
}

/// Whoever changes an output may change its manifest, too.
#[test]
fn a_manifest_that_names_another_overlay_never_reads_as_the_same() {
    let project = Project::new();
    project.write(
        "dev.toml",
        "[routes]\n\"GET /items\" = { scopes = [\"any\"] }\n\
         [roles]\nany = [\"any\"]\n[groups]\nreaders = [\"reader\", \"any\"]\nguests = [\"any\"]\n",
    );
    assert_eq!(project.run(&["compile", "--overlay", "dev.toml"]).code, 0);
    let run = project.run(&["audit", "out", "--no-out", "--format", "json"]);
    assert_eq!(run.code, 5, "{}", run.stdout);
    let run = project.run(&["audit", "out", "--format", "json"]);
    assert_eq!(run.code, 6, "{}", run.stdout);
    let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(report["verdict"], "unknown");
    assert_eq!(report["flags"]["from"], "out/.jwtgen.json");
    // An edit by hand stays different, whatever the manifest records.
    project.edit("out/routes.tf", "\"JWT\"", "\"NONE\"");
    let run = project.run(&["audit", "out"]);
    assert_eq!(run.code, 5, "{}", run.stdout);
}

#[test]
fn a_diff_reads_the_recorded_overlays() {
    let project = Project::new();
    project.write("prod.toml", "[groups]\nadmins = [\"reader\"]\n");
    assert_eq!(project.run(&["compile", "--overlay", "prod.toml"]).code, 0);
    project.write("old.toml", project.read("blueprint.toml"));
    let run = project.run(&["diff", "old.toml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        run.stderr,
        "flags taken from `out/.jwtgen.json`: --overlay prod.toml\n"
    );
    project.write("other.toml", "[groups]\n");
    let run = project.run(&["diff", "old.toml", "--overlay", "other.toml"]);
    assert!(run.stderr.contains("records other flags"), "{}", run.stderr);
    // A side that does not have the overlay yet is read without it.
    project.write("before/blueprint.toml", project.read("blueprint.toml"));
    let run = project.run(&["diff", "before/blueprint.toml"]);
    assert!(run.stdout.contains("+ group:admins"), "{}", run.stdout);
    assert!(
        run.stderr
            .contains("`before/blueprint.toml` has no overlay `before/prod.toml`"),
        "{}",
        run.stderr
    );
}

/// An overlay that a change names in a manifest hides nothing that the change
/// opens.
#[test]
fn a_recorded_overlay_does_not_hide_wider_access() {
    let project = Project::new();
    project.write(
        "strict.toml",
        "[routes]\n\"GET /items\" = { scopes = [\"write\"] }\n[roles]\nwriter = [\"write\"]\n[groups]\nwriters = [\"writer\"]\n",
    );
    assert_eq!(
        project.run(&["compile", "--overlay", "strict.toml"]).code,
        0
    );
    project.write("old.toml", project.read("blueprint.toml"));
    project.edit(
        "blueprint.toml",
        "[groups]\n",
        "[groups]\nguests = [\"reader\"]\n",
    );
    let run = project.run(&["diff", "old.toml", "--fail-on", "widen"]);
    assert_eq!(run.code, 5, "{}{}", run.stdout, run.stderr);
    assert!(
        run.stderr.contains("access changes without the overlays"),
        "{}",
        run.stderr
    );
}

/// A manifest is text from elsewhere: a terminal must not act on it.
#[test]
fn what_a_manifest_lists_is_not_shown_raw() {
    let project = compiled();
    for file in ["../\\u001b[2Jx", "a\\u202eb", "\\u009b2J"] {
        let text = format!("{{\"version\":1,\"files\":{{\"{file}\":\"\"}}}}");
        project.write("out/.jwtgen.json", text);
        for args in [&["compile", "--check"][..], &["audit", "out"], &["compile"]] {
            // Only a terminal gets escapes, unless they are asked for.
            let mut command = project.command(args);
            let run = crate::project::Run::of(command.env("CLICOLOR_FORCE", "1"));
            assert_eq!(run.code, 4, "{}", run.stderr);
            assert!(
                run.stderr.contains("invisible characters"),
                "{}",
                run.stderr
            );
            let rest = run.stderr.replace("\u{1b}[", "");
            assert!(!rest.contains(['\u{1b}', '\u{9b}', '\u{202e}']), "{rest:?}");
            assert!(!run.stderr.contains("2J"), "{:?}", run.stderr);
        }
    }
    // Neither is an error that quotes a file.
    project.write("out/.jwtgen.json", "{\"version\": \"\\u001b[2J\"}");
    let mut command = project.command(&["compile", "--check"]);
    let run = crate::project::Run::of(command.env("CLICOLOR_FORCE", "1"));
    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(!run.stderr.contains("\u{1b}[2J"), "{:?}", run.stderr);
}

/// A name that a manifest could not hold must not make it unusable.
#[test]
#[cfg(unix)]
fn an_overlay_with_a_strange_name_leaves_a_manifest_that_can_be_read() {
    let project = Project::new();
    let text = project.read("blueprint.toml");
    project.write("strange\t.toml", &text);
    for overlay in ["a\tb.toml", "a\u{202e}b.toml", "a\nb.toml"] {
        project.write(overlay, "name = \"strange\"\n");
        for blueprint in ["blueprint.toml", "strange\t.toml"] {
            let args = [blueprint, "--overlay", overlay];
            assert_eq!(project.run(&[&["compile"], &args[..]].concat()).code, 0);
            let args = [&["compile", "--check"], &args[..]].concat();
            let run = project.run(&args);
            assert_eq!(run.code, 0, "{overlay:?}: {}", run.stderr);
            // Without the overlay, its flags are not enough.
            let run = project.run(&["compile", "--check", blueprint]);
            assert_eq!(run.code, 4, "{overlay:?}: {}", run.stderr);
        }
    }
    assert_eq!(project.run(&["compile"]).code, 0);
}

#[test]
fn flags_of_another_blueprint_are_named_and_not_used() {
    let project = compiled();
    fs::rename(project.path("blueprint.toml"), project.path("renamed.toml")).unwrap();
    let note = "`out/.jwtgen.json` records flags of another blueprint, `blueprint.toml`, which are not used: --overlay envs/prod.toml";
    let run = project.run(&["compile", "--check", "renamed.toml"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(run.stderr.contains(note), "{}", run.stderr);
    for format in ["text", "markdown", "json", "sarif"] {
        let run = project.run(&["audit", "out", "renamed.toml", "--format", format]);
        assert_eq!(run.code, 5, "{}", run.stderr);
        assert!(
            run.stdout.contains("flags of another blueprint"),
            "{format}: {}",
            run.stdout
        );
    }
    let run = project.run(&["diff", "renamed.toml", "renamed.toml"]);
    assert!(run.stderr.contains(note), "{}", run.stderr);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
}

#[test]
fn json_documents_list_the_overlays() {
    let project = compiled();
    let listed = |args: &[&str]| -> Value {
        let run = project.run(args);
        let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
        report["overlays"].clone()
    };
    let none = serde_json::json!([]);
    let prod = serde_json::json!(["envs/prod.toml"]);
    assert_eq!(listed(&["check", "--format", "json"]), none);
    assert_eq!(listed(&["compile", "--check", "--format", "json"]), prod);
    let two = serde_json::json!(["envs/dev.toml", "envs/prod.toml"]);
    for command in ["check", "compile"] {
        let args = [command, "--format", "json"];
        let overlays = [
            "--overlay",
            "./envs/dev.toml",
            "--overlay",
            "envs/prod.toml",
        ];
        assert_eq!(listed(&[&args[..], &overlays].concat()), two);
    }
    // Findings change nothing about that.
    project.write("envs/prod.toml", "names = 1\n");
    assert_eq!(
        listed(&["check", "--overlay", "envs/prod.toml", "--format", "json"]),
        prod
    );
}
