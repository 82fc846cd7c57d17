//! Output applied to an emulator of its own.

use super::compile::{use_old_runtime, write};
use super::emulator::Emulator;
use super::pages;
use super::terraform::Terraform;
use anyhow::{Context, Result, ensure};
use jwtgen::generate::Files;
use serde_json::{Value, json};
use std::fs;
use tempfile::TempDir;

/// Password of every user of the tests.
pub(crate) const PASSWORD: &str = "Correct-Horse-7-Battery";

/// What real Terraform made of an output.
pub(crate) struct Applied {
    /// Where it runs.
    pub emulator: Emulator,
    /// Terraform's outputs, by name.
    pub outputs: Value,
    /// Terraform's state.
    pub state: Value,
    _folder: TempDir,
}

/// How a call is made.
pub(crate) struct Call<'a> {
    /// Who calls, for messages.
    pub who: &'a str,
    /// The header `Authorization`.
    pub authorization: Option<String>,
    /// Method and path.
    pub route: &'a str,
    /// The status that is expected.
    pub status: u16,
}

impl Applied {
    /// Applies files with provider 3.39.
    pub(crate) fn new(files: &Files) -> Result<Applied> {
        let folder = tempfile::tempdir()?;
        write(files, folder.path())?;
        use_old_runtime(folder.path())?;
        let emulator = Emulator::start("us-east-1")?;
        let settings = emulator.provider_settings();
        fs::write(folder.path().join("provider.tf"), settings)?;
        let terraform = Terraform::new(folder.path());
        terraform
            .init()
            .and_then(|_| terraform.apply())
            .with_context(|| emulator.log())?;
        Ok(Applied {
            outputs: terraform.output_json()?,
            state: terraform.state_json()?,
            emulator,
            _folder: folder,
        })
    }

    /// An output that is a string.
    pub(crate) fn output(&self, path: &str) -> Result<&str> {
        let value = self.outputs.pointer(path);
        let text = value.and_then(Value::as_str);
        text.with_context(|| format!("no output {path}: {}", self.outputs))
    }

    /// Makes the trigger what the output for access tokens says it is: provider
    /// 3.39 knows V1 alone.
    pub(crate) fn attach_v2(&self) -> Result<()> {
        attach_v2(&self.emulator, &self.outputs, &self.state)
    }

    /// The access token of someone new in these groups.
    pub(crate) fn access_token(&self, name: &str, groups: &[&str]) -> Result<String> {
        let pool = self.output("/user_pool_id")?;
        self.emulator.create_user(pool, name, PASSWORD, groups)?;
        let client = self.output("/client_ids/web")?;
        Ok(self.emulator.sign_in(client, name, PASSWORD)?.access)
    }

    /// Makes every call as every caller, compares the answers, and checks the
    /// table of what was seen in `docs/tested.md`.
    pub(crate) fn table<const N: usize>(
        &self,
        name: &str,
        routes: [&str; N],
        rows: &[(&str, Option<String>, [u16; N])],
    ) -> Result<()> {
        let mut text = format!("| Caller | `{}` |\n", routes.join("` | `"));
        text.push_str(&format!("|---|{}\n", "---|".repeat(N)));
        for (who, token, statuses) in rows {
            self.calls(routes.iter().zip(statuses).map(|(route, status)| Call {
                who,
                authorization: token.as_ref().map(|token| format!("Bearer {token}")),
                route,
                status: *status,
            }))?;
            let seen = statuses.map(|status| status.to_string()).join(" | ");
            text.push_str(&format!("| {who} | {seen} |\n"));
        }
        pages::check("docs/tested.md", name, &text)
    }

    /// Makes calls and compares the answers.
    pub(crate) fn calls<'a>(&self, calls: impl IntoIterator<Item = Call<'a>>) -> Result<()> {
        let (api, stage) = (self.output("/api_id")?, "$default");
        for call in calls {
            let (method, path) = call.route.split_once(' ').context("a method and a path")?;
            let authorization = call.authorization.as_deref();
            let (status, body) = self
                .emulator
                .call(api, stage, method, path, authorization)?;
            ensure!(
                status == call.status,
                "{} as {}: {status} {body}, not {}\n{}",
                call.route,
                call.who,
                call.status,
                self.emulator.log()
            );
        }
        Ok(())
    }
}

/// Makes the trigger of a user pool V2, by what Terraform says of it.
pub(crate) fn attach_v2(emulator: &Emulator, outputs: &Value, state: &Value) -> Result<()> {
    let modules = state["values"]["root_module"]["child_modules"].as_array();
    let resources = modules
        .into_iter()
        .flatten()
        .filter(|module| module["address"] == "module.token_handler")
        .flat_map(|module| module["resources"].as_array().into_iter().flatten());
    let arn = resources
        .filter(|resource| resource["type"] == "aws_lambda_function")
        .find_map(|resource| resource["values"]["arn"].as_str())
        .context("no token handler in the state")?;
    let trigger = json!({ "LambdaArn": arn, "LambdaVersion": "V2_0" });
    let input = json!({
        "UserPoolId": outputs["user_pool_id"],
        "LambdaConfig": { "PreTokenGenerationConfig": trigger },
    });
    emulator.cognito("UpdateUserPool", &input).map(drop)
}
