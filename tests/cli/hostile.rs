//! Folders that somebody prepared: an audit of them ends, and shows nothing that a
//! terminal would obey.

use crate::evaluator::walkthrough;
use crate::project::Run;
use std::process::Command;
use std::time::{Duration, Instant};

/// Everything that was printed.
fn printed(run: &Run) -> String {
    format!("{}{}", run.stdout, run.stderr)
}

/// A pipe or a device in the place of a file is not read.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_not_read() {
    for path in ["out/zz.tf", "out/packages/token_handler.zip"] {
        for device in [None, Some("/dev/zero")] {
            let project = walkthrough();
            let place = project.path(path);
            let _ = std::fs::remove_file(&place);
            match device {
                Some(device) => std::os::unix::fs::symlink(device, &place).expect("a link"),
                None => {
                    let made = Command::new("mkfifo").arg(&place).status();
                    assert!(made.expect("mkfifo runs").success());
                }
            }
            let started = Instant::now();
            let run = project.run(&["audit", "out"]);
            assert!(started.elapsed() < Duration::from_secs(20), "{path}");
            assert!(matches!(run.code, 4..=6), "{path}: {}", printed(&run));
        }
    }
}

/// Errors quote no text that hides or reorders what is shown.
#[test]
fn errors_show_nothing_invisible() {
    for (path, text) in [
        ("out/zz.tf", "a = = \u{202e}\u{1b}[31m\u{feff}\n"),
        ("out/z\u{202e}z.tf", "a = =\n"),
        (
            "out/zz.tf",
            "module \"x\" {\n  source = \"./\u{202e}\u{2028}\"\n}\n",
        ),
    ] {
        for format in ["text", "json"] {
            let project = walkthrough();
            project.write(path, text);
            let run = project.run(&["audit", "out", "--format", format]);
            let hidden = ['\u{202e}', '\u{1b}', '\u{feff}', '\u{2028}'];
            assert_ne!(run.code, 0);
            assert!(
                !printed(&run).contains(hidden),
                "{path:?}: {}",
                printed(&run)
            );
        }
    }
}

/// No line is a command of the pipeline that runs the audit.
#[test]
fn no_line_begins_with_a_command() {
    for name in [
        "::stop-commands::pause",
        "::add-mask::a",
        "##vso[x]",
        "##[error]",
    ] {
        let project = walkthrough();
        project.write("out/zz.tf", format!("resource \"{name}\" \"x\" {{}}\n"));
        for format in ["text", "markdown"] {
            let run = project.run(&["audit", "out", "--format", format]);
            assert_eq!(run.code, 6, "{name}: {}", printed(&run));
            let shown = printed(&run);
            let command = shown.lines().any(|line| {
                let line = line.trim_start();
                line.starts_with("::") || line.contains("##[") || line.contains("##vso")
            });
            assert!(!command, "{name}: {shown}");
        }
    }
}

/// A document that says something twice, or that takes too much memory.
#[test]
fn documents_that_terraform_does_not_write_are_refused() {
    let small = "{\"a\":1},".repeat(2_500_000);
    for (text, why) in [
        (
            "{\"format_version\":\"1.2\",\"values\":{},\"values\":{}}".to_owned(),
            "twice",
        ),
        (
            format!("{{\"format_version\":\"1.2\",\"values\":{{\"x\":[{small}1]}}}}"),
            "too large",
        ),
    ] {
        let project = walkthrough();
        project.write("plan.json", text);
        let started = Instant::now();
        let run = project.run(&["audit", "plan.json"]);
        assert!(started.elapsed() < Duration::from_secs(60), "{why}");
        assert!(
            run.code != 0 && printed(&run).contains(why),
            "{}",
            printed(&run)
        );
    }
}

/// What is not HCL is told by its place, whatever is on the line.
#[test]
fn a_syntax_error_is_told_by_its_place() {
    let project = walkthrough();
    project.write(
        "out/zz.tf",
        format!("x = \"{}\"\ny = =\n", "1".repeat(9999)),
    );
    let run = project.run(&["audit", "out"]);
    assert_eq!(run.code, 4);
    assert!(run.stderr.contains("line 2, column 5"), "{}", run.stderr);
    assert!(run.stderr.len() < 1000);
}

/// Terraform skips a byte order mark.
#[test]
fn a_byte_order_mark_is_skipped() {
    let project = walkthrough();
    project.write("out/zz.tf", "\u{feff}locals {\n  x = 1\n}\n");
    assert_eq!(project.run(&["audit", "out"]).code, 0);
}

/// A long chain of references, and an object with very many entries.
#[test]
fn what_asks_for_much_work_ends() {
    let chain = |at: usize| {
        format!(
            "resource \"aws_s3_bucket\" \"b{at}\" {{\n  bucket = aws_s3_bucket.b{}.bucket\n}}\n",
            at + 1
        )
    };
    let locals = |at: usize| format!("  l{at} = local.l{}\n", at + 1);
    let entries = |at: usize| format!("  a{at} = 1\n");
    let all = |of: &dyn Fn(usize) -> String, count| (0..count).map(of).collect::<String>();
    for (text, codes) in [
        (all(&chain, 5000), [0, 6]),
        (
            format!(
                "locals {{\n{}}}\nresource \"aws_sns_topic\" \"x\" {{\n  name = local.l0\n}}\n",
                all(&locals, 20_000)
            ),
            [0, 6],
        ),
        (
            format!("locals {{\n  x = {{\n{}  }}\n}}\n", all(&entries, 200_000)),
            [4, 4],
        ),
    ] {
        let project = walkthrough();
        project.write("out/zz.tf", text);
        let started = Instant::now();
        let run = project.run(&["audit", "out"]);
        assert!(codes.contains(&run.code), "{}", run.code);
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "{:?}",
            started.elapsed()
        );
    }
}
