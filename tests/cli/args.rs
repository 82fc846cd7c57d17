//! Arguments: versions, misuse, colors.

use crate::project::{Project, Run};
use snapbox::{assert_data_eq, str};

#[test]
fn version() {
    let run = Project::empty().run(&["--version"]);
    assert_eq!(run.code, 0);
    assert_eq!(
        run.stdout,
        concat!("jwtgen ", env!("CARGO_PKG_VERSION"), "\n")
    );
}

#[test]
fn misuse_is_exit_code_2_and_writes_nothing() {
    let project = Project::new();
    let before = project.tree();
    let misuse = |args: &[&str]| {
        let run = project.run(args);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{args:?}");
        run.stderr
    };
    assert_data_eq!(
        misuse(&["compile", "--aws-provider", "newest"]),
        str![[r#"
error: invalid value 'newest' for '--aws-provider <CONSTRAINT>': `newest` is not a valid version constraint

For more information, try '--help'.

"#]]
    );
    assert_data_eq!(
        misuse(&["check", "--aws-provider", "< 5.0"]),
        str![[r#"
error: invalid value '< 5.0' for '--aws-provider <CONSTRAINT>': the version constraint has no lower bound

For more information, try '--help'.

"#]]
    );
    assert_data_eq!(
        misuse(&["check", "--format", "yaml"]),
        str![[r#"
error: invalid value 'yaml' for '--format <FORMAT>'
  [possible values: human, short, json, sarif, github]

For more information, try '--help'.

"#]]
    );
    misuse(&["compile", "--check", "--force"]);
    misuse(&["compile", "--out", ""]);
    misuse(&["compile", "a.toml", "b.toml"]);
    misuse(&["complie"]);
    assert!(project.tree() == before);
}

#[test]
fn the_provider_of_the_command_line_wins() {
    let project = Project::new();
    let run = project.run(&["compile", "--aws-provider", "~> 5.83"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(project.read("out/versions.tf").contains("\"~> 5.83\""));
}

#[test]
fn colours_only_where_they_are_wanted() {
    let project = Project::new();
    project.write("broken.toml", "name = \n");
    let plain = project.run(&["check", "broken.toml"]).stderr;
    assert!(!plain.contains('\x1b'), "a pipe gets no colours: {plain}");
    let forced = |name: &str| {
        let mut command = project.command(&["check", "broken.toml"]);
        Run::of(command.env("CLICOLOR_FORCE", "1").env(name, "1")).stderr
    };
    assert!(forced("CLICOLOR").contains("\x1b["));
    let forced = forced("CLICOLOR");
    assert_eq!(strip(&forced), plain, "colours change nothing else");
}

/// A terminal is made by `script`, which is part of most systems.
#[cfg(target_os = "linux")]
#[test]
fn colours_on_a_terminal_unless_no_color() {
    use crate::project::{JWTGEN, skipped};
    use std::process::Command;
    let project = Project::new();
    project.write("broken.toml", "name = \n");
    let on_terminal = |no_color: &str| {
        let mut command = Command::new("script");
        command
            .args(["--quiet", "--command"])
            .arg(format!("'{JWTGEN}' check broken.toml"))
            .arg("/dev/null");
        project.prepare(&mut command);
        command.env("TERM", "xterm").env("NO_COLOR", no_color);
        command.output()
    };
    let Ok(colours) = on_terminal("") else {
        skipped("there is no program `script` to make a terminal with");
        return;
    };
    let colours = String::from_utf8(colours.stdout).unwrap();
    assert!(
        colours.contains("invalid-toml") || colours.contains("JG0001"),
        "{colours}"
    );
    assert!(colours.contains("\x1b["), "{colours}");
    let plain = String::from_utf8(on_terminal("1").unwrap().stdout).unwrap();
    assert!(
        plain.contains("JG0001") && !plain.contains("\x1b["),
        "{plain}"
    );
}

/// Text without its colours.
fn strip(text: &str) -> String {
    let mut parts = text.split("\x1b[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once('m').map_or(part, |(_, text)| text));
    }
    plain
}

#[test]
fn codes_are_explained_by_code_and_by_name() {
    let project = Project::empty();
    let by_code = project.run(&["explain", "jg0301"]);
    assert_eq!((by_code.code, by_code.stderr.as_str()), (0, ""));
    assert!(by_code.stdout.starts_with("## JG0301 scope-nobody-holds\n"));
    assert!(by_code.stdout.contains("Fixed:"), "{}", by_code.stdout);
    let by_name = project.run(&["explain", "scope-nobody-holds"]);
    assert_eq!(by_name.stdout, by_code.stdout);
    let unknown = project.run(&["explain", "scope-nobody-hold"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (2, ""));
    assert!(unknown.stderr.contains("did you mean `scope-nobody-holds`"));
}
