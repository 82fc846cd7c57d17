//! AWS on loopback: Cognito, HTTP APIs, Lambda, IAM and logs in the `ministack` emulator.

use std::env;
use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener};
#[cfg(unix)]
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use ureq::Agent;
use ureq::http::Request;

use super::{install, tools};

const START_LIMIT: Duration = Duration::from_secs(60);
/// Long enough for the first call of a function, which starts Node.
const CALL_LIMIT: Duration = Duration::from_secs(60);

/// Runs the emulator and ends its whole process group when standard input closes, which the
/// kernel ensures however the test process ends.
const RUNNER: &str = "\
import os, signal, threading
def end_with_the_test():
    while os.read(0, 1):
        pass
    os.killpg(0, signal.SIGKILL)
threading.Thread(target=end_with_the_test, daemon=True).start()
";

/// A running emulator with its own state; dropping it stops it.
pub(crate) struct Emulator {
    child: Child,
    port: u16,
    region: String,
    /// Its log, its keys, the code of its functions.
    dir: TempDir,
    agent: Agent,
}

/// The result of a sign-in.
#[derive(Debug, Clone)]
pub(crate) struct Tokens {
    pub id: String,
    pub access: String,
    pub refresh: String,
}

impl Emulator {
    /// Starts an emulator for one AWS Region and waits until it responds.
    pub(crate) fn start(region: &str) -> Result<Self> {
        let node = tools::node()?;
        let (port, _lock) = free_port()?;
        let dir = tempfile::Builder::new()
            .prefix("jwtgen-emulator-")
            .tempdir()?;
        let start = "from ministack.app import main\nmain()\n";
        let child = python(tools::emulator()?, start, dir.path())?
            .env("PATH", path_with(node)?)
            .env("STATE_DIR", dir.path().join("state"))
            .env("S3_DATA_DIR", dir.path().join("s3"))
            .env("BIND_HOST", "127.0.0.1")
            .env("GATEWAY_PORT", port.to_string())
            .env("MINISTACK_REGION", region)
            // A failing token handler rejects the sign-in, as on AWS.
            .env("MINISTACK_COGNITO_PRETOKEN_STRICT", "1")
            .spawn()
            .context("cannot run the emulator")?;

        let mut emulator = Self {
            child,
            port,
            region: region.into(),
            dir,
            agent: agent(),
        };
        let health = format!("{}/_ministack/health", emulator.url());
        wait_until_healthy(&mut emulator.child, &emulator.agent, &health)
            .with_context(|| emulator.log())?;
        Ok(emulator)
    }

