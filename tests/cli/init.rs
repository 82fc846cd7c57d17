//! `jwtgen init`.

use crate::project::{Project, Run};
use serde_json::Value;
use snapbox::{assert_data_eq, str};
use std::fs;

#[test]
fn the_starter_compiles_at_once_without_a_diagnostic() {
    let project = Project::empty();
    let run = project.run(&["init", "my-api"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""));
    assert_data_eq!(
        run.stderr,
        str![[r#"
  created  my-api/blueprint.toml
  created  my-api/blueprint.schema.json
  created  my-api/functions/admin/index.js
  created  my-api/functions/hello/index.js

Next steps, up to the first call. They need Terraform, curl and jq, and AWS credentials and
AWS_REGION in the environment:

  cd my-api
  jwtgen compile
  PASSWORD="Aa1-$(head -c 15 /dev/urandom | base64)"
  export TF_VAR_user_passwords="{/"alice/":/"$PASSWORD/",/"bob/":/"$PASSWORD/"}"
  terraform -chdir=out init
  terraform -chdir=out apply
  TOKEN=$(curl -s "https://cognito-idp.$AWS_REGION.amazonaws.com" /
    -H "Content-Type: application/x-amz-json-1.1" /
    -H "X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth" /
    -d "{/"ClientId/":$(terraform -chdir=out output -json client_ids | jq .web),
      /"AuthFlow/":/"USER_PASSWORD_AUTH/",
      /"AuthParameters/":{/"USERNAME/":/"bob/",/"PASSWORD/":/"$PASSWORD/"}}" |
    jq -r .AuthenticationResult.AccessToken)
  curl -s -w ' %{http_code}/n' -H "Authorization: Bearer $TOKEN" /
    "$(terraform -chdir=out output -raw invoke_url)/{hello,admin}"

The last command calls the API as bob: 200 for /hello, 403 for /admin. To call every route as
every caller:

  jwtgen verify

"#]]
    );
    let inside = |args: &[&str]| {
        let mut command = project.command(args);
        Run::of(command.current_dir(project.path("my-api")))
    };
    let run = inside(&["check", "--deny", "warnings"]);
    assert_eq!(run.code, 0);
    assert_data_eq!(
        run.stderr,
        str![[r#"
`blueprint.toml` is fine

"#]]
    );
    let run = inside(&["compile"]);
    assert_eq!(run.code, 0);
    assert_data_eq!(
        run.stderr,
        str![[r#"
compiled blueprint.toml to out
  created     24  .gitignore README.md api.tf functions.tf identity.tf modules/ outputs.tf packages/ routes.tf terraform.tfvars.example tests/ token_handler/ variables.tf versions.tf .jwtgen.json
next: terraform -chdir=out init && terraform -chdir=out apply

"#]]
    );
    // The password flow is for a first test; jwtgen asks for the rest of its removal.
    let text = project.read("my-api/blueprint.toml");
    assert!(text.contains("Remove \"user-password\" before production"));
    project.edit(
        "my-api/blueprint.toml",
        "[\"user-password\", \"user-srp\"]",
        "[\"user-srp\"]",
    );
    let run = inside(&["check"]);
    assert!(run.stderr.contains("JG0010"), "{}", run.stderr);
}

#[test]
fn in_the_current_folder_no_folder_is_named() {
    let project = Project::empty();
    let run = project.run(&["init"]);
    assert_eq!(run.code, 0);
    assert!(run.stderr.starts_with("  created  blueprint.toml\n"));
    assert!(!run.stderr.contains("cd "), "{}", run.stderr);
    assert!(run.stderr.contains("\n  jwtgen compile\n"));
    assert_eq!(project.run(&["check"]).code, 0);
}

#[test]
fn the_starter_is_commented() {
    let project = Project::empty();
    project.run(&["init"]);
    let text = project.read("blueprint.toml");
    let sections = text.lines().filter(|line| line.starts_with('['));
    let comments = text.lines().filter(|line| line.starts_with("# "));
    assert!(comments.count() >= sections.count());
}

/// Editors find the schema beside the blueprint, without a network, and it
/// accepts the blueprint and refuses a misspelt key.
#[test]
fn the_schema_that_the_blueprint_names_is_there_and_accepts_it() {
    let project = Project::empty();
    project.run(&["init"]);
    let text = project.read("blueprint.toml");
    let first = text.lines().next().unwrap();
    let path = first.strip_prefix("#:schema ./").expect("a directive");
    let schema: Value = serde_json::from_str(&project.read(path)).unwrap();
    assert_eq!(project.run(&["schema"]).stdout, project.read(path));
    let validator = jsonschema::validator_for(&schema).unwrap();
    let accepts = |text: &str| validator.is_valid(&toml::from_str::<Value>(text).unwrap());
    assert!(accepts(&text));
    assert!(!accepts(&text.replace("source =", "sources =")));
}

#[test]
fn the_api_is_named_after_the_folder() {
    let project = Project::empty();
    let named = |folder: &str| {
        let run = project.run(&["init", folder]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let blueprint = format!("{folder}/blueprint.toml");
        let check = project.run(&["check", "--deny", "warnings", &blueprint]);
        assert_eq!(check.code, 0, "{}", check.stderr);
        // What is commented out is valid as well.
        let text = project.read(&blueprint).replace("# domain =", "domain =");
        project.write(&blueprint, &text);
        let check = project.run(&["check", &blueprint]);
        assert_eq!(check.code, 0, "{}", check.stderr);
        let line = text.lines().find(|line| line.starts_with("name = "));
        let name = line.unwrap().split('"').nth(1).unwrap().to_owned();
        (name, run.stderr.contains("note: "))
    };
    let name = |folder: &str, expected: &str| {
        assert_eq!(named(folder), (expected.to_owned(), false), "{folder}");
    };
    name("orders", "orders");
    name("./deeper/My API (v2)", "My-API-v2");
    name("deeper/../snake_case/", "snake_case");
    name("my apis/ünï", "uni");
    name("ａｐｉ ①", "api-1");
    name("none/../1st", "1st");
    name("aws-orders", "aws-orders");
    name("My_Cognito.API", "My_Cognito-API");
    name(&"long".repeat(20), &"long".repeat(20)[..50]);
    let none = |folder: &str| {
        assert_eq!(named(folder), ("my-api".to_owned(), true), "{folder}");
    };
    none("管理");
    none("...");
}

#[test]
fn a_folder_is_made_and_named_in_what_to_type_next() {
    let project = Project::empty();
    let run = project.run(&["init", "./my apis/it's"]);
    assert_eq!(run.code, 0);
    assert!(
        run.stderr.contains("\n  cd 'my apis/it'\\''s'\n"),
        "{}",
        run.stderr
    );
    let run = project.run(&["compile", "my apis/it's/blueprint.toml"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

/// A shell that gets the command ends up in the folder, whatever its name.
#[cfg(unix)]
#[test]
fn the_printed_command_enters_the_folder() {
    let project = Project::empty();
    for folder in [
        "-x",
        "it's",
        "a$(id)b",
        "`id`",
        "a\"b",
        "~a",
        "*",
        "a;b",
        "new\nline",
        "tab\t\\'x",
        "a\\nb",
        "rtl\u{202e}lmth",
        "管理 者",
    ] {
        let run = project.run(&["init", "--", folder]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let line = run.stderr.lines().find(|line| line.starts_with("  cd "));
        let line = line.expect("a command");
        assert!(!line.contains('\u{202e}'), "{line:?}");
        let mut shell = std::process::Command::new("bash");
        shell.args(["-c", &format!("{line}\ncat blueprint.toml")]);
        project.prepare(&mut shell);
        shell.env("LC_ALL", "C.UTF-8");
        let output = shell.output().expect("bash");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains("[identity]"), "{line}: {output:?}");
    }
}

#[test]
fn nothing_is_overwritten() {
    let project = Project::empty();
    project.write("functions/hello/index.js", "mine");
    let before = project.tree();
    let run = project.run(&["init"]);
    assert_eq!(run.code, 4);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error: nothing was written: `functions/hello/index.js` already exists

"#]]
    );
    assert!(project.tree() == before);

    let project = Project::empty();
    assert_eq!(project.run(&["init"]).code, 0);
    let before = project.tree();
    let run = project.run(&["init", "."]);
    assert_eq!(run.code, 4);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error: nothing was written: `blueprint.toml` already exists

"#]]
    );
    assert!(project.tree() == before);
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_not_written_through() {
    let project = Project::empty();
    std::os::unix::fs::symlink("elsewhere", project.path("blueprint.toml")).unwrap();
    let run = project.run(&["init"]);
    assert_eq!(run.code, 4);
    assert!(!project.has("elsewhere") && !project.has("functions"));
}

#[test]
fn a_failure_leaves_nothing_behind() {
    let project = Project::empty();
    // `functions` stands where a folder belongs.
    fs::create_dir(project.path("api")).unwrap();
    project.write("api/functions", "a file");
    let before = project.tree();
    let run = project.run(&["init", "api"]);
    assert_eq!(run.code, 4);
    assert_data_eq!(
        run.stderr,
        str![[r#"
error: nothing was written: `api/functions` is a file, not a folder

"#]]
    );
    let files = |tree: crate::project::Tree| tree.into_keys().collect::<Vec<_>>();
    assert_eq!(files(project.tree()), files(before));
}
