//! The quick start as a person types it: the commands that `jwtgen init` prints,
//! run by a shell, up to a 200 and a 403; then `jwtgen verify` and the clean-up.
//!
//! What was typed and seen is in `docs/quickstart.md`;
//! `SNAPSHOTS=overwrite cargo test --test live first_hour` rewrites it.
//!
//! Three things are not as on AWS, and the page says so: Terraform runs on the
//! output in the form for AWS provider 3.39, the trigger and the users that this
//! provider lacks are made by API calls, and calls to AWS go to the emulator.

mod shell;

use crate::support::applied::attach_v2;
use crate::support::compile::{compile_below, use_old_runtime, write};
use crate::support::emulator::Emulator;
use crate::support::harness::trials;
use crate::support::pages::{check, fenced};
use crate::support::terraform::Terraform;
use anyhow::{Context, Result, ensure};
use serde_json::json;
use shell::Shell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

trials![
    ten_commands_lead_to_a_200_and_a_403,
    the_stand_in_for_jq_reads_a_path
];

const PAGE: &str = "docs/quickstart.md";

/// What `cargo install` and all that follows may take.
const MOST_COMMANDS: usize = 10;

/// How what was made is destroyed again. Terraform and AWS refuse to delete a user
/// pool that is protected.
const CLEAN_UP: [&str; 4] = [
    "sed -i.bak 's/^# *protect/protect/' blueprint.toml",
    "jwtgen compile",
    "terraform -chdir=out apply",
    "terraform -chdir=out destroy",
];

/// A new API, and the machine it is made on.
struct FirstHour {
    emulator: Emulator,
    folder: TempDir,
    shell: Shell,
}

impl FirstHour {
    fn new() -> Result<FirstHour> {
        let emulator = Emulator::start("us-east-1")?;
        let folder = tempfile::tempdir()?;
        let shell = Shell::new(folder.path(), &emulator.url())?;
        Ok(FirstHour {
            emulator,
            folder,
            shell,
        })
    }

    fn api(&self) -> PathBuf {
        self.folder.path().join("my-api")
    }

    fn terraform(&self) -> Terraform {
        Terraform::new(self.shell.applied())
    }

    /// Runs a command, and gives it with what it says, as far as a page shows it.
    fn run(&mut self, command: &str) -> Result<String> {
        let said = self
            .shell
            .run(command)
            .with_context(|| self.emulator.log())?;
        if command.ends_with("jwtgen compile") {
            self.prepare()?;
        }
        if command == "terraform -chdir=out apply" {
            self.complete()?;
        }
        let prompt = command.replace('\n', "\n> ");
        Ok(format!("$ {prompt}\n{}", excerpt(command, &said)))
    }

    /// Puts the output where Terraform runs, in the form that provider 3.39
    /// takes.
    fn prepare(&self) -> Result<()> {
        let applied = &self.shell.applied();
        write(&compile_below(&self.api().join("blueprint.toml"))?, applied)?;
        use_old_runtime(applied)?;
        let settings = self.emulator.provider_settings();
        Ok(fs::write(applied.join("provider.tf"), settings)?)
    }

    /// Makes what provider 3.39 cannot: the trigger for access tokens, and the
    /// users, once.
    fn complete(&mut self) -> Result<()> {
        let outputs = self.terraform().output_json()?;
        attach_v2(&self.emulator, &outputs, &self.terraform().state_json()?)?;
        let pool = outputs["user_pool_id"].as_str().context("no pool")?;
        let users = self
            .emulator
            .cognito("ListUsers", &json!({ "UserPoolId": pool }))?;
        if users["Users"].as_array().is_some_and(Vec::is_empty) {
            let password = self.shell.run("printf %s \"$PASSWORD\"")?;
            for (user, group) in [("alice", "admins"), ("bob", "users")] {
                self.emulator.create_user(pool, user, &password, &[group])?;
            }
        }
        Ok(())
    }
}

fn ten_commands_lead_to_a_200_and_a_403() -> Result<()> {
    let mut hour = FirstHour::new()?;
    let init = hour.shell.run("jwtgen init my-api")?;
    let commands = commands(&init);
    let count = 2 + commands.len();
    ensure!(
        count <= MOST_COMMANDS && commands.len() > 5,
        "{count} commands: {init}"
    );
    let typed = format!(
        "cargo install --path .\njwtgen init my-api\n{}",
        commands.join("\n")
    );
    check(PAGE, "commands", &fenced("sh", &typed))?;

    let shown = excerpt("jwtgen init", &init);
    let mut seen = format!("$ jwtgen init my-api\n{shown}");
    for command in &commands {
        seen.push_str(&hour.run(command)?);
    }
    let answers = "\"Hello bob\" 200\n{\"message\": \"Forbidden\"} 403\n";
    ensure!(seen.ends_with(answers), "{seen}\n{}", hour.emulator.log());
    page(&mut hour, "transcript", &seen)?;
    // The stand-in for curl does the same.
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/live/first_hour/curl.py");
    let call = commands.last().context("a call")?;
    let again = format!("CURL=\"python3 {}\" {call}", script.display());
    ensure!(hour.shell.run(&again)? == answers, "curl.py differs");

    let verify = init.lines().last().unwrap_or_default().trim().to_owned();
    let seen = hour.run(&verify)?;
    ensure!(seen.contains("agree"), "{seen}");
    page(&mut hour, "verify", &seen)?;
    clean_up(&mut hour)
}

