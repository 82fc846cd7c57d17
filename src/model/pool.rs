//! Settings of a user pool that the blueprint creates. They refer to no names
//! that need resolving, so the blueprint is read directly into them.

use super::{Sample, Value};
use crate::source::{Span, Spanned};

/// Standard attributes of users. Source:
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html>
pub const STANDARD_ATTRIBUTES: [&str; 17] = [
    "address",
    "birthdate",
    "email",
    "family_name",
    "gender",
    "given_name",
    "locale",
    "middle_name",
    "name",
    "nickname",
    "phone_number",
    "picture",
    "preferred_username",
    "profile",
    "updated_at",
    "website",
    "zoneinfo",
];

/// Whether a contact attribute is verified. No app client can have the right to
/// write these; only Cognito and administrators set them.
pub const VERIFIED_ATTRIBUTES: [&str; 2] = ["email_verified", "phone_number_verified"];

/// Settings of a user pool.
#[derive(Debug, Clone, Default)]
pub struct PoolSettings {
    /// What people sign in with instead of a user name.
    pub sign_in: Vec<Spanned<String>>,
    /// What people may sign in with in addition to a user name.
    pub aliases: Vec<Spanned<String>>,
    /// Attributes that Cognito verifies: `email`, `phone`.
    pub verify: Option<Vec<Spanned<String>>>,
    /// Custom attributes in the order of their names.
    pub attributes: Vec<(Spanned<String>, Attribute)>,
    /// The password policy.
    pub password: PasswordPolicy,
    /// `off`, `optional` or `required`.
    pub mfa: Option<Spanned<String>>,
    /// Whether anyone may sign up.
    pub self_sign_up: Option<Spanned<bool>>,
    /// Whether users may manage their own accounts through the Cognito API.
    pub self_service: Option<Spanned<bool>>,
    /// Account recovery methods, in order.
    pub recovery: Option<Vec<Spanned<String>>>,
    /// How email is sent.
    pub email: Option<Email>,
    /// `lite`, `essentials` or `plus`.
    pub tier: Option<Spanned<String>>,
    /// `audit` or `enforced`.
    pub threat_protection: Option<Spanned<String>>,
    /// `always` or `on-request`.
    pub devices: Option<Spanned<String>>,
    /// Whether AWS refuses to delete the pool.
    pub deletion_protection: Option<Spanned<bool>>,
    /// Whether Terraform refuses to destroy it.
    pub prevent_destroy: Option<Spanned<bool>>,
    /// Custom domain of the hosted sign-in pages.
    pub custom_domain: Option<SignInDomain>,
    /// Identity providers in the order of their names.
    pub providers: Vec<(Spanned<String>, Federation)>,
}

/// A custom attribute.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// `string`, `number`, `boolean` or `datetime`.
    pub kind: Option<Spanned<String>>,
    /// Shortest string or smallest number.
    pub min: Option<Spanned<i64>>,
    /// Longest string or largest number.
    pub max: Option<Spanned<i64>>,
    /// Whether it can change.
    pub mutable: Option<Spanned<bool>>,
    /// Whether users may set it themselves.
    pub writable: Option<Spanned<bool>>,
}

/// Requirements on passwords.
#[derive(Debug, Clone, Default)]
pub struct PasswordPolicy {
    /// Minimum length, in characters.
    pub length: Option<i64>,
    /// Whether it needs a lowercase letter.
    pub lowercase: Option<bool>,
    /// Whether it needs an uppercase letter.
    pub uppercase: Option<bool>,
    /// Whether it needs a digit.
    pub numbers: Option<bool>,
    /// Whether it needs a symbol.
    pub symbols: Option<bool>,
    /// How many previous passwords may not be reused.
    pub history: Option<Spanned<i64>>,
    /// Days that a temporary password is valid.
    pub temporary_days: Option<i64>,
}

/// How email is sent: through Amazon SES.
#[derive(Debug, Clone)]
pub struct Email {
    /// ARN of the SES identity.
    pub identity: Spanned<Value>,
    /// Sender address.
    pub from: Option<Spanned<String>>,
    /// Reply-to address.
    pub reply_to: Option<Spanned<String>>,
}

