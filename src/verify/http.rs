//! Calls over HTTP, with a time limit and few retries.

use super::classify::Answer;
use std::io::Read;
use std::thread::sleep;
use std::time::Duration;
use ureq::http::Request;
use ureq::{Agent, Error};

/// Attempts for one call; only 429 and 5xx are tried again.
const ATTEMPTS: u32 = 4;

/// Before the second attempt; doubled before each further one.
const PAUSE: Duration = Duration::from_millis(200);

/// More than any response of the gateway or of Cognito.
const BODY: u64 = 64 * 1024;

/// Calls with one time limit.
pub struct Http {
    agent: Agent,
    timeout: Duration,
}

/// A request.
#[derive(Debug, Clone, Default)]
pub struct Sent<'a> {
    /// The method.
    pub method: &'a str,
    /// The whole address.
    pub url: String,
    /// Headers.
    pub headers: Vec<(&'a str, String)>,
    /// The body; empty for none.
    pub body: String,
    /// Whether it changes something, so that only 429 is tried again: the
    /// gateway refused that one before it reached the function.
    pub changes: bool,
}

impl Http {
    /// Calls that end after this time.
    pub fn new(timeout: Duration) -> Http {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A redirect is a response like any other; no token is sent on.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("jwtgen/", env!("CARGO_PKG_VERSION")))
            .timeout_global(Some(timeout))
            .build();
        Http {
            agent: config.into(),
            timeout,
        }
    }

    /// Makes a call, and repeats it where the server is busy.
    ///
    /// # Errors
    ///
    /// Why there is no response; nothing of the request is quoted.
    pub fn call(&self, sent: &Sent<'_>) -> Result<Answer, String> {
        let mut pause = PAUSE;
        for _ in 1..ATTEMPTS {
            let answer = self.once(sent)?;
            let busy = answer.status == 429 || answer.status >= 500 && !sent.changes;
            if !busy {
                return Ok(answer);
            }
            sleep(pause);
            pause *= 2;
        }
        self.once(sent)
    }

    fn once(&self, sent: &Sent<'_>) -> Result<Answer, String> {
        let mut request = Request::builder().method(sent.method).uri(&sent.url);
        for (name, value) in &sent.headers {
            request = request.header(*name, value);
        }
        let answer = match sent.body.is_empty() {
            true => self.agent.run(request.body(()).map_err(unfit)?),
            false => self
                .agent
                .run(request.body(sent.body.as_str()).map_err(unfit)?),
        };
        let mut answer = answer.map_err(|error| self.why(&error))?;
        let challenge = answer.headers().get("www-authenticate");
        let challenge = challenge.map(|value| String::from_utf8_lossy(value.as_bytes()).into());
        let mut body = Vec::new();
        let reader = answer.body_mut().as_reader().take(BODY);
        // The gateway's own responses can always be read to the end.
        let _ = { reader }.read_to_end(&mut body);
        Ok(Answer {
            status: answer.status().as_u16(),
            challenge,
            body,
            bodiless: sent.method == "HEAD",
        })
    }

    fn why(&self, error: &Error) -> String {
        match error {
            Error::Timeout(_) => format!("no response within {} s", self.timeout.as_secs()),
            Error::HostNotFound => "unknown host".into(),
            Error::Io(error) => error.to_string(),
            Error::Tls(why) => format!("no secure connection: {why}"),
            Error::Rustls(error) => format!("no secure connection: {error}"),
            Error::BadUri(_) | Error::Http(_) => "invalid URL".into(),
            _ => "not an HTTP response".into(),
        }
    }
}

/// The request itself would show the token.
fn unfit(_: ureq::http::Error) -> String {
    "the token or the URL contains characters that are not allowed in a request".into()
}
