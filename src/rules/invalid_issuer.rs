//! An issuer from which API Gateway cannot get keys.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::AuthorizerKind;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0331",
    name: "invalid-issuer",
    severity: Severity::Error,
    docs: Docs {
        what: "An issuer is not a valid `https://` URL. It must have no query or fragment, and at most 2048 characters.",
        why: "API Gateway fetches the keys from a URL below the issuer, and compares the issuer with the `iss` claim character by character.",
        example: "[authorizers.partner]\nissuer = \"partner.example.com\"\naudience = [\"orders-api\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"partner\", scopes = [\"read\"] }\n",
        fixed: "[authorizers.partner]\nissuer = \"https://partner.example.com\"\naudience = [\"orders-api\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"partner\", scopes = [\"read\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html",
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html",
        ],
    },
};

/// Longest issuer, in characters.
const MAX: usize = 2048;

/// Looks at the issuer of every JWT authorizer.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let own = input
        .model
        .identity
        .iter()
        .filter_map(|identity| identity.oidc());
    let declared = input
        .model
        .authorizers
        .iter()
        .filter_map(|authorizer| match &authorizer.kind {
            AuthorizerKind::Jwt { issuer, .. } => Some(issuer),
            AuthorizerKind::Lambda { .. } => None,
        });
    for issuer in own.map(|oidc| &oidc.issuer).chain(declared) {
        if let Some(problem) = issuer.literal().and_then(problem) {
            out.push(
                Diagnostic::new(&RULE, issuer.span, problem)
                    .help("copy it exactly from the `iss` claim of its tokens, such as `https://issuer.example.com`"),
            );
        }
    }
}

/// What is wrong with an issuer. Localhost needs no TLS, since it can only be
/// meant for a test.
pub fn problem(issuer: &str) -> Option<String> {
    let local = ["http://localhost", "http://127.0.0.1"];
    let rest = issuer.strip_prefix("https://").or_else(|| {
        let local = local.iter().find(|host| issuer.starts_with(**host));
        local.and_then(|_| issuer.strip_prefix("http://"))
    });
    let Some(rest) = rest else {
        return Some("this issuer is not an `https://` URL".into());
    };
    if rest.split(['/', ':']).next().unwrap_or_default().is_empty() {
        return Some("this issuer has no host".into());
    }
    if rest
        .split('/')
        .next()
        .is_some_and(|host| host.contains('@'))
    {
        return Some("an issuer cannot contain a user name".into());
    }
    if issuer.chars().count() > MAX {
        return Some(format!("this issuer is longer than {MAX} characters"));
    }
    let bad = issuer
        .chars()
        .find(|c| !c.is_ascii_graphic() || "?#\"\\<>{}|^`".contains(*c));
    bad.map(|bad| format!("an issuer cannot contain {bad:?}"))
}
