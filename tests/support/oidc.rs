//! A real OpenID Connect provider on loopback that signs real tokens.

use super::tools;
use anyhow::{Context, Result};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use ureq::Agent;

/// A running provider; dropping it stops it.
pub(crate) struct OidcServer {
    child: Child,
    /// Its issuer.
    pub issuer: String,
    agent: Agent,
}

impl OidcServer {
    /// Starts a provider with its own keys.
    pub(crate) fn start() -> Result<OidcServer> {
        let packages = tools::oidc_server()?;
        let node = tools::node()?;
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/support/oidc_server.mjs");
        let mut child = Command::new(node)
            .arg(script)
            .arg(packages)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot run the OpenID Connect provider")?;
        let stdout = child.stdout.take().context("stdout is piped")?;
        let mut issuer = String::new();
        BufReader::new(stdout).read_line(&mut issuer)?;
        let config = Agent::config_builder().proxy(None).build();
        Ok(OidcServer {
            child,
            issuer: issuer.trim().to_owned(),
            agent: config.into(),
        })
    }

    /// An access token from the client credentials grant.
    pub(crate) fn token(&self, audience: &str, scope: &str) -> Result<String> {
        let form = [
            ("grant_type", "client_credentials"),
            ("audience", audience),
            ("scope", scope),
        ];
        let mut answer = self
            .agent
            .post(format!("{}/token", self.issuer))
            .send_form(form)?;
        let answer: Value = serde_json::from_str(&answer.body_mut().read_to_string()?)?;
        let token = answer["access_token"].as_str();
        token
            .map(String::from)
            .with_context(|| format!("no token: {answer}"))
    }
}

impl Drop for OidcServer {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}
