//! An identity provider that Cognito rejects, or a secret in the blueprint.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::FederationKind;
use crate::rules::invalid_issuer;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0218",
    name: "federated-provider",
    severity: Severity::Error,
    docs: Docs {
        what: "An identity provider is invalid. It needs exactly one of `saml`, `oidc` and `google`, an `https://` URL, a secret from a variable, and a name of 1 to 32 letters, digits, `-` and `.`.",
        why: "A secret in a blueprint is in version control. Cognito rejects the rest.",
        example: "[identity.providers.corporate]\noidc = { issuer = \"https://id.example.com\", client_id = \"shop\", client_secret = \"hunter2\" }\n\n[expect]\n\"GET /items\" = { signed-in = 403 }\n",
        fixed: "[identity.providers.corporate]\noidc = { issuer = \"https://id.example.com\", client_id = \"shop\", client_secret = { var = \"corporate_secret\" } }\n\n[expect]\n\"GET /items\" = { signed-in = 403 }\n",
        sources: &[
            "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cognito_identity_provider",
        ],
    },
};

/// Longest name of a provider, in characters.
const MAX: usize = 32;

/// Checks every identity provider.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let Some(identity) = &input.model.identity else {
        return;
    };
    for (name, provider) in &identity.pool.providers {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
        let fits = (1..=MAX).contains(&name.len()) && name.chars().all(plain);
        if !fits || name.eq_ignore_ascii_case("cognito") {
            let message = format!(
                "{:?} is not a valid name for an identity provider",
                name.value
            );
            out.push(Diagnostic::new(&RULE, name.span, message).help(format!(
                "use 1 to {MAX} letters, digits, `-` and `.`; `cognito` is reserved"
            )));
        }
        match provider.kinds.as_slice() {
            [] if input.model.complete => out.push(
                Diagnostic::new(&RULE, name.span, format!("`{}` has no type", name.value))
                    .help("add `saml`, `oidc` or `google`"),
            ),
            [first, .., last] => out.push(
                Diagnostic::new(&RULE, last.span, format!("`{}` has two types", name.value))
                    .also(first.span, "the first one")
                    .help("declare two providers"),
            ),
            _ => {}
        }
        for kind in &provider.kinds {
            let url = match &kind.value {
                FederationKind::Saml { metadata_url } => Some(metadata_url),
                FederationKind::Oidc { issuer, .. } => Some(issuer),
                FederationKind::Google(_) => None,
            };
            if let Some(url) = url
                && let Some(problem) = url.literal().and_then(invalid_issuer::problem)
            {
                let problem = problem
                    .replace("this issuer is not", "this is not")
                    .replace("issuer", "URL");
                out.push(Diagnostic::new(&RULE, url.span, problem).help("use an `https://` URL"));
            }
        }
    }
    for secret in identity.pool.secrets() {
        if secret.literal().is_some() {
            out.push(
                Diagnostic::new(&RULE, secret.span, "a secret must not be in a blueprint").help(
                    "use a variable, which is marked as sensitive: `{ var = \"provider_secret\" }`",
                ),
            );
        }
    }
}
