//! The recipes of `docs/ci.md`: the workflows are sound, and the scripts do
//! what the page says.

use crate::support::recipes;
use clap::Parser;
use jwtgen::cli::Cli;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use yaml_rust2::{Yaml, YamlLoader};

const JWTGEN: &str = env!("CARGO_BIN_EXE_jwtgen");

/// A repository with the walkthrough on `main`, compiled, the page's scripts,
/// and a branch `change`.
struct Repository {
    folder: TempDir,
    /// Programs found before those of the machine.
    programs: PathBuf,
}

/// How a script ended.
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Repository {
    fn new() -> Repository {
        let folder = TempDir::with_prefix("jwtgen-ci-").unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for file in [
            "blueprint.toml",
            "functions/admin_user/index.js",
            "functions/regular_user/index.js",
        ] {
            let to = folder.path().join(file);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(root.join(file), to).unwrap();
        }
        recipes::write_scripts(folder.path());
        let programs = folder.path().join(".git/programs");
        let repository = Repository { folder, programs };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        fs::create_dir(&repository.programs).unwrap();
        std::os::unix::fs::symlink(JWTGEN, repository.programs.join("jwtgen")).unwrap();
        repository.commit();
        repository.git(&["switch", "--quiet", "--create", "change"]);
        repository
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn git(&self, args: &[&str]) {
        let mut command = Command::new("git");
        for name in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{name}_NAME"), "test");
            command.env(format!("GIT_{name}_EMAIL"), "test@example.com");
        }
        let command = command.current_dir(self.folder.path());
        let output = command.args(args).output().expect("git runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{args:?}: {said}");
    }

    /// Compiles and commits everything.
    fn commit(&self) {
        let compiled = self.run("jwtgen compile", &[]);
        assert_eq!(compiled.code, 0, "{}", compiled.stderr);
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message=change"]);
    }

    fn edit(&self, from: &str, to: &str) {
        let path = self.path("blueprint.toml");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    fn run(&self, script: &str, variables: &[(&str, &str)]) -> Run {
        let path = std::env::var("PATH").unwrap_or_default();
        let output = Command::new("bash")
            .current_dir(self.folder.path())
            .args(["-c", script])
            .env("PATH", format!("{}:{path}", self.programs.display()))
            .env_remove("ACCESS_APPROVED")
            .envs(variables.iter().copied())
            .output()
            .expect("bash runs");
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Puts a program in the place of a real one that writes its arguments to
    /// `calls` and then does what `body` says.
    fn replace(&self, program: &str, body: &str) {
        let path = self.programs.join(program);
        // A link to the real program, perhaps.
        let _ = fs::remove_file(&path);
        let log = self.path(".git/calls");
        let text = format!(
            "#!/usr/bin/env bash\necho \"{program} $*\" >> '{}'\n{body}\n",
            log.display()
        );
        recipes::write_program(&path, &text);
    }

    /// What the replaced programs were called with.
    fn calls(&self) -> Vec<String> {
        let log = self.path(".git/calls");
        let text = fs::read_to_string(&log).unwrap_or_default();
        let _ = fs::remove_file(log);
        text.lines().map(str::to_owned).collect()
    }
}

const PULL_REQUEST: &str = "ci/pull-request.sh main";

#[test]
fn a_pull_request_that_changes_no_access_passes() {
    let repository = Repository::new();
    repository.edit("jwt-auth-demo", "jwt-auth-other");
    repository.commit();
    let run = repository.run(PULL_REQUEST, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stdout.contains("## Who may call what"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_pull_request_that_widens_access_needs_approval() {
    let repository = Repository::new();
    repository.edit(
        "regular = [\"regular\"]\n\n[users]",
        "regular = [\"regular\", \"admin\"]\n\n[users]",
    );
    repository.edit(
        "regularuser = 403, adminuser",
        "regularuser = \"allow\", adminuser",
    );
    repository.commit();
    let run = repository.run(PULL_REQUEST, &[]);
    assert_eq!(run.code, 5, "{}{}", run.stdout, run.stderr);
    let report = fs::read_to_string(repository.path("access.md")).unwrap();
    assert!(report.contains("`GET /AdminUser`"), "{report}");
    let approved = [("ACCESS_APPROVED", "true")];
    let run = repository.run(PULL_REQUEST, &approved);
    assert_eq!(run.code, 0, "{}", run.stderr);
    // Approval is about access, and about nothing else.
    fs::write(repository.path("out/routes.tf"), "").unwrap();
    assert_eq!(repository.run(PULL_REQUEST, &approved).code, 3);
}

#[test]
fn what_main_did_since_is_not_the_pull_requests() {
    let repository = Repository::new();
    repository.git(&["switch", "--quiet", "main"]);
    repository.edit(
        "adminuser = [\"admin\", \"regular\"]",
        "adminuser = [\"admin\"]",
    );
    repository.edit(
        "regularuser = \"allow\", adminuser = \"allow\"",
        "regularuser = \"allow\", adminuser = 403",
    );
    repository.commit();
    repository.git(&["switch", "--quiet", "change"]);
    let run = repository.run(PULL_REQUEST, &[]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
}

#[test]
fn a_stale_output_and_a_broken_blueprint_fail() {
    let repository = Repository::new();
    repository.edit("jwt-auth-demo", "jwt-auth-other");
    assert_eq!(repository.run(PULL_REQUEST, &[]).code, 3);
    repository.edit("[clients.web]", "[clientz.web]");
    let run = repository.run(PULL_REQUEST, &[]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(!repository.path("access.md").exists(), "there is no report");
}

#[test]
fn nothing_is_applied_that_the_audit_does_not_prove() {
    let repository = Repository::new();
    repository.replace("terraform", "");
    let deploy = |audit: &str, verify: &str| {
        repository.replace(
            "jwtgen",
            &format!("case $1 in audit) exit {audit};; verify) exit {verify};; esac"),
        );
        let code = repository.run("ci/deploy.sh", &[]).code;
        (code, repository.calls())
    };
    let (code, calls) = deploy("0", "0");
    assert_eq!(code, 0);
    assert_eq!(
        calls,
        [
            "jwtgen compile --check",
            "terraform -chdir=out init -input=false",
            "terraform -chdir=out plan -input=false -out=ci.tfplan",
            "terraform -chdir=out show -json ci.tfplan",
            "jwtgen audit --config out plan.json",
            "terraform -chdir=out apply -input=false ci.tfplan",
            "jwtgen verify",
        ]
    );
    for (audit, verify, expected) in [("5", "0", 5), ("6", "0", 6), ("0", "5", 5), ("0", "6", 6)] {
        let (code, calls) = deploy(audit, verify);
        assert_eq!(code, expected, "{audit} {verify}");
        let applied = calls.iter().any(|call| call.contains(" apply "));
        assert_eq!(applied, audit == "0", "{calls:?}");
    }
}

#[test]
fn every_command_of_the_page_is_one_of_jwtgens() {
    let mut seen = 0;
    for (path, text) in recipes::files() {
        for line in text.lines().filter(|line| line.contains("jwtgen ")) {
            let Some(command) = line.trim().strip_prefix("jwtgen ") else {
                continue;
            };
            // Up to what the shell takes for itself.
            let command = command.split(['>', '|']).next().unwrap_or_default();
            let words = command.split_whitespace();
            let words = words.map(|word| word.trim_matches('"'));
            let parsed = Cli::try_parse_from(["jwtgen"].into_iter().chain(words));
            assert!(parsed.is_ok(), "{path}: {line}: {}", parsed.unwrap_err());
            seen += 1;
        }
    }
    assert_eq!(seen, 5);
}

/// A workflow of the page.
fn workflow(path: &str) -> Yaml {
    let files = recipes::files();
    let mut documents = YamlLoader::load_from_str(files[path]).expect("YAML");
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

fn entries(value: &Yaml) -> Vec<(&str, &Yaml)> {
    let hash = value.as_hash().expect("a mapping").iter();
    hash.map(|(key, value)| (key.as_str().expect("a name"), value))
        .collect()
}

const WORKFLOWS: [&str; 2] = [
    ".github/workflows/access.yml",
    ".github/workflows/deploy.yml",
];

#[test]
fn workflows_have_the_least_privilege() {
    for path in WORKFLOWS {
        let workflow = workflow(path);
        assert!(entries(&workflow["permissions"]).is_empty(), "{path}");
        for (name, job) in entries(&workflow["jobs"]) {
            let granted = entries(&job["permissions"]);
            let writes: Vec<&str> = granted
                .iter()
                .filter(|(_, level)| level.as_str() == Some("write"))
                .map(|(scope, _)| *scope)
                .collect();
            let expected: &[&str] = match name {
                "diff" => &[],
                "comment" => &["pull-requests"],
                "plan" | "deploy" => &["id-token"],
                other => panic!("{path}: {other}"),
            };
            assert_eq!(writes, expected, "{path}: {name}");
            let steps = job["steps"].as_vec().expect("steps");
            for step in steps {
                if let Some(action) = step["uses"].as_str() {
                    let (_, version) = action.split_once("@v").expect("a version");
                    assert!(version.parse::<u32>().is_ok(), "{action}");
                }
                // What others write never becomes part of a script.
                let script = step["run"].as_str().unwrap_or_default();
                assert!(!script.contains("${{"), "{path}: {script}");
            }
            // The job that may write runs nothing of the pull request.
            if name == "comment" {
                let checks_out = |step: &Yaml| {
                    let action = step["uses"].as_str().unwrap_or_default();
                    action.starts_with("actions/checkout")
                };
                assert!(!steps.iter().any(checks_out));
            }
            // Secrets and roles are not for forks.
            if writes.contains(&"id-token") && path.ends_with("access.yml") {
                let condition = job["if"].as_str().unwrap_or_default();
                assert!(condition.contains("head.repo.full_name == github.repository"));
            }
        }
    }
    let events = entries(&workflow(WORKFLOWS[0])["on"])
        .iter()
        .map(|(event, _)| event.to_string())
        .collect::<Vec<_>>();
    assert_eq!(events, ["pull_request"]);
}

#[test]
fn workflows_run_the_scripts_of_the_page() {
    let files = recipes::files();
    let mut used: Vec<String> = Vec::new();
    for path in WORKFLOWS {
        for (_, job) in entries(&workflow(path)["jobs"]) {
            for step in job["steps"].as_vec().expect("steps") {
                let script = step["run"].as_str().unwrap_or_default();
                let program = script.split_whitespace().next().unwrap_or_default();
                if program.starts_with("ci/") {
                    assert!(files.contains_key(program), "{program}");
                    used.push(program.to_owned());
                }
            }
        }
    }
    used.sort();
    assert_eq!(used, ["ci/deploy.sh", "ci/plan.sh", "ci/pull-request.sh"]);
}

#[test]
fn the_comment_is_added_once_and_then_updated() {
    let workflow = workflow(WORKFLOWS[0]);
    let steps = workflow["jobs"]["comment"]["steps"].as_vec().unwrap();
    let script = steps.iter().find_map(|step| step["run"].as_str()).unwrap();
    let repository = Repository::new();
    fs::write(repository.path("access.md"), "## Who may call what\n").unwrap();
    let comment = |known: &str| {
        repository.replace("gh", &format!("case $* in *--jq*) printf '{known}';; esac"));
        let variables = [("GITHUB_REPOSITORY", "shop/api"), ("PR", "7")];
        // As GitHub runs a step without `shell`.
        let run = repository.run(&format!("set -e\n{script}"), &variables);
        assert_eq!(run.code, 0, "{}", run.stderr);
        repository.calls().pop().unwrap()
    };
    assert_eq!(
        comment(""),
        "gh api --silent --method POST repos/shop/api/issues/7/comments --field body=@comment.md"
    );
    assert_eq!(
        comment("41\\n42\\n"),
        "gh api --silent --method PATCH repos/shop/api/issues/comments/41 --field body=@comment.md"
    );
    let body = fs::read_to_string(repository.path("comment.md")).unwrap();
    assert_eq!(body, "<!-- jwtgen diff -->\n## Who may call what\n");
}
