//! The identity provider and its app clients.

use super::{PoolSettings, Role, Scope, ScopeFormat, Validity, Value};
use crate::arena::Id;
use crate::source::{Span, Spanned};
use std::collections::BTreeSet;

/// The identity provider: a user pool or another OpenID Connect provider.
#[derive(Debug)]
pub struct Identity {
    /// Place of the section.
    pub span: Span,
    /// Name of the user pool, and of the token handler without its suffix.
    pub name: Spanned<String>,
    /// Who issues the tokens.
    pub issuer: Issuer,
    /// Whether another blueprint owns the roles, groups and token handler.
    pub shared: bool,
    /// Which token callers send.
    pub token: Spanned<TokenKind>,
    /// How a scope is spelled in that token.
    pub scope_format: Spanned<ScopeFormat>,
    /// Where callers put the token.
    pub source: Spanned<String>,
    /// Settings of the user pool, if the blueprint creates it.
    pub pool: PoolSettings,
    /// Domain prefix of the hosted sign-in pages.
    pub domain: Option<Spanned<Value>>,
}

/// Who issues tokens.
#[derive(Debug)]
pub enum Issuer {
    /// A user pool that the blueprint creates.
    Pool,
    /// An existing user pool, by its id.
    ExistingPool(Spanned<Value>),
    /// Another OpenID Connect provider.
    Oidc(Oidc),
}

/// An OpenID Connect provider outside this blueprint.
#[derive(Debug)]
pub struct Oidc {
    /// The token's `iss`.
    pub issuer: Spanned<Value>,
    /// Accepted audiences; a token needs one of them.
    pub audience: Vec<Spanned<Value>>,
    /// Which product it is, if known.
    pub preset: Option<Preset>,
    /// Claim with the scopes.
    pub claim: Spanned<String>,
}

/// A product with known pitfalls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// Auth0.
    Auth0,
    /// Okta.
    Okta,
    /// Keycloak.
    Keycloak,
    /// Microsoft Entra ID.
    Entra,
    /// Google.
    Google,
}

impl Identity {
    /// Whether there are hosted sign-in pages.
    pub fn has_domain(&self) -> bool {
        self.domain.is_some() || self.pool.custom_domain.is_some()
    }

    /// The OpenID Connect provider, unless the issuer is a user pool.
    pub fn oidc(&self) -> Option<&Oidc> {
        match &self.issuer {
            Issuer::Oidc(oidc) => Some(oidc),
            Issuer::Pool | Issuer::ExistingPool(_) => None,
        }
    }

    /// Whether the blueprint creates a token handler.
    pub fn has_handler(&self) -> bool {
        self.oidc().is_none() && !self.shared
    }

    /// Whether the blueprint creates the user pool.
    pub fn owns_pool(&self) -> bool {
        matches!(self.issuer, Issuer::Pool)
    }
}

impl Preset {
    /// The product that a blueprint names by this word.
    pub fn named(word: &str) -> Option<Preset> {
        match word {
            "auth0" => Some(Preset::Auth0),
            "okta" => Some(Preset::Okta),
            "keycloak" => Some(Preset::Keycloak),
            "entra" => Some(Preset::Entra),
            "google" => Some(Preset::Google),
            _ => None,
        }
    }

    /// The product behind an issuer, judged by its host.
    pub fn of(issuer: &str) -> Option<Preset> {
        let rest = issuer.strip_prefix("https://")?;
        let host = rest.split(['/', ':']).next()?;
        let below = |domain: &str| {
            host.strip_suffix(domain)
                .is_some_and(|sub| sub.ends_with('.'))
        };
        if below("auth0.com") {
            Some(Preset::Auth0)
        } else if below("okta.com") || below("oktapreview.com") || below("okta-emea.com") {
            Some(Preset::Okta)
        } else if host == "login.microsoftonline.com" || host == "sts.windows.net" {
            Some(Preset::Entra)
        } else if host == "accounts.google.com" {
            Some(Preset::Google)
        } else {
            None
        }
    }
}

/// Which token callers send to the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// The access token, as OAuth intends.
    Access,
    /// The ID token, as the public walkthrough does.
    Id,
}

/// An app client.
#[derive(Debug)]
pub struct Client {
    /// Its name in the blueprint.
    pub name: Spanned<String>,
    /// Its roles and scopes, if it is a machine client.
    pub machine: Option<Machine>,
    /// Where people may be redirected after signing in.
    pub callback_urls: Vec<Spanned<Value>>,
    /// Where people may be redirected after signing out.
    pub logout_urls: Vec<Spanned<Value>>,
    /// Whether it has a secret.
    pub secret: bool,
    /// How long its tokens are valid.
    pub validity: Validity,
    /// Identity providers that people may sign in through, including `cognito`;
    /// all of them if left out.
    pub identity_providers: Option<Vec<Spanned<String>>>,
    /// Use of the hosted sign-in pages.
    pub oauth: Option<Oauth>,
    /// Ways to sign in through the API, apart from refresh.
    pub auth_flows: Vec<AuthFlow>,
}

/// An application that acts on its own behalf: client credentials.
#[derive(Debug)]
pub struct Machine {
    /// Place of its roles.
    pub span: Span,
    /// Its roles.
    pub roles: Vec<Id<Role>>,
    /// The scopes its roles grant, including combined scopes.
    pub scopes: BTreeSet<Id<Scope>>,
}

/// What an app client may do on the hosted sign-in pages.
#[derive(Debug)]
pub struct Oauth {
    /// Place of the key.
    pub span: Span,
    /// Whether it may use the authorization code grant, the only one so far.
    pub code: bool,
    /// OpenID Connect scopes it may request.
    pub scopes: Vec<Spanned<String>>,
}

/// A way to sign in through the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuthFlow {
    /// User name and password, in plain text inside TLS.
    UserPassword,
    /// Secure remote password.
    UserSrp,
    /// User name and password, sent by a trusted server.
    AdminUserPassword,
    /// Challenges defined by the pool's triggers.
    Custom,
    /// Whichever of the pool's methods the user chooses.
    UserAuth,
}

impl AuthFlow {
    /// The blueprint's word.
    pub fn word(self) -> &'static str {
        match self {
            AuthFlow::UserPassword => "user-password",
            AuthFlow::UserSrp => "user-srp",
            AuthFlow::AdminUserPassword => "admin-user-password",
            AuthFlow::Custom => "custom",
            AuthFlow::UserAuth => "user-auth",
        }
    }
}
