//! OpenID Connect providers that exist outside the blueprint. Nothing is
//! generated for them; the generated README says what to configure there.

use crate::backend::{Audience, IdentityProvider, Mock, Requirement, TokenContract};
use crate::model::{Issuer, Model, Preset};
use crate::source::Span;
use crate::terraform::Graph;
use crate::terraform::expr::value;

/// A provider identified by its issuer and audience.
pub(crate) struct Oidc;

impl IdentityProvider for Oidc {
    fn requirements(&self, _: &Model) -> Vec<Requirement> {
        Vec::new()
    }

    fn contract(&self, model: &Model) -> TokenContract {
        // INVARIANT: this provider is only used for blueprints with an issuer.
        let identity = model.identity.as_ref().expect("there is an identity");
        let Issuer::Oidc(oidc) = &identity.issuer else {
            unreachable!("the issuer is an OpenID Connect provider")
        };
        TokenContract {
            issuer: value(&oidc.issuer),
            audience: Audience::Api(oidc.audience.iter().map(|entry| value(entry)).collect()),
            scope_format: identity.scope_format.value.clone(),
            token: identity.token.value,
            source: identity.source.value.clone(),
        }
    }

    fn lower(&self, _: &Model, _: &mut Graph) {}

    fn client_address(&self, _: &str) -> Option<String> {
        None
    }

    fn places(&self, _: &Model) -> Vec<(String, Span)> {
        Vec::new()
    }

    fn mocks(&self) -> &'static [Mock] {
        &[]
    }
}

/// Setup steps for a product, one list item each. Sources: the providers'
/// documentation on issuers, audiences and scopes.
pub fn setup(oidc: &crate::model::Oidc) -> &'static [&'static str] {
    // A variable may name either.
    let issuer = oidc.issuer.literal().unwrap_or_default();
    match oidc.preset {
        Some(Preset::Auth0) => &[
            "Create an API whose identifier is the audience above, with RS256 as its signing algorithm: API Gateway accepts only RSA signatures.",
            "Define the scopes as permissions of that API, enable RBAC, and assign them to roles. API Gateway reads the claim `scope` and ignores `permissions`.",
            "Applications must request the audience; without it they get an opaque token.",
        ],
        Some(Preset::Okta) => &[
            "Use a custom authorization server with the audience above: tokens from the org authorization server are not meant for your own APIs.",
            "Define the scopes on that server, and an access policy with rules that grant them to groups.",
        ],
        Some(Preset::Keycloak) => &[
            "Define the scopes as client scopes that are included in the token scope, and use role scope mappings to decide who gets them.",
            "Add an audience mapper for the audience above: without one, `aud` is `account` or missing, and every call gets a 401.",
            "The realm must sign with RS256, and AWS must be able to reach its host over the internet.",
        ],
        Some(Preset::Entra) if issuer.starts_with("https://sts.windows.net/") => &[
            "Leave `requestedAccessTokenVersion` in the API's manifest unset or 1: with 2, the issuer is `https://login.microsoftonline.com/<tenant>/v2.0`, and every call gets a 401.",
            "Expose the scopes as delegated permissions: they come in the claim `scp`. Applications without a user have `roles` and no `scp`, and get 403.",
            "The audience of version 1 tokens is often the application ID URI, `api://…`.",
        ],
        Some(Preset::Entra) => &[
            "Set `requestedAccessTokenVersion` to 2 in the API's manifest: if unset, tokens have version 1, whose issuer is `https://sts.windows.net/<tenant>/`.",
            "Expose the scopes as delegated permissions: they come in the claim `scp`. Applications without a user have `roles` and no `scp`, and get 403.",
            "The audience of version 2 tokens is the application ID.",
        ],
        Some(Preset::Google) => &[
            "Callers send the ID token, whose audience is the OAuth client ID; Google's access tokens are opaque.",
            "Google's ID tokens carry no scopes: a route can require a valid token, but nothing more.",
        ],
        None => &[
            "Tokens must be JWTs with an RSA signature, and before `terraform apply`, AWS must be able to reach the issuer's `/.well-known/openid-configuration`.",
            "Define the scopes, and grant them to groups as listed below.",
        ],
    }
}
