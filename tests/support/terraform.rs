//! Runs the real Terraform on a folder.

use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::tools::{self, Provider};

/// The file that `plan_json` writes to the folder.
const PLAN: &str = "test.tfplan";

/// Terraform in one folder.
pub(crate) struct Terraform {
    dir: PathBuf,
    /// Its CLI configuration, where it is not the usual one.
    config: Option<PathBuf>,
}

impl Terraform {
    pub(crate) fn new(dir: impl Into<PathBuf>) -> Self {
        Self {
            dir: dir.into(),
            config: None,
        }
    }

    /// The same with the newest provider of this machine.
    pub(crate) fn with(dir: impl Into<PathBuf>, provider: &Provider) -> Self {
        Self {
            dir: dir.into(),
            config: provider.config.clone(),
        }
    }

    /// Runs `terraform -chdir=<dir> <arguments>` and returns its standard output.
    pub(crate) fn run(&self, arguments: &[&str]) -> Result<String> {
        checked(&arguments.join(" "), self.output(arguments)?)
    }

    fn output(&self, arguments: &[&str]) -> Result<Output> {
        let config = match &self.config {
            Some(config) => config,
            None => tools::terraform_config()?,
        };
        let mut command = command(config)?;
        let mut chdir = std::ffi::OsString::from("-chdir=");
        chdir.push(&self.dir);
        command
            .arg(chdir)
            .args(arguments)
            .output()
            .context("cannot run terraform")
    }

    pub(crate) fn init(&self) -> Result<String> {
        self.run(&["init", "-input=false", "-no-color"])
    }

    pub(crate) fn validate(&self) -> Result<String> {
        self.run(&["validate", "-no-color"])
    }

    /// What Terraform finds wrong with the files, whether or not there is anything.
    pub(crate) fn validate_json(&self) -> Result<Value> {
        let output = self.output(&["validate", "-json"])?;
        serde_json::from_slice(&output.stdout).context("no JSON from validate")
    }

    /// Runs the `*.tftest.hcl` files of the folder and of its `tests` folder.
    pub(crate) fn test(&self) -> Result<String> {
        self.run(&["test", "-no-color"])
    }

    pub(crate) fn apply(&self) -> Result<String> {
        self.run(&["apply", "-auto-approve", "-input=false", "-no-color"])
    }

    /// What `terraform apply` would do next, from `terraform show -json`.
    pub(crate) fn plan_json(&self) -> Result<Value> {
        self.run(&["plan", "-input=false", "-no-color", &format!("-out={PLAN}")])?;
        self.json(&["show", "-json", PLAN])
    }

    /// The state after the last apply.
    pub(crate) fn state_json(&self) -> Result<Value> {
        self.json(&["show", "-json"])
    }

    /// The values of the outputs, by name.
    pub(crate) fn output_json(&self) -> Result<Value> {
        let mut outputs = self.json(&["output", "-json"])?;
        for (_, output) in outputs.as_object_mut().context("outputs are no object")? {
            *output = output["value"].take();
        }
        Ok(outputs)
    }

    fn json(&self, arguments: &[&str]) -> Result<Value> {
        let text = self.run(arguments)?;
        serde_json::from_str(&text).with_context(|| format!("no JSON from {arguments:?}: {text}"))
    }
}

/// What a plan would change: `address.attribute: before -> after`, sorted.
///
/// A resource that is created or destroyed is listed as `address: create` and so on.
pub(crate) fn changes(plan: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for resource in plan["resource_changes"].as_array().into_iter().flatten() {
        let (change, address) = (
            &resource["change"],
            resource["address"].as_str().unwrap_or("?"),
        );
        let actions: Vec<_> = change["actions"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        match *actions {
            ["no-op" | "read"] => {}
            ["update"] => {
                let (before, after) = (&change["before"], &change["after"]);
                for name in before
                    .as_object()
                    .into_iter()
                    .flat_map(|before| before.keys())
                {
                    if change["after_unknown"][name] == true {
                        found.push(format!("{address}.{name}: {} -> unknown", before[name]));
                    } else if before[name] != after[name] {
                        found.push(format!(
                            "{address}.{name}: {} -> {}",
                            before[name], after[name]
                        ));
                    }
                }
            }
            _ => found.push(format!("{address}: {}", actions.join(", "))),
        }
    }
    found.sort();
    found
}

/// Fails unless every Terraform file below `dir` is formatted; the error is the diff.
pub(crate) fn fmt_check(dir: &Path) -> Result<()> {
    let arguments = ["fmt", "-check", "-diff", "-recursive", "-no-color"];
    let output = command(Path::new("/dev/null"))?
        .args(arguments)
        .arg(dir)
        .output()?;
    checked("fmt -check", output).map(drop)
}

/// The text as formatted by `terraform fmt`.
pub(crate) fn fmt_stdin(text: &str) -> Result<String> {
    let output = piped(
        command(Path::new("/dev/null"))?.args(["fmt", "-no-color", "-"]),
        text,
    )?;
    checked("fmt -", output)
}

/// The value of an expression in a module without providers.
pub(crate) fn evaluate(module: &str, expression: &str) -> Result<Value> {
    let folder = tempfile::tempdir()?;
    std::fs::write(folder.path().join("main.tf"), module)?;
    // Base64 avoids the quoting of `terraform console`.
    let question = format!("base64encode(jsonencode({expression}))");
    let mut console = command(Path::new("/dev/null"))?;
    console.arg(format!("-chdir={}", folder.path().display()));
    let output = piped(console.arg("console"), &question)?;
    let answer = checked("console", output)?;
    let mut decode = Command::new("base64");
    let json = piped(decode.arg("-d"), answer.trim().trim_matches('"'))?;
    Ok(serde_json::from_slice(&json.stdout)?)
}

/// Terraform without environment variables that could change results or reach an account.
fn command(config: &Path) -> Result<Command> {
    let mut command = Command::new(tools::terraform()?);
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("TF_") || name.starts_with("AWS_") {
            command.env_remove(&*name);
        }
    }
    command
        .env("TF_CLI_CONFIG_FILE", config)
        .env("TF_IN_AUTOMATION", "1")
        .env("CHECKPOINT_DISABLE", "1")
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .env("AWS_EC2_METADATA_DISABLED", "true");
    Ok(command)
}

/// Runs a command with a text as its standard input.
fn piped(command: &mut Command, text: &str) -> Result<Output> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run {command:?}"))?;
    let mut stdin = child.stdin.take().expect("stdin is piped");
    // A pipe has a small buffer: writing and reading in parallel avoids a deadlock.
    Ok(std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(text.as_bytes()));
        child.wait_with_output()
    })?)
}

fn checked(arguments: &str, output: Output) -> Result<String> {
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        bail!(
            "`terraform {arguments}` failed ({}):\n{stdout}{stderr}",
            output.status
        );
    }
    Ok(stdout)
}
