//! The tokens of all callers: passwords, sign-ins, and altered tokens.

use super::cognito::{self, App, Failure, Tokens};
use super::deployment::{Deployment, Environment, SECRETS, Texts, map};
use super::http::Http;
use super::parallel;
use super::plan::{Check, Token};
use super::token_source::{TokenSource, meant};
use crate::arena::Id;
use crate::model::{Client, Model, Principal, TokenKind};
use anyhow::Result;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::process::{Command, Stdio};

/// Environment variable with the passwords of users, by name.
pub const PASSWORDS: &str = "JWTGEN_PASSWORDS";

/// The same, as Terraform's input variable.
const TERRAFORM_PASSWORDS: &str = "TF_VAR_user_passwords";

/// Environment variable with a token that has expired.
pub const EXPIRED: &str = "JWTGEN_EXPIRED_TOKEN";

/// Sent in place of a token.
const GARBAGE: &str = "garbage";

/// The tokens of all callers, or why there are none.
pub struct TokenStore {
    held: BTreeMap<TokenSource, Result<Tokens, Failure>>,
    expired: Option<String>,
}

/// What signing in needs.
pub struct SignIn<'a> {
    /// The blueprint.
    pub model: &'a Model,
    /// Where.
    pub deployment: &'a Deployment,
    /// How calls are made.
    pub http: &'a Http,
    /// Passwords of users.
    pub passwords: Texts,
    /// The command that gets tokens instead of a sign-in.
    pub command: Option<&'a str>,
}

/// Passwords from the environment: those of Terraform's variable, unless the
/// other one has them.
pub fn passwords(env: Environment<'_>) -> Result<Texts> {
    let mut passwords = map(TERRAFORM_PASSWORDS, env)?;
    passwords.extend(map(PASSWORDS, env)?);
    Ok(passwords)
}

/// Everybody who signs in with a password.
pub fn people(checks: &[Check]) -> BTreeSet<&str> {
    let sources = sources(checks).into_iter();
    let people = sources.filter_map(|source| match source {
        TokenSource::Person { user, .. } => Some(user.as_str()),
        TokenSource::Machine(_) | TokenSource::Commanded { .. } => None,
    });
    people.collect()
}

/// The sources that calls need.
fn sources(checks: &[Check]) -> BTreeSet<&TokenSource> {
    let called = checks.iter().filter(|check| check.call.is_ok());
    let sources = called.filter_map(|check| match &check.token {
        Token::Of(source, _) | Token::Altered(source, _) => Some(source),
        Token::None | Token::Garbage | Token::Expired => None,
    });
    sources.collect()
}

impl TokenStore {
    /// Signs in everybody that the calls need.
    pub fn fill(
        checks: &[Check],
        sign_in: &SignIn<'_>,
        jobs: usize,
        expired: Option<String>,
        done: impl Fn(usize, usize) + Sync,
    ) -> TokenStore {
        let sources: Vec<&TokenSource> = sources(checks).into_iter().collect();
        let get = |source: &&TokenSource| sign_in.tokens(source);
        let count = sources.len();
        let tokens = parallel::each(&sources, jobs, get, |finished| done(finished, count));
        TokenStore {
            held: sources.into_iter().cloned().zip(tokens).collect(),
            expired,
        }
    }

    /// An endpoint that could not be reached, with the reason.
    pub fn unreachable(&self) -> Option<(&str, &str)> {
        self.held.values().find_map(|tokens| match tokens {
            Err(Failure::Unreachable(endpoint, why)) => Some((endpoint.as_str(), why.as_str())),
            _ => None,
        })
    }

    /// The token text to send; none for calls without a token.
    ///
    /// # Errors
    ///
    /// Why there is no such token.
    pub fn text(&self, token: &Token) -> Result<Option<String>, String> {
        let of = |source: &TokenSource, kind: TokenKind| {
            let tokens = match self.held.get(source) {
                Some(Ok(tokens)) => tokens,
                Some(Err(Failure::Refused(why))) => return Err(why.clone()),
                Some(Err(Failure::Unreachable(_, why))) => return Err(why.clone()),
                None => return Err("nobody signed in".into()),
            };
            let text = match kind {
                TokenKind::Access => &tokens.access,
                TokenKind::Id => &tokens.id,
            };
            text.clone()
                .ok_or_else(|| "the sign-in returned no such token".into())
        };
        match token {
            Token::None => Ok(None),
            Token::Of(source, kind) => of(source, *kind).map(Some),
            Token::Altered(source, kind) => {
                let altered = altered(&of(source, *kind)?);
                altered
                    .map(Some)
                    .ok_or_else(|| "the token is not a JWT".into())
            }
            Token::Garbage => Ok(Some(GARBAGE.into())),
            Token::Expired => Ok(self.expired.clone()),
        }
    }
}