/// The pool is protected until the clean-up says otherwise, and then nothing is
/// left.
fn clean_up(hour: &mut FirstHour) -> Result<()> {
    let identity = hour.api().join("out/identity.tf");
    let protection = |state: &str| -> Result<()> {
        let text = fs::read_to_string(&identity)?;
        let line = format!("deletion_protection = \"{state}\"");
        ensure!(text.contains(&line), "no {line}: {text}");
        Ok(())
    };
    protection("ACTIVE")?;
    let mut seen = String::new();
    for command in CLEAN_UP {
        seen.push_str(&hour.run(command)?);
    }
    protection("INACTIVE")?;
    ensure!(seen.contains("Destroy complete!"), "{seen}");
    page(hour, "clean-up", &seen)?;
    let left = hour.terraform().state_json()?;
    ensure!(left["values"].is_null(), "{left:#}");
    let pools = hour
        .emulator
        .cognito("ListUserPools", &json!({ "MaxResults": 10 }))?;
    ensure!(
        pools["UserPools"].as_array().is_some_and(Vec::is_empty),
        "{pools:#}"
    );
    Ok(())
}

/// Compares a part of the page with what was typed and seen. Nothing secret is
/// shown, and what differs from run to run is replaced.
fn page(hour: &mut FirstHour, name: &str, seen: &str) -> Result<()> {
    let password = hour.shell.run("printf %s \"$PASSWORD\"")?;
    let token = hour.shell.run("printf %s \"$TOKEN\"")?;
    for secret in [password.as_str(), token.as_str()] {
        ensure!(
            secret.len() > 20 && !seen.contains(secret),
            "a secret is shown, or there is none: {seen}"
        );
    }
    let seen = seen
        .replace(
            &hour.emulator.url(),
            "https://abc123.execute-api.us-east-1.amazonaws.com",
        )
        .replace(
            " (an emulator: only response bodies identify the gateway)",
            "",
        );
    check(PAGE, name, &fenced("console", &seen))
}

/// The commands of the first block that `jwtgen init` prints; a line that is
/// indented further continues the one before.
fn commands(init: &str) -> Vec<String> {
    let block = init.lines().skip_while(|line| !line.starts_with("  cd "));
    let mut commands: Vec<String> = Vec::new();
    for line in block.take_while(|line| !line.is_empty()) {
        let line = line.strip_prefix("  ").unwrap_or(line);
        match commands.last_mut() {
            Some(command) if line.starts_with(' ') => {
                command.push('\n');
                command.push_str(line);
            }
            _ => commands.push(line.to_owned()),
        }
    }
    commands
}

/// What a page shows of what a command says: of `terraform`, its results; of
/// `jwtgen init`, the files.
fn excerpt(command: &str, said: &str) -> String {
    const RESULTS: [&str; 4] = [
        "Terraform has been successfully initialized!",
        "Plan: ",
        "Apply complete!",
        "Destroy complete!",
    ];
    let shown = |line: &str| match command {
        "jwtgen init" => line.starts_with("  created "),
        _ if command.starts_with("terraform ") => {
            RESULTS.iter().any(|start| line.starts_with(start))
        }
        _ => true,
    };
    let mut text = String::new();
    for line in said.lines() {
        match shown(line) {
            true => text.push_str(&format!("{line}\n")),
            false if text.ends_with("…\n") => {}
            false => text.push_str("…\n"),
        }
    }
    text
}

/// The stand-in for jq, which is used where it is missing, does what the quick
/// start needs of it.
fn the_stand_in_for_jq_reads_a_path() -> Result<()> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/live/first_hour/jq.py");
    let jq = |args: &str| -> Result<Vec<u8>> {
        let json = r#"{"web":{"id":"x"}}"#;
        let command = format!("printf '{json}' | python3 {} {args}", script.display());
        let output = Command::new("sh").args(["-c", &command]).output()?;
        Ok(output.stdout)
    };
    ensure!(jq(".web.id")? == b"\"x\"\n");
    ensure!(jq("-r .web.id")? == b"x\n");
    Ok(())
}
