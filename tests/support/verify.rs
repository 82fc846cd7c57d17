//! Runs `jwtgen verify` against an emulator.

use super::applied::{Applied, PASSWORD};
use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};
use std::env;
use std::path::Path;
use std::process::{Command, Output};

/// The program without settings from the machine's environment.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jwtgen"));
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        let proxy = name.to_lowercase().ends_with("_proxy");
        let known = ["AWS_", "TF_", "JWTGEN_"];
        if proxy || known.iter().any(|start| name.starts_with(start)) {
            command.env_remove(&*name);
        }
    }
    command
}

/// Passwords, as environment variables.
pub(crate) fn passwords(passwords: &[(&str, &str)]) -> String {
    let passwords = passwords
        .iter()
        .map(|(user, password)| ((*user).to_owned(), json!(password)));
    Value::Object(passwords.collect::<Map<_, _>>()).to_string()
}

/// Everything that a run printed.
pub(crate) fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

impl Applied {
    /// Runs `jwtgen verify` for the applied blueprint with these users; every check
    /// must agree, and the JSON document must say so.
    pub(crate) fn agrees(&self, blueprint: &Path, users: &[&str], args: &[&str]) -> Result<Value> {
        let folder = blueprint.parent().context("a blueprint lies in a folder")?;
        let outputs = self.outputs.as_object().context("no outputs")?;
        let outputs: Map<String, Value> = outputs
            .iter()
            .map(|(name, value)| (name.clone(), json!({ "value": value })))
            .collect();
        let file = folder.join("outputs.json");
        std::fs::write(&file, Value::Object(outputs).to_string())?;
        let url = self.emulator.url();
        let port = url.rsplit(':').next().context("no port")?;
        let api = self.output("/api_id")?;
        let users: Vec<(&str, &str)> = users.iter().map(|user| (*user, PASSWORD)).collect();
        let mut command = command();
        command
            .current_dir(folder)
            .args(["verify", "--format", "json", "--url", &url])
            .args(["--host", &format!("{api}.execute-api.localhost:{port}")])
            .arg("--outputs")
            .arg(&file)
            .args(args)
            .env("AWS_ENDPOINT_URL", &url)
            .env("JWTGEN_PASSWORDS", passwords(&users));
        let output = command.output()?;
        ensure!(output.status.code() == Some(0), "{}", said(&output));
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

/// The result of one check in a document, by route and by caller or aspect.
pub(crate) fn outcome<'a>(document: &'a Value, route: &str, subject: &str) -> &'a str {
    let checks = document["checks"].as_array().into_iter().flatten();
    let found = checks.into_iter().find(|check| {
        check["route"] == route && (check["caller"] == subject || check["aspect"] == subject)
    });
    found
        .and_then(|check| check["outcome"].as_str())
        .unwrap_or("missing")
}
