//! A folder with a blueprint, applied and called.

use super::base::{ANSWERS, BLUEPRINT, FILES};
use super::list::Change;
use crate::support::applied::PASSWORD;
use crate::support::compile::use_runtime;
use crate::support::emulator::Emulator;
use crate::support::gateway::Gateway;
use crate::support::terraform::{Terraform, changes};
use crate::support::tools::{self, Provider};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// What a second plan may still want to change: the emulator gives JWT authorizers an
/// attribute of Lambda authorizers, and AWS does not.
const QUIRKS: [&str; 1] = ["authorizer_payload_format_version: \"2.0\" -> null"];

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caller {
    /// Nobody.
    Anonymous,
    /// Someone in the group `readers`.
    Reader,
    /// Someone in the group `writers`.
    Writer,
    /// Someone whom the Lambda authorizer knows.
    Partner,
}

/// A call that has to answer the same before, during and after a change.
pub(super) type Call = (&'static str, &'static str, Caller, u16);

/// What came of a change.
#[derive(Debug)]
pub(super) struct Applied {
    /// What the compile said.
    pub said: String,
    /// Why Terraform did not apply it, if it did not.
    pub refusal: Option<String>,
    /// What Terraform did, in its order: verb and address.
    pub steps: Vec<(String, String)>,
    /// Number of calls meanwhile.
    pub made: usize,
    /// The calls that failed.
    pub failed: Vec<String>,
    /// What a second plan would change.
    pub second: Vec<String>,
}

impl Applied {
    /// Whether the compile warned of something about the apply. Older providers keep
    /// no logs, which is told, and no matter of the change.
    pub(super) fn warns(&self) -> bool {
        let warnings = self
            .said
            .lines()
            .filter(|line| line.starts_with("warning[JG07"));
        warnings
            .filter(|line| !line.ends_with("and lose its logs"))
            .count()
            > 0
    }
}

pub(super) struct Place {
    folder: TempDir,
    provider: Provider,
    emulator: Emulator,
    gateway: Gateway,
    terraform: Terraform,
    /// ID of the API, name of its stage, tokens.
    api: String,
    stage: String,
    reader: String,
    writer: String,
    /// The blueprint that is applied.
    applied: String,
}

impl Place {
    /// Applies the blueprint, and signs people in.
    pub(super) fn new() -> Result<Place> {
        let folder = tempfile::tempdir()?;
        for (path, text) in FILES {
            fs::write(folder.path().join(path), text)?;
        }
        let provider = tools::newest_provider()?;
        let emulator = Emulator::start("us-east-1")?;
        let gateway = Gateway::start(&emulator)?;
        let out = folder.path().join("out");
        let terraform = Terraform::with(&out, &provider);
        let mut place = Place {
            folder,
            provider,
            emulator,
            gateway,
            terraform,
            api: String::new(),
            stage: String::new(),
            reader: String::new(),
            writer: String::new(),
            applied: String::new(),
        };
        // The emulator takes every trigger of a newer kind for one of access tokens,
        // and older providers know no such trigger.
        place.applied = match place.provider.config {
            Some(_) => BLUEPRINT.replace("token = \"id\"", "token = \"access\""),
            None => BLUEPRINT.to_owned(),
        };
        place.compile(&place.applied)?;
        use_runtime(&out, place.provider.runtime)?;
        let settings = place
            .emulator
            .settings_at(&place.gateway.url, &place.provider);
        fs::write(out.join("provider.tf"), settings)?;
        place.terraform.init()?;
        place
            .terraform
            .apply()
            .with_context(|| place.emulator.log())?;
        place.read()?;
        Ok(place)
    }

    /// Reads where the API is, and signs in.
    fn read(&mut self) -> Result<()> {
        let outputs = self.terraform.output_json()?;
        let text = |path: &str| -> Result<String> {
            let value = outputs.pointer(path).and_then(|value| value.as_str());
            Ok(value
                .with_context(|| format!("{path}: {outputs}"))?
                .to_owned())
        };
        self.api = text("/api_id")?;
        let url = text("/invoke_url")?;
        self.stage = url.rsplit('/').next().unwrap_or_default().to_owned();
        if self.reader.is_empty() {
            let (pool, client) = (text("/user_pool_id")?, text("/client_ids/web")?);
            for (name, group) in [("rea", "readers"), ("wri", "writers")] {
                self.emulator.create_user(&pool, name, PASSWORD, &[group])?;
            }
            let token = |name: &str| -> Result<String> {
                let tokens = self.emulator.sign_in(&client, name, PASSWORD)?;
                Ok(match self.provider.config {
                    Some(_) => tokens.access,
                    None => tokens.id,
                })
            };
            (self.reader, self.writer) = (token("rea")?, token("wri")?);
        }
        Ok(())
    }

