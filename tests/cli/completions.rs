//! `jwtgen completions` and `jwtgen man`.

use crate::project::{Project, skipped};
use std::fs;
use std::process::Command;

const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "powershell", "elvish"];

const COMMANDS: [&str; 12] = [
    "compile",
    "check",
    "matrix",
    "diff",
    "audit",
    "verify",
    "init",
    "explain",
    "rules",
    "schema",
    "completions",
    "man",
];

#[test]
fn every_shell_gets_a_script_that_names_every_command() {
    let project = Project::empty();
    for shell in SHELLS {
        let run = project.run(&["completions", shell]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{shell}");
        for command in COMMANDS {
            assert!(run.stdout.contains(command), "{shell} lacks {command}");
        }
        let again = project.run(&["completions", shell]);
        assert_eq!(run.stdout, again.stdout, "{shell}");
    }
    let run = project.run(&["completions", "tcsh"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
}

/// Bash itself completes a command, an option and its values.
#[test]
fn bash_completes_what_is_typed() {
    let project = Project::empty();
    project.write("jwtgen.bash", project.run(&["completions", "bash"]).stdout);
    let bash = |script: &str| Command::new("bash").args(["--norc", "-c", script]).output();
    let path = project.path("jwtgen.bash").display().to_string();
    let Ok(parsed) = bash(&format!("bash -n '{path}'")) else {
        skipped("there is no bash");
        return;
    };
    assert!(parsed.status.success(), "{parsed:?}");
    let complete = |words: &str| {
        let script = format!(
            "source '{path}'; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             last=${{COMP_WORDS[COMP_CWORD]}}; previous=${{COMP_WORDS[COMP_CWORD - 1]}}; \
             _jwtgen jwtgen \"$last\" \"$previous\"; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        let output = bash(&script).unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(complete("jwtgen comp"), "compile\ncompletions\n");
    assert_eq!(complete("jwtgen compile --aws"), "--aws-provider\n");
    assert_eq!(complete("jwtgen completions el"), "elvish\n");
}

#[test]
fn every_command_has_a_man_page() {
    let project = Project::empty();
    let run = project.run(&["man", "share/man1"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert_eq!(run.stderr, "wrote 13 man pages to share/man1\n");
    let mut expected = vec!["jwtgen.1".to_owned()];
    expected.extend(COMMANDS.map(|command| format!("jwtgen-{command}.1")));
    expected.sort();
    let pages = fs::read_dir(project.path("share/man1")).unwrap();
    let mut found: Vec<String> = pages
        .map(|page| page.unwrap().file_name().into_string().unwrap())
        .collect();
    found.sort();
    assert_eq!(found, expected);

    let sections = |page: &str| {
        let text = project.read(&format!("share/man1/{page}"));
        assert!(text.contains(".TH"), "{text}");
        let headings = text.lines().filter_map(|line| line.strip_prefix(".SH "));
        headings.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        sections("jwtgen.1"),
        [
            "NAME",
            "SYNOPSIS",
            "DESCRIPTION",
            "OPTIONS",
            "SUBCOMMANDS",
            "VERSION",
            "\"EXIT STATUS\""
        ]
    );
    assert_eq!(
        sections("jwtgen-verify.1"),
        ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS"]
    );

    let page = project.read("share/man1/jwtgen.1");
    for command in COMMANDS {
        let name = format!("jwtgen\\-{command}(1)");
        assert!(page.contains(&name), "{command}: {page}");
    }
    assert_eq!(project.run(&["man"]).stdout, page);
    // Pages are written again.
    assert_eq!(project.run(&["man", "share/man1"]).code, 0);
    assert_eq!(project.read("share/man1/jwtgen.1"), page);
}
