//! A second emulator of AWS, `moto`: it stores what the other one leaves out, so its
//! second plans show whether what was applied stays. It answers no calls of an API.

use std::env;
use std::fs;
use std::process::Child;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::Agent;
use ureq::http::Request;

use super::emulator::{agent, free_port, provider_settings, python, wait_until_healthy};
use super::tools;

const REGION: &str = "us-east-1";

/// An archive without files, in Base64.
const EMPTY_ZIP: &str = "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==";

/// A running emulator; dropping it stops it.
pub(crate) struct Witness {
    child: Child,
    port: u16,
    dir: TempDir,
    agent: Agent,
}

impl Witness {
    /// Starts the emulator and waits until it responds.
    pub(crate) fn start() -> Result<Witness> {
        let found = tools::witness()?;
        let (port, _lock) = free_port()?;
        let dir = tempfile::Builder::new()
            .prefix("jwtgen-witness-")
            .tempdir()?;
        let start =
            format!("from moto.server import main\nmain(['-H', '127.0.0.1', '-p', '{port}'])\n");
        let child = python(found, &start, dir.path())?
            .env("PATH", env::var_os("PATH").unwrap_or_default())
            .spawn()
            .context("cannot run moto")?;
        let mut witness = Witness {
            child,
            port,
            dir,
            agent: agent(),
        };
        let health = format!("{}/moto-api/", witness.url());
        wait_until_healthy(&mut witness.child, &witness.agent, &health)
            .with_context(|| witness.log())?;
        Ok(witness)
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What it wrote so far, for error messages.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.dir.path().join("log")).unwrap_or_default()
    }

    /// Provider settings that make Terraform use this emulator.
    pub(crate) fn settings(&self, provider: &tools::Provider) -> String {
        let more: &[&str] = match provider.config {
            Some(_) => &["apigatewayv2"],
            None => &[],
        };
        provider_settings(&self.url(), REGION, more)
    }

    /// Forgets everything.
    pub(crate) fn reset(&self) -> Result<()> {
        self.post("/moto-api/reset", "", &[]).map(drop)
    }

    /// Makes a user pool, and returns its ID.
    pub(crate) fn user_pool(&self) -> Result<String> {
        let target = "AWSCognitoIdentityProviderService.CreateUserPool";
        let headers = [
            ("content-type", "application/x-amz-json-1.1"),
            ("x-amz-target", target),
            ("authorization", &credential("cognito-idp")),
        ];
        let input = json!({ "PoolName": "existing" }).to_string();
        let made: Value = serde_json::from_str(&self.post("/", &input, &headers)?)?;
        let id = made["UserPool"]["Id"].as_str();
        Ok(id.context("no user pool")?.to_owned())
    }

    /// Makes a function, and returns its ARN.
    pub(crate) fn function(&self, name: &str) -> Result<String> {
        let form = ("content-type", "application/x-www-form-urlencoded");
        let role = "Action=CreateRole&Version=2010-05-08&RoleName=existing&AssumeRolePolicyDocument=%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D";
        self.post("/", role, &[form, ("authorization", &credential("iam"))])?;
        let input = json!({
            "FunctionName": name,
            "Runtime": "nodejs22.x",
            "Handler": "index.handler",
            "Role": "arn:aws:iam::123456789012:role/existing",
            "Code": { "ZipFile": EMPTY_ZIP },
        });
        let authorization = credential("lambda");
        let headers = [("authorization", authorization.as_str())];
        let made = self.post("/2015-03-31/functions", &input.to_string(), &headers)?;
        let made: Value = serde_json::from_str(&made)?;
        let arn = made["FunctionArn"].as_str();
        Ok(arn.context("no function")?.to_owned())
    }

    fn post(&self, path: &str, body: &str, headers: &[(&str, &str)]) -> Result<String> {
        let mut request = Request::post(format!("{}{path}", self.url()));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut answer = self.agent.run(request.body(body.to_owned())?)?;
        let text = answer.body_mut().read_to_string()?;
        ensure!(answer.status().is_success(), "{path}: {text}");
        Ok(text)
    }
}

/// A signature, by which the emulator finds the service.
fn credential(service: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential=test/20260101/{REGION}/{service}/aws4_request, SignedHeaders=host, Signature=0"
    )
}

impl Drop for Witness {
    fn drop(&mut self) {
        // Closing its standard input ends it.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