/// A custom domain for the hosted sign-in pages.
#[derive(Debug, Clone)]
pub struct SignInDomain {
    /// Place of the key.
    pub span: Span,
    /// The domain.
    pub name: Spanned<String>,
    /// ARN of its certificate.
    pub certificate: Spanned<Value>,
}

/// An identity provider that people may sign in through.
#[derive(Debug, Clone)]
pub struct Federation {
    /// The kinds given; anything but exactly one has been reported.
    pub kinds: Vec<Spanned<FederationKind>>,
    /// Attributes, each with the provider's name for it.
    pub mapping: Vec<(Spanned<String>, Spanned<String>)>,
}

/// The protocol or product of an identity provider.
#[derive(Debug, Clone)]
pub enum FederationKind {
    /// SAML 2.0.
    Saml {
        /// URL of its metadata.
        metadata_url: Spanned<Value>,
    },
    /// OpenID Connect.
    Oidc {
        /// Its issuer.
        issuer: Spanned<Value>,
        /// Cognito's registration there.
        application: Application,
    },
    /// Google.
    Google(Application),
}

/// Cognito's registration as a client of an identity provider.
#[derive(Debug, Clone)]
pub struct Application {
    /// The client id.
    pub id: Spanned<Value>,
    /// The client secret.
    pub secret: Spanned<Value>,
    /// Scopes that Cognito requests.
    pub scopes: Option<Vec<Spanned<String>>>,
}

impl Attribute {
    /// Whether users may set it themselves.
    pub fn is_writable(&self) -> bool {
        self.writable.is_some_and(|flag| flag.value)
    }
}

impl PoolSettings {
    /// Whether anyone may sign up.
    pub fn is_open(&self) -> bool {
        self.self_sign_up.as_ref().is_some_and(|flag| flag.value)
    }

    /// Whether users may manage their own accounts through the Cognito API.
    pub fn self_service(&self) -> bool {
        self.self_service.as_ref().is_some_and(|flag| flag.value)
    }

    /// Contact attributes that Cognito verifies.
    pub fn verified(&self) -> &[Spanned<String>] {
        self.verify.as_ref().unwrap_or(&self.sign_in)
    }

    /// The feature plan.
    pub fn tier(&self) -> &str {
        self.tier
            .as_ref()
            .map_or("essentials", |tier| tier.as_str())
    }

    /// Every value that may be a Terraform variable, with the kind of value
    /// expected there.
    pub fn values(&self) -> Vec<(&Spanned<Value>, Sample)> {
        let mut values: Vec<(&Spanned<Value>, Sample)> = Vec::new();
        let senders = self.email.iter().map(|email| &email.identity);
        values.extend(senders.map(|identity| (identity, Sample::Sender)));
        let certificates = self.custom_domain.iter().map(|domain| &domain.certificate);
        values.extend(certificates.map(|certificate| (certificate, Sample::Certificate)));
        for kind in self
            .providers
            .iter()
            .flat_map(|(_, provider)| &provider.kinds)
        {
            let application = match &kind.value {
                FederationKind::Saml { metadata_url } => {
                    values.push((metadata_url, Sample::Url));
                    continue;
                }
                FederationKind::Oidc {
                    issuer,
                    application,
                } => {
                    values.push((issuer, Sample::Url));
                    application
                }
                FederationKind::Google(application) => application,
            };
            values.push((&application.id, Sample::Name));
            values.push((&application.secret, Sample::Name));
        }
        values
    }

    /// The secrets among them.
    pub fn secrets(&self) -> impl Iterator<Item = &Spanned<Value>> {
        let kinds = self
            .providers
            .iter()
            .flat_map(|(_, provider)| &provider.kinds);
        kinds.filter_map(|kind| match &kind.value {
            FederationKind::Saml { .. } => None,
            FederationKind::Oidc { application, .. } | FederationKind::Google(application) => {
                Some(&application.secret)
            }
        })
    }
}