    /// Compiles a blueprint as a user would; what was said.
    fn compile(&self, blueprint: &str) -> Result<String> {
        fs::write(self.folder.path().join("blueprint.toml"), blueprint)?;
        let output = Command::new(env!("CARGO_BIN_EXE_jwtgen"))
            .current_dir(self.folder.path())
            .args(["compile", "--aws-provider", self.provider.constraint])
            .output()?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        ensure!(output.status.success(), "{said}");
        Ok(said)
    }

    /// Compiles and applies once more what was applied before.
    pub(super) fn restore(&self, change: &Change) -> Result<()> {
        for (path, _) in change.files {
            let before = FILES.iter().find(|(found, _)| found == path);
            let text = before.map_or(ANSWERS, |(_, text)| text);
            fs::write(self.folder.path().join(path), text)?;
        }
        self.compile(&self.applied)?;
        self.terraform.apply().map(drop)
    }

    /// Makes a change, with calls going on.
    pub(super) fn change(&mut self, change: &Change) -> Result<Applied> {
        let blueprint = change.edit(&self.applied)?;
        for (path, text) in change.files {
            fs::write(self.folder.path().join(path), text)?;
        }
        let said = self.compile(&blueprint)?;
        // A new function is another call of the module.
        self.terraform.init()?;
        let calls: Vec<Call> = change.calls();
        let over = AtomicBool::new(false);
        let here = &*self;
        let (result, made, mut failed) = thread::scope(|scope| {
            let callers = scope.spawn(|| here.call_until(&calls, &over));
            let result = here.terraform.apply();
            over.store(true, Ordering::Relaxed);
            let (made, failed) = callers.join().expect("the caller does not panic");
            (result, made, failed)
        });
        let (steps, refusal) = match result {
            Ok(log) => (steps(&log), None),
            Err(error) => (Vec::new(), Some(format!("{error:#}"))),
        };
        let mut second = Vec::new();
        if refusal.is_none() {
            second = changes(&self.terraform.plan_json()?);
            second.retain(|change| !QUIRKS.iter().any(|quirk| change.ends_with(quirk)));
            self.applied = blueprint;
            self.read()?;
        }
        failed.sort();
        failed.dedup();
        Ok(Applied {
            said,
            refusal,
            steps,
            made,
            failed,
            second,
        })
    }

    /// Makes calls until the flag is set, and each once more: how many, and what
    /// failed.
    fn call_until(&self, calls: &[Call], over: &AtomicBool) -> (usize, Vec<String>) {
        let (mut made, mut failed) = (0, Vec::new());
        loop {
            let last = over.load(Ordering::Relaxed);
            for (method, path, caller, expected) in calls {
                made += 1;
                let authorization = match caller {
                    Caller::Anonymous => None,
                    Caller::Reader => Some(self.reader.as_str()),
                    Caller::Writer => Some(self.writer.as_str()),
                    Caller::Partner => Some("partner"),
                };
                let call = (self.api.as_str(), self.stage.as_str(), *method, *path);
                let answer = self
                    .emulator
                    .call_at(&self.gateway.url, call, authorization);
                match answer {
                    Ok((status, _)) if status == *expected => {}
                    Ok((status, body)) => {
                        failed.push(format!("{method} {path} as {caller:?}: {status} {body}"));
                    }
                    Err(error) => failed.push(format!("{method} {path}: {error:#}")),
                }
            }
            if last {
                return (made, failed);
            }
            thread::sleep(Duration::from_millis(100));
        }
    }
}

/// The steps of an apply, from its log.
fn steps(log: &str) -> Vec<(String, String)> {
    let verbs = [
        ("Creation complete", "creates"),
        ("Modifications complete", "changes"),
        ("Destruction complete", "destroys"),
    ];
    let line = |line: &str| {
        let (address, rest) = line.split_once(": ")?;
        let (_, verb) = verbs.iter().find(|(start, _)| rest.starts_with(start))?;
        Some(((*verb).to_owned(), address.to_owned()))
    };
    log.lines().filter_map(line).collect()
}
