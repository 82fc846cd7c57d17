//! The help of every command.

use crate::project::Project;
use snapbox::{assert_data_eq, str};

#[test]
fn without_arguments_help_is_shown() {
    let run = Project::empty().run(&[]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert_data_eq!(
        run.stderr,
        str![[r#"
Compile a short TOML blueprint into plain Terraform for JWT-secured HTTP APIs

Usage: jwtgen <COMMAND>

Commands:
  compile      Check a blueprint and write its Terraform to the output folder
  check        Check a blueprint, and fix it with `--fix`
  matrix       Show who may call which route, and why
  diff         Compare who may call what in two versions of a blueprint
  audit        Compare a Terraform plan, state or folder with the blueprint
  verify       Call the deployed API as every caller and compare its decisions
  init         Write a commented starter blueprint and its functions
  explain      Explain a rule, with an example
  rules        List all rules
  schema       Print the JSON Schema of blueprints, for editors
  completions  Print a completion script for a shell
  man          Write the man pages
  help         Print this message or the help of the given subcommand(s)

Options:
  -h, --help     Print help
  -V, --version  Print version

Exit codes:
  0  Success; audit and verify: everything agrees
  1  The blueprint has errors; compile: a generated file was edited by hand
  2  Invalid arguments
  3  compile --check: the output is out of date or was edited by hand
  4  A file could not be read or written, or a server could not be reached
  5  audit and verify: different; diff --fail-on: a difference of that kind
  6  audit and verify: no difference found, but not everything could be checked

"#]]
    );
}

#[test]
fn help_of_every_command() {
    let help = |args: &[&str]| {
        let run = Project::empty().run(args);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        run.stdout
    };
    assert_eq!(help(&["--help"]), help(&["help"]));
    assert_data_eq!(
        help(&["compile", "--help"]),
        str![[r#"
Check a blueprint and write its Terraform to the output folder

Usage: jwtgen compile [OPTIONS] [BLUEPRINT]

Arguments:
  [BLUEPRINT]
          The blueprint to read
          
          [default: blueprint.toml]

Options:
      --overlay <FILE>
          Overlay: a file whose keys override the blueprint's, for one environment. Repeatable; later overlays win

      --aws-provider <CONSTRAINT>
          Version constraint for the AWS provider; overrides `aws_provider`

      --deny <WHAT>
          Treat findings of this kind as errors

          Possible values:
          - warnings: Warnings; notes stay notes

      --format <FORMAT>
          Output format of the findings

          Possible values:
          - human:  With source lines and help, on standard error
          - short:  One line per finding, on standard error
          - json:   A JSON document, on standard output
          - sarif:  SARIF 2.1.0 for code scanning, on standard output
          - github: GitHub Actions workflow commands, on standard output
          
          [default: human]

      --out <DIR>
          Output folder [default: `out` next to the blueprint]

      --check
          Write nothing; show what would change, and exit with 3 if anything would

      --force
          Overwrite generated files that were edited by hand

  -h, --help
          Print help (see a summary with '-h')

"#]]
    );
    assert_data_eq!(
        help(&["check", "--help"]),
        str![[r#"
Check a blueprint, and fix it with `--fix`

Usage: jwtgen check [OPTIONS] [BLUEPRINT]

Arguments:
  [BLUEPRINT]
          The blueprint to read
          
          [default: blueprint.toml]

Options:
      --overlay <FILE>
          Overlay: a file whose keys override the blueprint's, for one environment. Repeatable; later overlays win

      --aws-provider <CONSTRAINT>
          Version constraint for the AWS provider; overrides `aws_provider`

      --deny <WHAT>
          Treat findings of this kind as errors

          Possible values:
          - warnings: Warnings; notes stay notes

      --format <FORMAT>
          Output format of the findings

          Possible values:
          - human:  With source lines and help, on standard error
          - short:  One line per finding, on standard error
          - json:   A JSON document, on standard output
          - sarif:  SARIF 2.1.0 for code scanning, on standard output
          - github: GitHub Actions workflow commands, on standard output
          
          [default: human]

      --fix[=<WHAT>]
          Fix the blueprint in place where the fix is certain; `--fix=all` also applies suggestions

          Possible values:
          - certain: Only fixes that are certain
          - all:     Suggestions too, such as a similar name

  -h, --help
          Print help (see a summary with '-h')

"#]]
    );
    assert_data_eq!(
        help(&["matrix", "--help"]),
        str![[r#"
Show who may call which route, and why

Usage: jwtgen matrix [OPTIONS] [BLUEPRINT]

Arguments:
  [BLUEPRINT]
          The blueprint to read
          
          [default: blueprint.toml]

Options:
      --overlay <FILE>
          Overlay: a file whose keys override the blueprint's, for one environment. Repeatable; later overlays win

      --aws-provider <CONSTRAINT>
          Version constraint for the AWS provider; overrides `aws_provider`

      --deny <WHAT>
          Treat findings of this kind as errors

          Possible values:
          - warnings: Warnings; notes stay notes

      --format <FORMAT>
          Output format

          Possible values:
          - text:     A table for a terminal
          - markdown: A Markdown table, for READMEs and reviews
          - csv:      A line per decision, with its reason
          - json:     A JSON document
          - mermaid:  A Mermaid graph from groups to routes
          - html:     A single HTML page, with filters and reasons
          
          [default: text]

      --route <PATTERN>
          Only routes that answer requests of this pattern, such as `DELETE *` or `* /admin/*`. Repeatable

      --as <CALLER>
          Only this caller: `anonymous`, `signed-in`, a group, user or machine client, or `authorizer:NAME`. Repeatable

      --public
          Only public routes

      --explain <ROUTE>
          Explain step by step how the gateway decides on a route, or on a request such as `GET /items/7`, for the callers given by `--as`

  -h, --help
          Print help (see a summary with '-h')

"#]]
    );
    assert_data_eq!(
        help(&["diff", "--help"]),
        str![[r#"
Compare who may call what in two versions of a blueprint

Usage: jwtgen diff [OPTIONS] <OLD> [NEW]

Arguments:
  <OLD>
          The old blueprint: a file, or `git:REV:PATH` for a file in a Git revision

  [NEW]
          The new blueprint, in the same form
          
          [default: blueprint.toml]

Options:
      --overlay <FILE>
          Overlay for both blueprints, each read from the revision of its blueprint. Repeatable; later overlays win

      --format <FORMAT>
          Output format

          Possible values:
          - text:     Text for a terminal
          - markdown: Markdown, for a comment on a pull request
          - json:     A JSON document
          - sarif:    SARIF 2.1.0, for code scanning
          
          [default: text]

      --fail-on <WHAT>
          Exit with 5 if there is a difference of this kind

          Possible values:
          - widen: The change widens access, new routes included
          - any:   Any difference

  -h, --help
          Print help (see a summary with '-h')

"#]]
    );
    assert_data_eq!(
        help(&["audit", "--help"]),
        str![[r#"
Compare a Terraform plan, state or folder with the blueprint

Usage: jwtgen audit [OPTIONS] <EVIDENCE> [BLUEPRINT]

Arguments:
  <EVIDENCE>
          Output of `terraform show -json` for a plan or state, or a folder with Terraform files

  [BLUEPRINT]
          The blueprint to read
          
          [default: blueprint.toml]

Options:
      --overlay <FILE>
          Overlay: a file whose keys override the blueprint's, for one environment. Repeatable; later overlays win

      --aws-provider <CONSTRAINT>
          Version constraint for the AWS provider; overrides `aws_provider`

      --deny <WHAT>
          Treat findings of this kind as errors

          Possible values:
          - warnings: Warnings; notes stay notes

      --config <DIR>
          Folder that the plan was made from. A first plan omits values that depend on IDs not known yet; they are then taken from the files, unverified

      --no-out
          Do not use the flags recorded in the manifest of the output folder

      --module <ADDRESS>
          Address of the module that contains the output, such as `module.api`

      --alone
          Read no blueprint; only show who may call what according to Terraform

      --format <FORMAT>
          Output format

          Possible values:
          - text:     Text for a terminal
          - markdown: Markdown, for a comment on a pull request
          - json:     A JSON document
          - sarif:    SARIF 2.1.0, for code scanning
          
          [default: text]

  -h, --help
          Print help (see a summary with '-h')

"#]]
    );
    assert_data_eq!(
        help(&["verify", "--help"]),
        str![[r#"
Call the deployed API as every caller and compare its decisions

Usage: jwtgen verify [OPTIONS] [BLUEPRINT]

Arguments:
  [BLUEPRINT]
          The blueprint to read
          
          [default: blueprint.toml]

Options:
      --overlay <FILE>
          Overlay: a file whose keys override the blueprint's, for one environment. Repeatable; later overlays win

      --aws-provider <CONSTRAINT>
          Version constraint for the AWS provider; overrides `aws_provider`

      --deny <WHAT>
          Treat findings of this kind as errors

          Possible values:
          - warnings: Warnings; notes stay notes

      --out <DIR>
          Folder of the applied Terraform, whose outputs are read [default: `out` next to the blueprint]

      --outputs <FILE>
          File with the outputs, as printed by `terraform output -json`

      --url <URL>
          URL of the API, including the stage. Terraform is then not run, unless `--out` is given

      --host <HOST>
          Value of the `Host` header, for emulators

      --client <NAME=ID>
          ID of an app client. Repeatable

      --sign-in-client <NAME>
          App client to sign in through, for routes that accept it

      --user <CALLER=NAME>
          User name to sign in as for a caller, such as `group:admins=alice`. Repeatable

      --token-command <COMMAND>
          Command that prints a token for the caller in `$JWTGEN_CALLER`; the kind of token, `access` or `id`, is in `$JWTGEN_TOKEN`

      --route <PATTERN>
          Only routes that answer requests of this pattern, such as `DELETE *` or `* /admin/*`. Repeatable

      --as <CALLER>
          Only this caller: `anonymous`, `signed-in`, a group, user or machine client, or `authorizer:NAME`. Repeatable

      --include-unsafe
          Also call routes whose method may change data

      --allow-unchecked <CALLER>
          Accept that no call is made as this caller; `all` accepts it for every caller. Otherwise, an unchecked caller makes the exit code 6. Repeatable

      --jobs <JOBS>
          Number of concurrent calls
          
          [default: 8]

      --timeout <SECONDS>
          Time limit of a call, in seconds
          
          [default: 35]

      --format <FORMAT>
          Output format

          Possible values:
          - text:  Text for a terminal
          - json:  A JSON document
          - junit: JUnit XML, for build servers
          
          [default: text]

  -h, --help
          Print help (see a summary with '-h')

"#]]
    );
    assert_data_eq!(
        help(&["explain", "--help"]),
        str![[r#"
Explain a rule, with an example

Usage: jwtgen explain <RULE>

Arguments:
  <RULE>  Code or name of a rule, such as JG0301

Options:
  -h, --help  Print help

"#]]
    );
    assert_data_eq!(
        help(&["rules", "--help"]),
        str![[r#"
List all rules

Usage: jwtgen rules [OPTIONS]

Options:
      --format <FORMAT>
          Output format

          Possible values:
          - text: For the terminal: one line for each rule
          - json: One JSON document
          
          [default: text]

  -h, --help
          Print help (see a summary with '-h')

"#]]
    );
    assert_data_eq!(
        help(&["schema", "--help"]),
        str![[r#"
Print the JSON Schema of blueprints, for editors

Usage: jwtgen schema

Options:
  -h, --help  Print help

"#]]
    );
    assert_data_eq!(
        help(&["completions", "--help"]),
        str![[r#"
Print a completion script for a shell

Usage: jwtgen completions <SHELL>

Arguments:
  <SHELL>  Shell to complete commands in [possible values: bash, elvish, fish, powershell, zsh]

Options:
  -h, --help  Print help

"#]]
    );
    assert_data_eq!(
        help(&["man", "--help"]),
        str![[r#"
Write the man pages

Usage: jwtgen man [DIR]

Arguments:
  [DIR]  Folder for the pages, created if needed; without it, the page jwtgen(1) is printed

Options:
  -h, --help  Print help

"#]]
    );
    assert_data_eq!(
        help(&["init", "--help"]),
        str![[r#"
Write a commented starter blueprint and its functions

Usage: jwtgen init [DIR]

Arguments:
  [DIR]  Folder to write to, created if needed; the API is named after it [default: .]

Options:
  -h, --help  Print help

"#]]
    );
}