impl SignIn<'_> {
    fn tokens(&self, source: &TokenSource) -> Result<Tokens, Failure> {
        match source {
            TokenSource::Person { user, client } => {
                let app = self.app(*client)?;
                let Some(password) = self.passwords.get(user) else {
                    return refused(format!("no password for `{user}`; set it in `{PASSWORDS}`"));
                };
                let Some(endpoint) = &self.deployment.cognito else {
                    return refused("the Region is unknown; set `AWS_REGION`".into());
                };
                if app.secret.is_none() && self.model.clients[*client].secret {
                    return self.no_secret(app.name);
                }
                cognito::sign_in(self.http, endpoint, app, user, password)
            }
            TokenSource::Machine(client) => {
                let app = self.app(*client)?;
                let Some(url) = &self.deployment.token_url else {
                    return refused("the outputs have no `token_url`".into());
                };
                if app.secret.is_none() {
                    return self.no_secret(app.name);
                }
                cognito::client_credentials(self.http, url, app)
            }
            TokenSource::Commanded { caller, client } => self.commanded(*caller, *client),
        }
    }

    fn app(&self, client: Id<Client>) -> Result<App<'_>, Failure> {
        let name = self.model.clients[client].name.as_str();
        let secret = self.deployment.secrets.get(name).map(String::as_str);
        match self.deployment.clients.get(name) {
            Some(id) => Ok(App { name, id, secret }),
            None => Err(Failure::Refused(format!(
                "the ID of the app client `{name}` is unknown; pass it with `--client {name}=ID`"
            ))),
        }
    }

    fn no_secret(&self, client: &str) -> Result<Tokens, Failure> {
        refused(format!(
            "no secret for the app client `{client}`; set it in `{SECRETS}`"
        ))
    }

    /// Runs the token command for the token that a caller is expected to send.
    fn commanded(&self, caller: Principal, client: Option<Id<Client>>) -> Result<Tokens, Failure> {
        let kind = meant(self.model, caller);
        let caller = self.model.principal_name(caller);
        let word = match kind {
            TokenKind::Access => "access",
            TokenKind::Id => "id",
        };
        let mut command = Command::new("sh");
        command
            .arg("-c")
            .arg(self.command.unwrap_or_default())
            .env("JWTGEN_CALLER", &caller)
            .env("JWTGEN_TOKEN", word)
            .stdin(Stdio::null())
            .stderr(Stdio::inherit());
        if let Some(client) = client {
            let name = self.model.clients[client].name.as_str();
            command.env("JWTGEN_CLIENT", name);
            if let Some(id) = self.deployment.clients.get(name) {
                command.env("JWTGEN_CLIENT_ID", id);
            }
        }
        let failed =
            |why: String| refused(format!("the token command failed for `{caller}`: {why}"));
        let output = match command.output() {
            Ok(output) => output,
            Err(error) => return failed(error.to_string()),
        };
        if !output.status.success() {
            return failed(output.status.to_string());
        }
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        if text.is_empty() || text.contains(|c: char| c.is_whitespace() || !c.is_ascii_graphic()) {
            return failed("it printed something other than one token".into());
        }
        Ok(match kind {
            TokenKind::Access => Tokens {
                access: Some(text),
                id: None,
            },
            TokenKind::Id => Tokens {
                access: None,
                id: Some(text),
            },
        })
    }
}

fn refused(why: String) -> Result<Tokens, Failure> {
    Err(Failure::Refused(why))
}

/// The same token with an expiry one hour later and the old signature.
fn altered(token: &str) -> Option<String> {
    let parts: Vec<&str> = token.split('.').collect();
    let [header, payload, signature] = parts.as_slice() else {
        return None;
    };
    let claims = URL_SAFE_NO_PAD.decode(payload).ok()?;
    let mut claims: Value = serde_json::from_slice(&claims).ok()?;
    let expiry = claims.get("exp")?.as_i64()?;
    claims["exp"] = json!(expiry + 3600);
    let payload = URL_SAFE_NO_PAD.encode(claims.to_string());
    Some(format!("{header}.{payload}.{signature}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_altered_token_differs_in_its_expiry_alone() {
        let payload = URL_SAFE_NO_PAD.encode(r#"{"exp":1000,"sub":"x"}"#);
        let token = altered(&format!("h.{payload}.s")).unwrap();
        let parts: Vec<&str> = token.split('.').collect();
        assert_eq!((parts[0], parts[2]), ("h", "s"));
        let claims = URL_SAFE_NO_PAD.decode(parts[1]).unwrap();
        let claims: Value = serde_json::from_slice(&claims).unwrap();
        assert_eq!(claims, json!({ "exp": 4600, "sub": "x" }));
        assert_eq!(altered("opaque"), None);
    }
}
