//! Whether an answer is the gateway's own or comes from the function behind it.
//!
//! When a JWT authorizer rejects a call, the response has the body
//! `{"message":"Unauthorized"}` or `{"message":"Forbidden"}` and the header
//! `www-authenticate: Bearer …`. A function may answer with either; only both
//! together identify the gateway. See
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html>.

use crate::model::Decision;
use serde_json::Value;
use ureq::http::StatusCode;

/// What came back.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The header `www-authenticate`.
    pub challenge: Option<String>,
    /// The start of the body; nothing for `HEAD`.
    pub body: Vec<u8>,
    /// Whether the request was `HEAD`, whose answers have no body.
    pub bodiless: bool,
}

/// How the gateway is recognized.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marks {
    /// Body and header, as API Gateway's JWT authorizers send them.
    BodyAndHeader,
    /// Only the body: emulators leave the header out.
    BodyAlone,
    /// Nothing proves it: only refusals of JWT authorizers have the header.
    Unproven,
}

/// Who answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Seen {
    /// The gateway decided this.
    Decided(Decision),
    /// It could not be determined, for this reason.
    Unclear(String),
    /// It looks like the gateway's refusal, but nothing in it proves that.
    Unproven(Decision),
}

/// Who gave an answer. An answer that is not recognizably the gateway's own is
/// the function's, so the call was allowed.
pub(super) fn classify(answer: &Answer, marks: Marks) -> Seen {
    let Some(message) = phrase(answer.status) else {
        return Seen::Decided(Decision::Allow);
    };
    let own_body = message_of(&answer.body).is_some_and(|found| found == message);
    let decision = match answer.status {
        401 => Decision::Unauthorized,
        403 => Decision::Forbidden,
        _ if own_body => return Seen::Unclear(unclear(answer.status, message)),
        _ => return Seen::Decided(Decision::Allow),
    };
    let challenged = answer.challenge.as_deref().is_some_and(is_bearer);
    match (challenged, own_body) {
        (true, true) => Seen::Decided(decision),
        (true, false) if answer.bodiless => Seen::Decided(decision),
        (true, false) => Seen::Unclear(format!(
            "{}: the header is the gateway's, but the body is not",
            answer.status
        )),
        (false, true) => match marks {
            Marks::BodyAlone => Seen::Decided(decision),
            Marks::Unproven => Seen::Unproven(decision),
            Marks::BodyAndHeader => Seen::Unclear(format!(
                "{}: the body is the gateway's, but its header `www-authenticate` is missing",
                answer.status
            )),
        },
        (false, false) if answer.bodiless => Seen::Unclear(format!(
            "{} to `HEAD`, without the gateway's header",
            answer.status
        )),
        (false, false) => Seen::Decided(Decision::Allow),
    }
}

/// The messages of the gateway's own answers, by status.
fn phrase(status: u16) -> Option<&'static str> {
    let status = StatusCode::from_u16(status).ok()?;
    let refused = status.is_client_error() || status.is_server_error();
    refused.then(|| status.canonical_reason()).flatten()
}

/// The message of a body that holds nothing else.
fn message_of(body: &[u8]) -> Option<String> {
    let Value::Object(body) = serde_json::from_slice(body).ok()? else {
        return None;
    };
    match (body.len(), body.get("message")) {
        (1, Some(Value::String(message))) => Some(message.clone()),
        _ => None,
    }
}

fn is_bearer(challenge: &str) -> bool {
    let scheme = challenge.split_whitespace().next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("bearer")
}

fn unclear(status: u16, message: &str) -> String {
    let may = match status {
        404 => "the gateway has no such route or stage, or the function answered 404",
        429 => "still throttled after several attempts",
        500.. => "the call was allowed and the function failed, or the gateway may not invoke it",
        _ => "the gateway may have rejected the request itself",
    };
    format!("{status} `{message}`: {may}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, challenge: &str, body: &str) -> Answer {
        Answer {
            status,
            challenge: (!challenge.is_empty()).then(|| challenge.to_owned()),
            body: body.into(),
            bodiless: false,
        }
    }

    const NO: &str = r#"{"message":"Unauthorized"}"#;
    const SCOPES: &str = "Bearer scope=\"admin\" error=\"insufficient_scope\"";

    #[test]
    fn the_gateway_is_known_by_body_and_header_together() {
        let seen = |status, challenge, body| {
            classify(&answer(status, challenge, body), Marks::BodyAndHeader)
        };
        let allow = Seen::Decided(Decision::Allow);
        assert_eq!(
            seen(401, "Bearer", NO),
            Seen::Decided(Decision::Unauthorized)
        );
        let body = r#"{"message":"Forbidden"}"#;
        assert_eq!(seen(403, SCOPES, body), Seen::Decided(Decision::Forbidden));
        for (status, body) in [
            (200, "\"ok\""),
            (302, ""),
            (401, "log in first"),
            (403, r#"{"message":"Forbidden","code":7}"#),
            (403, NO),
            (404, r#"{"message":"no item 7"}"#),
            (500, "oh dear"),
        ] {
            assert_eq!(seen(status, "", body), allow, "{status} {body}");
        }
        assert_eq!(seen(401, "Basic realm=x", "no"), allow);
    }

    #[test]
    fn what_cannot_be_told_apart_is_never_a_decision() {
        for (status, challenge, body) in [
            (401, "", NO),
            (401, "Bearer", "log in first"),
            (403, "", r#"{"message":"Forbidden"}"#),
            (403, SCOPES, NO),
            (404, "", r#"{"message":"Not Found"}"#),
            (429, "", r#"{"message":"Too Many Requests"}"#),
            (500, "", r#"{"message":"Internal Server Error"}"#),
            (503, "", r#"{"message": "Service Unavailable"}"#),
        ] {
            let seen = classify(&answer(status, challenge, body), Marks::BodyAndHeader);
            assert!(
                matches!(seen, Seen::Unclear(_)),
                "{status} {body}: {seen:?}"
            );
        }
    }

    #[test]
    fn emulators_and_other_authorizers_send_no_header() {
        let seen = |marks| classify(&answer(401, "", NO), marks);
        assert_eq!(
            seen(Marks::BodyAlone),
            Seen::Decided(Decision::Unauthorized)
        );
        assert_eq!(
            seen(Marks::Unproven),
            Seen::Unproven(Decision::Unauthorized)
        );
        let missing = answer(404, "", r#"{"message":"Not Found"}"#);
        assert!(matches!(
            classify(&missing, Marks::BodyAlone),
            Seen::Unclear(_)
        ));
    }

    #[test]
    fn answers_to_head_have_the_header_alone() {
        let mut head = answer(401, "Bearer", "");
        head.bodiless = true;
        assert_eq!(
            classify(&head, Marks::BodyAndHeader),
            Seen::Decided(Decision::Unauthorized)
        );
        head.challenge = None;
        assert!(matches!(
            classify(&head, Marks::BodyAlone),
            Seen::Unclear(_)
        ));
    }
}
