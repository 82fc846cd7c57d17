//! OpenID Connect providers that the blueprint does not make. Nothing is
//! emitted for them: what has to be configured there, the README says.

use crate::backend::{Audience, IdentityProvider, Mock, Requirement, TokenContract};
use crate::model::{Issuer, Model, Preset};
use crate::terraform::Graph;
use crate::terraform::expr::value;

/// A provider known by its issuer and audience.
pub struct Oidc;

impl IdentityProvider for Oidc {
    fn requirements(&self, _: &Model) -> Vec<Requirement> {
        Vec::new()
    }

    fn contract(&self, model: &Model) -> TokenContract {
        // INVARIANT: a blueprint is given to this provider for its issuer.
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

    fn mocks(&self) -> &'static [Mock] {
        &[]
    }
}

/// What to see to in a product, one sentence each. Sources: the providers'
/// documentation on issuers, audiences and scopes.
pub fn setup(oidc: &crate::model::Oidc) -> &'static [&'static str] {
    // A variable may name either.
    let issuer = oidc.issuer.literal().unwrap_or_default();
    match oidc.preset {
        Some(Preset::Auth0) => &[
            "Make an API whose identifier is the audience above, with RS256 as its signing algorithm: API Gateway takes no other than RSA signatures.",
            "Define the scopes as permissions of that API, switch on RBAC, and give them to roles. API Gateway reads the claim `scope` and ignores `permissions`.",
            "Applications have to ask for the audience; without it they get an opaque token.",
        ],
        Some(Preset::Okta) => &[
            "Use a custom authorization server with the audience above: tokens of the org server are not for APIs of your own.",
            "Define the scopes on that server, and an access policy whose rules grant them to groups.",
        ],
        Some(Preset::Keycloak) => &[
            "Define the scopes as client scopes that are included in the token's scope, and let role mappings decide who gets them.",
            "Add an audience mapper for the audience above: without one `aud` is `account` or absent, and every call answers 401.",
            "The realm has to sign with RS256, and AWS has to reach its host from the internet.",
        ],
        Some(Preset::Entra) if issuer.starts_with("https://sts.windows.net/") => &[
            "Leave `requestedAccessTokenVersion` in the API's manifest unset or 1: with 2 the issuer is `https://login.microsoftonline.com/<tenant>/v2.0`, and every call would answer 401.",
            "Expose the scopes as delegated permissions: they come in the claim `scp`. Applications without a user have `roles` and no `scp`, and get 403.",
            "The audience of version 1 tokens is often the application's id URI, `api://…`.",
        ],
        Some(Preset::Entra) => &[
            "Set `requestedAccessTokenVersion` to 2 in the API's manifest: unset it means version 1, whose issuer is `https://sts.windows.net/<tenant>/`.",
            "Expose the scopes as delegated permissions: they come in the claim `scp`. Applications without a user have `roles` and no `scp`, and get 403.",
            "The audience of version 2 tokens is the application's id.",
        ],
        Some(Preset::Google) => &[
            "Callers send the ID token, whose audience is the OAuth client's id; access tokens of Google are opaque.",
            "An ID token of Google carries no scopes: a route can ask for a token and for no more.",
        ],
        None => &[
            "Tokens have to be JWTs with an RSA signature, and the issuer has to serve `/.well-known/openid-configuration`, reachable from AWS, before `terraform apply`.",
            "Define the scopes, and let groups decide who gets them.",
        ],
    }
}