    /// Its port.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Its URL, without a trailing slash.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The emulator's output so far, for error messages.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.dir.path().join("log")).unwrap_or_default()
    }

    /// Provider settings that make Terraform use this emulator.
    pub(crate) fn provider_settings(&self) -> String {
        self.settings(&self.url(), &[])
    }

    /// The same for a provider of any version.
    pub(crate) fn settings_for(&self, provider: &tools::Provider) -> String {
        self.settings_at(&self.url(), provider)
    }

    /// The same for a provider that reaches the emulator at another URL. Newer
    /// providers have a service of their own for HTTP APIs.
    pub(crate) fn settings_at(&self, url: &str, provider: &tools::Provider) -> String {
        match provider.config {
            Some(_) => self.settings(url, &["acm", "apigatewayv2", "route53"]),
            None => self.settings(url, &["acm", "route53"]),
        }
    }

    fn settings(&self, url: &str, more: &[&str]) -> String {
        provider_settings(url, &self.region, more)
    }
    /// Calls an action of the Cognito user pool service.
    pub(crate) fn cognito(&self, action: &str, input: &Value) -> Result<Value> {
        let target = format!("AWSCognitoIdentityProviderService.{action}");
        let request = Request::post(self.url())
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", target)
            .body(input.to_string())?;
        let mut answer = self
            .agent
            .run(request)
            .with_context(|| format!("cannot call {action}"))?;
        let body = answer.body_mut().read_to_string()?;
        ensure!(
            answer.status().is_success(),
            "{action}: {}: {body}",
            answer.status()
        );
        if body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_str(&body).with_context(|| format!("{action} answered no JSON: {body}"))
    }

    /// Creates a user with a permanent password and adds it to existing groups.
    pub(crate) fn create_user(
        &self,
        pool: &str,
        name: &str,
        password: &str,
        groups: &[&str],
    ) -> Result<()> {
        let user = json!({ "UserPoolId": pool, "Username": name });
        let with = |key: &str, value: Value| {
            let mut input = user.clone();
            input[key] = value;
            input
        };
        self.cognito("AdminCreateUser", &with("MessageAction", json!("SUPPRESS")))?;
        let mut input = with("Password", json!(password));
        input["Permanent"] = json!(true);
        self.cognito("AdminSetUserPassword", &input)?;
        for group in groups {
            self.cognito("AdminAddUserToGroup", &with("GroupName", json!(group)))?;
        }
        Ok(())
    }

    /// Signs in with a username and a password, as the app would.
    pub(crate) fn sign_in(&self, client: &str, name: &str, password: &str) -> Result<Tokens> {
        let answer = self.cognito(
            "InitiateAuth",
            &json!({
                "ClientId": client,
                "AuthFlow": "USER_PASSWORD_AUTH",
                "AuthParameters": { "USERNAME": name, "PASSWORD": password },
            }),
        )?;
        let token = |key: &str| {
            let token = answer["AuthenticationResult"][key].as_str();
            token
                .map(String::from)
                .with_context(|| format!("sign-in gave no {key}: {answer}"))
        };
        Ok(Tokens {
            id: token("IdToken")?,
            access: token("AccessToken")?,
            refresh: token("RefreshToken")?,
        })
    }

    /// An access token of a machine client, from the client credentials grant.
    pub(crate) fn client_credentials(
        &self,
        id: &str,
        secret: &str,
        scopes: &[&str],
    ) -> Result<String> {
        let scopes = scopes.join(" ");
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", id),
            ("client_secret", secret),
            ("scope", &scopes),
        ];
        let form = form.into_iter().filter(|(_, value)| !value.is_empty());
        let mut answer = self
            .agent
            .post(format!("{}/oauth2/token", self.url()))
            .send_form(form)?;
        let body = answer.body_mut().read_to_string()?;
        let answer: Value = serde_json::from_str(&body).with_context(|| body.clone())?;
        let token = answer["access_token"].as_str();
        token
            .map(String::from)
            .with_context(|| format!("no token: {answer}"))
    }

    /// Calls an HTTP API as its invoke URL would: status and body.
    ///
    /// `path` starts with a slash; it does not contain the stage `$default`.
    pub(crate) fn call(
        &self,
        api_id: &str,
        stage: &str,
        method: &str,
        path: &str,
        authorization: Option<&str>,
    ) -> Result<(u16, String)> {
        let call = (api_id, stage, method, path);
        self.call_at(&self.url(), call, authorization)
    }

    /// The same at another URL; the call is an API ID, a stage, a method and a path.
    pub(crate) fn call_at(
        &self,
        url: &str,
        (api_id, stage, method, path): (&str, &str, &str, &str),
        authorization: Option<&str>,
    ) -> Result<(u16, String)> {
        let stage = if stage == "$default" {
            String::new()
        } else {
            format!("/{stage}")
        };
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{url}{stage}{path}"))
            .header(
                "Host",
                format!("{api_id}.execute-api.localhost:{}", self.port),
            );
        if let Some(authorization) = authorization {
            request = request.header("Authorization", authorization);
        }
        let mut answer = self.agent.run(request.body(())?)?;
        Ok((
            answer.status().as_u16(),
            answer.body_mut().read_to_string()?,
        ))
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // Closing its standard input ends it and its functions.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Settings that make provider AWS use a URL for every service that jwtgen needs,
/// and for `more`.
pub(crate) fn provider_settings(url: &str, region: &str, more: &[&str]) -> String {
    // HTTP APIs use `apigateway`. Without `ec2`, every command waits for a refused connection.
    let services = [
        "apigateway",
        "cloudwatch",
        "cloudwatchlogs",
        "cognitoidp",
        "ec2",
        "iam",
        "lambda",
        "sts",
    ];
    let endpoints: String = services
        .iter()
        .chain(more)
        .map(|service| format!("    {service} = \"{url}\"\n"))
        .collect();
    format!(
        r#"provider "aws" {{
  region                      = "{region}"
  access_key                  = "test"
  secret_key                  = "test"
  max_retries                 = 1
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true

  endpoints {{
{endpoints}  }}
}}
"#
    )
}

/// A free port. No other test gets it while the lock is held: until the emulator
/// uses it.
pub(crate) fn free_port() -> Result<(u16, File)> {
    let lock = install::lock("emulator-start")?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok((listener.local_addr()?.port(), lock))
}

/// Python that runs something in a folder, writes a log there, and ends with the
/// test. The machine's proxies, AWS accounts and emulator settings do not affect it.
pub(crate) fn python(
    found: &tools::EmulatorPackages,
    start: &str,
    folder: &Path,
) -> Result<Command> {
    let log = File::create(folder.join("log"))?;
    let mut command = Command::new(found.python);
    command
        .args(["-c", &format!("{RUNNER}{start}")])
        .current_dir(folder)
        .env_clear()
        .env("PYTHONPATH", &found.packages)
        .env("HOME", folder)
        .env("TMPDIR", folder)
        .stdin(Stdio::piped())
        .stdout(log.try_clone()?)
        .stderr(log);
    #[cfg(unix)]
    command.process_group(0);
    // Some Python builds find their library only through this variable.
    if let Some(libraries) = env::var_os("LD_LIBRARY_PATH") {
        command.env("LD_LIBRARY_PATH", libraries);
    }
    Ok(command)
}

/// Waits until a server answers at a URL.
pub(crate) fn wait_until_healthy(child: &mut Child, agent: &Agent, url: &str) -> Result<()> {
    let started = Instant::now();
    loop {
        let answer = agent.get(url).call();
        if answer.is_ok_and(|answer| answer.status() == 200) {
            return Ok(());
        }
        if let Some(status) = child.try_wait()? {
            bail!("the emulator ended ({status})");
        }
        if started.elapsed() > START_LIMIT {
            bail!("the emulator was not ready after {START_LIMIT:?}");
        }
        sleep(Duration::from_millis(50));
    }
}

/// Calls over HTTP that go to this machine.
pub(crate) fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .proxy(None)
        .timeout_global(Some(CALL_LIMIT))
        .build()
        .into()
}

/// `PATH` with the folder of `program` first.
fn path_with(program: &Path) -> Result<std::ffi::OsString> {
    let folder = program
        .parent()
        .context("a program lies in a folder")?
        .to_path_buf();
    let rest = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths(
        std::iter::once(folder).chain(env::split_paths(&rest)),
    )?)
}
