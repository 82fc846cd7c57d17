//! An audience that tokens for this API do not have, or that other tokens have too.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{AuthorizerKind, Preset, Value};
use crate::rules::{Docs, Input, Rule};
use crate::source::Spanned;
use std::collections::BTreeSet;

pub static RULE: Rule = Rule {
    code: "JG0236",
    name: "shared-audience",
    severity: Severity::Warning,
    docs: Docs {
        what: "An audience does not identify this API. v2.0 tokens of Entra ID contain the application ID, not an `api://` URI; Keycloak puts `account` into the tokens of every app; `/userinfo`, the management API of Auth0 and Microsoft Graph are other APIs; and a scope, such as `openid` or one of the blueprint, is not an audience.",
        why: "Either every call answers 401, or tokens that were issued for something else are accepted.",
        example: "[authorizers.entra]\nissuer = \"https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0\"\naudience = [\"api://shop\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"entra\", scopes = [\"read\"] }\n",
        fixed: "[authorizers.entra]\nissuer = \"https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0\"\naudience = [\"66666666-7777-8888-9999-000000000000\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"entra\", scopes = [\"read\"] }\n",
        sources: &[
            "https://learn.microsoft.com/en-us/entra/identity-platform/access-token-claims-reference",
            "https://www.keycloak.org/docs/latest/server_admin/#audience-support",
            "https://auth0.com/docs/secure/tokens/access-tokens/get-access-tokens",
        ],
    },
};

/// Scopes of OpenID Connect.
const STANDARD: [&str; 6] = [
    "openid",
    "profile",
    "email",
    "phone",
    "address",
    "offline_access",
];

/// Microsoft Graph as a resource.
/// <https://learn.microsoft.com/en-us/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in>
const GRAPH: [&str; 2] = [
    "https://graph.microsoft.com",
    "00000003-0000-0000-c000-000000000000",
];

const AUDIENCE: &str = "write the `aud` claim of tokens for this API";

/// Checks the audiences of the identity and of every JWT authorizer.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let own = model.identity.iter().filter_map(|identity| identity.oidc());
    let own = own.map(|oidc| (&oidc.issuer, oidc.preset, &oidc.audience));
    let declared = model
        .authorizers
        .iter()
        .filter_map(|authorizer| match &authorizer.kind {
            AuthorizerKind::Jwt {
                issuer, audience, ..
            } => Some((issuer, issuer.literal().and_then(Preset::of), audience)),
            AuthorizerKind::Lambda { .. } => None,
        });
    let scopes: BTreeSet<&str> = model
        .scopes
        .iter()
        .map(|scope| scope.name.as_str())
        .collect();
    for (issuer, preset, audience) in own.chain(declared) {
        for entry in audience {
            let general = || own_scope(&scopes, entry);
            if let Some((message, help)) = problem(issuer, preset, entry).or_else(general) {
                let found = Diagnostic::new(&RULE, entry.span, message);
                out.push(found.also(issuer.span, "of this issuer").help(help));
            }
        }
    }
}

fn own_scope(scopes: &BTreeSet<&str>, audience: &Spanned<Value>) -> Option<(String, &'static str)> {
    let audience = audience.literal()?;
    scopes.contains(audience).then(|| {
        (
            format!("`{audience}` is a scope of this blueprint, not an audience"),
            AUDIENCE,
        )
    })
}

fn problem(
    issuer: &Spanned<Value>,
    preset: Option<Preset>,
    audience: &Spanned<Value>,
) -> Option<(String, &'static str)> {
    let audience = audience.literal()?;
    let issuer = issuer.literal().unwrap_or_default();
    let realm = preset == Some(Preset::Keycloak) || issuer.contains("/realms/");
    match preset {
        Some(Preset::Entra) if issuer.ends_with("/v2.0") && audience.starts_with("api://") => {
            Some((
                format!("v2.0 tokens do not have the audience `{audience}`"),
                "write the application (client) ID, which is the `aud` claim of v2.0 tokens",
            ))
        }
        Some(Preset::Auth0) if audience.trim_end_matches('/').ends_with("/userinfo") => Some((
            "tokens of every app have the `userinfo` audience".to_owned(),
            "write the identifier of this API in Auth0, and let apps request it as `audience`",
        )),
        Some(Preset::Auth0) if audience.trim_end_matches('/').ends_with("/api/v2") => Some((
            "this is the audience of Auth0's management API".to_owned(),
            "write the identifier of this API in Auth0: a management token must not work here",
        )),
        _ if realm && audience == "account" => Some((
            "Keycloak puts the audience `account` into the tokens of every app".to_owned(),
            "add an audience mapper for this API in Keycloak, and write its audience",
        )),
        Some(Preset::Entra) if GRAPH.contains(&audience.trim_end_matches('/')) => Some((
            "this is the audience of Microsoft Graph".to_owned(),
            "write the application (client) ID of this API, and let apps request a scope of it: tokens for Microsoft Graph cannot be validated by other APIs",
        )),
        _ if realm && audience == "realm-management" => Some((
            "this is the audience of Keycloak's administration".to_owned(),
            "add an audience mapper for this API in Keycloak, and write its audience",
        )),
        _ if audience == "*" => Some((
            "`*` is an audience like any other: it does not stand for all".to_owned(),
            AUDIENCE,
        )),
        _ if STANDARD.contains(&audience) => Some((
            format!("`{audience}` is a scope, not an audience"),
            AUDIENCE,
        )),
        _ => None,
    }
}
