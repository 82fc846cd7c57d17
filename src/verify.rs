//! Compares a deployed API with the blueprint: every cell of the matrix is called
//! with a real token, and the gateway's decision is compared.
//!
//! ```text
//! Report + Options → plan: Checks → TokenStore: tokens → calls → classify → Findings
//! ```

mod classify;
mod cognito;
mod conformance;
mod deployment;
mod http;
mod parallel;
mod plan;
mod report;
mod request;
mod token_source;
mod token_store;

pub use deployment::{Deployment, Environment, Given, Texts, outputs};
pub use http::Http;
pub use plan::{Check, Subject, Token, plan};
pub use report::{Findings, Remembered, Unchecked, Verdict, json, junit, text};
pub use token_store::{EXPIRED, PASSWORDS, SignIn, TokenStore, passwords, people};

use crate::arena::Id;
use crate::model::{Access, Client, Decision, Model, Principal};
use classify::{Answer, Marks, Seen, classify};
use http::Sent;
use plan::Skipped;
use request::{Place, Request};

/// What may be called, and how callers get their tokens.
#[derive(Debug, Default)]
pub struct Options {
    /// Whether routes are called whose method may change something.
    pub include_unsafe: bool,
    /// The app client that people sign in through where a route accepts it.
    pub sign_in_client: Option<Id<Client>>,
    /// Users who sign in for callers.
    pub users: Vec<(Principal, String)>,
    /// Whether a command gets the tokens.
    pub command: bool,
    /// Whether there is an expired token.
    pub has_expired_token: bool,
}

/// The outcome of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The gateway decides as expected.
    Agrees,
    /// It decides this instead.
    Differs(Decision),
    /// Its decision could not be determined.
    Unclear(String),
    /// The token for it could not be obtained.
    NoToken(String),
    /// It was not made.
    NotChecked(String),
}

/// A check, its outcome and the status of the response.
#[derive(Debug)]
pub struct Finding {
    /// The check.
    pub check: Check,
    /// The outcome.
    pub outcome: Outcome,
    /// The status, if there was a response.
    pub status: Option<u16>,
}

/// Makes the calls of all checks, `jobs` at a time.
///
/// # Errors
///
/// When the API could not be reached.
pub fn run(
    calls: &Calls<'_>,
    checks: Vec<Check>,
    jobs: usize,
    done: impl Fn(usize, usize) + Sync,
) -> Result<Vec<Finding>, String> {
    // The first call is made before all others: if the API cannot be reached,
    // none of them is made.
    let first = checks.iter().find_map(|check| {
        let request = check.call.as_ref().ok().filter(|call| !call.changes)?;
        Some((check, request, calls.tokens.text(&check.token).ok()?))
    });
    if let Some((check, request, token)) = first {
        calls.answer(check, request, token)?;
    }
    let count = checks.len();
    let outcomes = parallel::each(
        &checks,
        jobs,
        |check| calls.outcome(check),
        |finished| done(finished, count),
    );
    let found = checks.into_iter().zip(outcomes);
    let found = found.map(|(check, (outcome, status))| Finding {
        check,
        outcome,
        status,
    });
    Ok(found.collect())
}

/// What calls are made with.
pub struct Calls<'a> {
    /// The blueprint.
    pub model: &'a Model,
    /// What is called.
    pub deployment: &'a Deployment,
    /// The HTTP client.
    pub http: &'a Http,
    /// The tokens of all callers.
    pub tokens: &'a TokenStore,
}

impl Calls<'_> {
    /// The outcome of a check, and the status of the response.
    fn outcome(&self, check: &Check) -> (Outcome, Option<u16>) {
        let request = match &check.call {
            Ok(request) => request,
            Err(Skipped::NotChecked(why)) => return (Outcome::NotChecked(why.clone()), None),
            Err(Skipped::NoToken(why)) => return (Outcome::NoToken(why.clone()), None),
        };
        let token = match self.tokens.text(&check.token) {
            Ok(token) => token,
            Err(why) => return (Outcome::NoToken(why), None),
        };
        let answer = match self.answer(check, request, token) {
            Ok(answer) => answer,
            Err(why) => return (Outcome::Unclear(why), None),
        };
        let outcome = match classify(&answer, self.marks(check)) {
            Seen::Decided(seen) if Some(seen) == check.expected => Outcome::Agrees,
            Seen::Decided(seen) => Outcome::Differs(seen),
            Seen::Unclear(why) => Outcome::Unclear(why),
            Seen::Unproven(seen) if Some(seen) == check.expected => Outcome::NotChecked(format!(
                "answered {seen} as the gateway would; without a JWT authorizer this is unverified"
            )),
            Seen::Unproven(seen) => {
                Outcome::Unclear(format!("{seen}, from the gateway or from the function"))
            }
        };
        (outcome, Some(answer.status))
    }

    fn answer(
        &self,
        check: &Check,
        request: &Request,
        token: Option<String>,
    ) -> Result<Answer, String> {
        let mut sent = Sent {
            method: request.method,
            url: format!("{}{}", self.deployment.url, request.path),
            changes: request.changes,
            ..Sent::default()
        };
        if let Some(host) = &self.deployment.host {
            sent.headers.push(("Host", host.clone()));
        }
        let place = Place::of(self.model, &self.model.routes[check.route].access);
        match (&place, token) {
            (_, None) => {}
            (Place::Query(name), Some(token)) => sent.url.push_str(&format!("?{name}={token}")),
            (Place::Header(name), Some(token)) => {
                let standard = name.eq_ignore_ascii_case("Authorization");
                let value = if standard {
                    format!("Bearer {token}")
                } else {
                    token
                };
                sent.headers.push((name, value));
            }
        }
        self.http.call(&sent)
    }

    fn marks(&self, check: &Check) -> Marks {
        match self.model.routes[check.route].access {
            _ if self.deployment.is_emulator => Marks::BodyAlone,
            Access::Lambda { .. } | Access::Iam => Marks::Unproven,
            Access::Public { .. } | Access::Token { .. } | Access::Foreign { .. } => {
                Marks::BodyAndHeader
            }
        }
    }
}
