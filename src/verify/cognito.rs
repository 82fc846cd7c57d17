//! Tokens from Cognito: signing in with a password, and client credentials.
//! Both are plain HTTPS calls that need no AWS credentials.

use super::classify::Answer;
use super::http::{Http, Sent};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

/// What a sign-in gives.
#[derive(Clone, Default)]
pub(super) struct Tokens {
    /// The access token.
    pub access: Option<String>,
    /// The ID token.
    pub id: Option<String>,
}

/// Why there are no tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// The endpoint could not be reached, for this reason.
    Unreachable(String, String),
    /// The sign-in was refused, for this reason.
    Refused(String),
}

/// An app client as a sign-in names it.
#[derive(Clone, Copy)]
pub(super) struct App<'a> {
    /// Its name in the blueprint.
    pub name: &'a str,
    /// Its id.
    pub id: &'a str,
    /// Its secret, if it has one.
    pub secret: Option<&'a str>,
}

/// Signs a person in.
///
/// # Errors
///
/// Why not; the password is never quoted.
pub(super) fn sign_in(
    http: &Http,
    endpoint: &str,
    app: App<'_>,
    user: &str,
    password: &str,
) -> Result<Tokens, Failure> {
    let mut parameters = json!({ "USERNAME": user, "PASSWORD": password });
    if let Some(secret) = app.secret {
        parameters["SECRET_HASH"] = json!(secret_hash(user, app.id, secret));
    }
    let input = json!({
        "ClientId": app.id,
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": parameters,
    });
    let target = "AWSCognitoIdentityProviderService.InitiateAuth";
    let sent = Sent {
        method: "POST",
        url: format!("{endpoint}/"),
        headers: vec![
            ("Content-Type", "application/x-amz-json-1.1".into()),
            ("X-Amz-Target", target.into()),
        ],
        body: input.to_string(),
        changes: false,
    };
    let (status, answer) = ask(http, &sent, endpoint)?;
    if status != 200 {
        return Err(Failure::Refused(refusal(&answer, app.name, user)));
    }
    if let Some(challenge) = answer["ChallengeName"].as_str() {
        return Err(Failure::Refused(match challenge {
            "NEW_PASSWORD_REQUIRED" => {
                format!("the password of `{user}` is temporary and has to be changed first")
            }
            other => format!(
                "`{user}` has to answer the challenge `{other}` to sign in; use `--token-command` instead"
            ),
        }));
    }
    let result = &answer["AuthenticationResult"];
    let token = |name: &str| result[name].as_str().map(str::to_owned);
    let tokens = Tokens {
        access: token("AccessToken"),
        id: token("IdToken"),
    };
    match (&tokens.access, &tokens.id) {
        (None, None) => Err(Failure::Refused(format!(
            "the sign-in of `{user}` returned no token"
        ))),
        _ => Ok(tokens),
    }
}

/// Gets the token of a machine client.
///
/// # Errors
///
/// Why not; the secret is never quoted.
pub(super) fn client_credentials(http: &Http, url: &str, app: App<'_>) -> Result<Tokens, Failure> {
    let secret = app.secret.unwrap_or_default();
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", app.id),
        ("client_secret", secret),
    ];
    let form = form.map(|(name, value)| format!("{name}={}", encoded(value)));
    let kind = "application/x-www-form-urlencoded";
    let sent = Sent {
        method: "POST",
        url: url.to_owned(),
        headers: vec![("Content-Type", kind.into())],
        body: form.join("&"),
        changes: false,
    };
    let (_, answer) = ask(http, &sent, url)?;
    match answer["access_token"].as_str() {
        Some(token) => Ok(Tokens {
            access: Some(token.to_owned()),
            id: None,
        }),
        None => {
            let why = answer["error"]
                .as_str()
                .unwrap_or("no token in the response");
            let name = app.name;
            Err(Failure::Refused(format!(
                "the app client `{name}` got no token: {why}"
            )))
        }
    }
}

fn ask(http: &Http, sent: &Sent<'_>, endpoint: &str) -> Result<(u16, Value), Failure> {
    let answer = http.call(sent);
    let Answer { status, body, .. } =
        answer.map_err(|why| Failure::Unreachable(endpoint.to_owned(), why))?;
    let answer = serde_json::from_slice(&body).unwrap_or_default();
    Ok((status, answer))
}

/// Cognito's reasons in our words: its own may quote what was sent.
fn refusal(answer: &Value, client: &str, user: &str) -> String {
    let kind = answer["__type"].as_str().unwrap_or_default();
    let kind = kind.rsplit('#').next().unwrap_or_default();
    let message = answer["message"].as_str().unwrap_or_default();
    match kind {
        "NotAuthorizedException" if message.to_lowercase().contains("secret") => {
            format!("the secret of the app client `{client}` is wrong or missing")
        }
        "NotAuthorizedException" => {
            format!("the password of `{user}` is wrong, or there is no such user")
        }
        "UserNotFoundException" => format!("there is no user `{user}` in the user pool"),
        "PasswordResetRequiredException" => format!("`{user}` has to reset their password first"),
        "UserNotConfirmedException" => format!("`{user}` has not confirmed their sign-up"),
        "ResourceNotFoundException" => {
            format!("the user pool has no app client `{client}` with the given ID")
        }
        "InvalidParameterException" => {
            format!("the app client `{client}` does not allow signing in with a password")
        }
        "UserLambdaValidationException"
        | "UnexpectedLambdaException"
        | "InvalidLambdaResponseException" => {
            format!("the token handler failed when `{user}` signed in")
        }
        "" => format!("the response to the sign-in of `{user}` did not come from Cognito"),
        other => format!("Cognito rejected the sign-in of `{user}`: {other}"),
    }
}

/// What a client with a secret sends along: base64 of HMAC-SHA256, keyed by the
/// secret, over user name and client ID. See
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html>.
fn secret_hash(user: &str, client: &str, secret: &str) -> String {
    // INVARIANT: HMAC takes keys of any length.
    let mut hash = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any key fits");
    hash.update(user.as_bytes());
    hash.update(client.as_bytes());
    STANDARD.encode(hash.finalize().into_bytes())
}

/// A text in a form: everything but letters, digits and `-._` as `%XX`.
fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).into(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_hashed_as_cognito_wants_it() {
        // RFC 4231, case 2, with the message in two parts.
        let expected = "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=";
        assert_eq!(
            secret_hash("what do ya want ", "for nothing?", "Jefe"),
            expected
        );
        assert_eq!(encoded("a+b/c=~"), "a%2Bb%2Fc%3D%7E");
    }

    #[test]
    fn refusals_are_told_apart_and_quote_nothing() {
        let said = |kind: &str, message: &str| {
            let answer = json!({ "__type": format!("com.amazonaws#{kind}"), "message": message });
            refusal(&answer, "web", "ann")
        };
        let wrong = said("NotAuthorizedException", "Incorrect username or password.");
        assert!(wrong.contains("password of `ann` is wrong"), "{wrong}");
        let hash = said(
            "NotAuthorizedException",
            "Unable to verify secret hash for client 1",
        );
        assert!(hash.contains("secret of the app client `web`"), "{hash}");
        assert!(said("ResourceNotFoundException", "x").contains("no app client `web`"));
        assert!(said("Odd", "hunter2").ends_with("`ann`: Odd"));
    }
}
