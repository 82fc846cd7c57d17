//! Keys of `[identity]` for a user pool that the blueprint creates.

use super::{Key, Kind, TEXTS, VALUE, optional, required};

/// Attributes that users can sign in with.
const CONTACTS: Kind = Kind::List(&Kind::Word(&["email", "phone_number"]));

pub(super) const SIGN_IN: Key = optional(
    "sign_in",
    CONTACTS,
    "a username",
    "What users sign in with instead of a username. Cognito cannot change it later: a new value replaces the pool and its users.",
    r#"["email"]"#,
);

pub(super) const ALIASES: Key = optional(
    "aliases",
    Kind::List(&Kind::Word(&[
        "email",
        "phone_number",
        "preferred_username",
    ])),
    "none",
    "What users may sign in with in addition to their username. Cognito cannot change it later: a new value replaces the pool and its users.",
    r#"["email"]"#,
);

pub(super) const VERIFY: Key = optional(
    "verify",
    CONTACTS,
    "the values of `sign_in`",
    "Contact attributes that Cognito verifies by sending a code.",
    r#"["email"]"#,
);

pub(super) const ATTRIBUTES: Key = optional(
    "attributes",
    Kind::Named {
        what: "a custom attribute",
        value: &Kind::Table(ATTRIBUTE),
    },
    "none",
    "Custom attributes, which ID tokens carry as `custom:<name>`. Cognito can add attributes later, but never change or remove them. With an existing `pool`: those of its custom attributes that app clients may read; they are not created.",
    r#"{ tenant = { type = "string", max = 64 } }"#,
);

const ATTRIBUTE: &[Key] = &[
    optional(
        "type",
        Kind::Word(&["string", "number", "boolean", "datetime"]),
        "\"string\"",
        "Data type.",
        r#""number""#,
    ),
    optional(
        "min",
        Kind::Integer {
            min: 0,
            max: i32::MAX as i64,
        },
        "0",
        "Minimum length of a string, or smallest number.",
        "1",
    ),
    optional(
        "max",
        Kind::Integer {
            min: 0,
            max: i32::MAX as i64,
        },
        "2048 characters, or 2147483647",
        "Maximum length of a string, or largest number.",
        "64",
    ),
    optional(
        "mutable",
        Kind::Bool,
        "`true`",
        "Whether it can change after the user is created.",
        "false",
    ),
    optional(
        "writable",
        Kind::Bool,
        "`false`",
        "Whether users may set it themselves: when they sign up and, if it is mutable and `self_service` is on, later. Otherwise only an administrator can, and an identity provider that maps it.",
        "true",
    ),
];

pub(super) const PASSWORD: Key = optional(
    "password",
    Kind::Table(PASSWORD_POLICY),
    "12 characters, with all four character types",
    "Password requirements.",
    "{ length = 16, history = 5 }",
);

// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_PasswordPolicyType.html
static PASSWORD_POLICY: &[Key] = &[
    optional(
        "length",
        Kind::Integer { min: 6, max: 99 },
        "12",
        "Minimum length.",
        "16",
    ),
    optional(
        "lowercase",
        Kind::Bool,
        "`true`",
        "Whether a lowercase letter is required.",
        "false",
    ),
    optional(
        "uppercase",
        Kind::Bool,
        "`true`",
        "Whether an uppercase letter is required.",
        "false",
    ),
    optional(
        "numbers",
        Kind::Bool,
        "`true`",
        "Whether a digit is required.",
        "false",
    ),
    optional(
        "symbols",
        Kind::Bool,
        "`true`",
        "Whether a symbol is required.",
        "false",
    ),
    optional(
        "history",
        Kind::Integer { min: 1, max: 24 },
        "none",
        "How many previous passwords cannot be reused.",
        "5",
    ),
    optional(
        "temporary_days",
        Kind::Integer { min: 1, max: 365 },
        "7",
        "Days until a temporary password expires.",
        "1",
    ),
];

pub(super) const MFA: Key = optional(
    "mfa",
    Kind::Word(&["off", "optional", "required"]),
    "\"off\"",
    "Whether users sign in with a second factor, from an authenticator app.",
    r#""optional""#,
);

pub(super) const SELF_SIGN_UP: Key = optional(
    "self_sign_up",
    Kind::Bool,
    "`false`",
    "Whether anyone may sign up. New users are in no group.",
    "true",
);

pub(super) const SELF_SERVICE: Key = optional(
    "self_service",
    Kind::Bool,
    "`false`",
    "Whether a user's access token may call Cognito to read and change the user's own attributes, password, second factor and devices. Otherwise the token handler removes the scope `aws.cognito.signin.user.admin` from access tokens. With `token = \"id\"` it cannot, and access tokens keep the scope.",
    "true",
);

pub(super) const RECOVERY: Key = optional(
    "recovery",
    Kind::List(&Kind::Word(&["email", "phone_number", "admin"])),
    "[\"email\"]",
    "Account recovery methods, in order. `admin` cannot be combined with others.",
    r#"["admin"]"#,
);

pub(super) const EMAIL: Key = optional(
    "email",
    Kind::Table(SENDER),
    "sent by Cognito, with a low daily limit",
    "Amazon SES identity that sends the pool's email.",
    r#"{ identity = { var = "ses_identity" }, from = "Shop <no-reply@example.com>" }"#,
);

static SENDER: &[Key] = &[
    required(
        "identity",
        VALUE,
        "ARN of the verified SES identity.",
        r#"{ var = "ses_identity" }"#,
    ),
    optional(
        "from",
        Kind::Text,
        "the identity itself",
        "Address in the `From` header.",
        r#""Shop <no-reply@example.com>""#,
    ),
    optional(
        "reply_to",
        Kind::Text,
        "none",
        "Address in the `Reply-To` header.",
        r#""help@example.com""#,
    ),
];

pub(super) const TIER: Key = optional(
    "tier",
    Kind::Word(&["lite", "essentials", "plus"]),
    "\"essentials\"",
    "Feature plan of the pool. Scopes in access tokens need `essentials` or `plus`.",
    r#""plus""#,
);

pub(super) const THREAT_PROTECTION: Key = optional(
    "threat_protection",
    Kind::Word(&["audit", "enforced"]),
    "none",
    "Whether Cognito only records compromised passwords and unusual sign-ins (`audit`) or also acts on them (`enforced`). Needs the tier `plus`.",
    r#""enforced""#,
);

pub(super) const DEVICES: Key = optional(
    "devices",
    Kind::Word(&["always", "on-request"]),
    "not remembered",
    "Whether devices are always remembered or only if the user agrees; new devices are then challenged.",
    r#""always""#,
);

pub(super) const DELETION_PROTECTION: Key = optional(
    "deletion_protection",
    Kind::Bool,
    "`protect`",
    "Whether AWS refuses to delete the pool.",
    "false",
);

pub(super) const PREVENT_DESTROY: Key = optional(
    "prevent_destroy",
    Kind::Bool,
    "`protect`",
    "Whether Terraform rejects any plan that would destroy or replace the pool.",
    "false",
);

pub(super) const CUSTOM_DOMAIN: Key = optional(
    "custom_domain",
    Kind::Table(SIGN_IN_DOMAIN),
    "none",
    "Custom domain for the hosted sign-in pages, instead of `domain`. Its parent domain must exist in DNS.",
    r#"{ name = "auth.example.com", certificate = { var = "sign_in_certificate" } }"#,
);

static SIGN_IN_DOMAIN: &[Key] = &[
    required(
        "name",
        Kind::Text,
        "The domain name.",
        r#""auth.example.com""#,
    ),
    required(
        "certificate",
        VALUE,
        "ARN of an ACM certificate for the domain, in the Region us-east-1.",
        r#"{ var = "sign_in_certificate" }"#,
    ),
];

pub(super) const PROVIDERS: Key = optional(
    "providers",
    Kind::Named {
        what: "an identity provider",
        value: &Kind::Table(PROVIDER),
    },
    "none",
    "External identity providers that users may sign in with; each has one of `saml`, `oidc` and `google`.",
    r#"{ corporate = { saml = { metadata_url = "https://idp.example.com/metadata" }, mapping = { email = "email" } } }"#,
);

const PROVIDER: &[Key] = &[
    optional(
        "saml",
        Kind::Table(&[required(
            "metadata_url",
            VALUE,
            "URL of the provider's metadata.",
            r#""https://idp.example.com/metadata""#,
        )]),
        "none",
        "A SAML 2.0 provider.",
        r#"{ metadata_url = "https://idp.example.com/metadata" }"#,
    ),
    optional(
        "oidc",
        Kind::Table(OIDC),
        "none",
        "An OpenID Connect provider.",
        r#"{ issuer = "https://id.example.com", client_id = "shop", client_secret = { var = "oidc_secret" } }"#,
    ),
    optional(
        "google",
        Kind::Table(GOOGLE),
        "none",
        "Google.",
        r#"{ client_id = "1.apps.googleusercontent.com", client_secret = { var = "google_secret" } }"#,
    ),
    optional(
        "mapping",
        Kind::Named {
            what: "an attribute",
            value: &Kind::Text,
        },
        "Cognito's own mapping",
        "User attributes, each with the provider's name for it.",
        r#"{ email = "email", "custom:tenant" = "tenant" }"#,
    ),
];

const CLIENT_ID: Key = required(
    "client_id",
    VALUE,
    "Client ID that the provider issued for Cognito.",
    r#""shop""#,
);

const CLIENT_SECRET: Key = required(
    "client_secret",
    VALUE,
    "Client secret that the provider issued for Cognito; must be a variable.",
    r#"{ var = "oidc_secret" }"#,
);

const SCOPES: Key = optional(
    "scopes",
    TEXTS,
    "[\"openid\", \"email\", \"profile\"]",
    "Scopes that Cognito requests from the provider.",
    r#"["openid", "email"]"#,
);

static OIDC: &[Key] = &[
    required(
        "issuer",
        VALUE,
        "The provider's issuer.",
        r#""https://id.example.com""#,
    ),
    CLIENT_ID,
    CLIENT_SECRET,
    SCOPES,
];

static GOOGLE: &[Key] = &[CLIENT_ID, CLIENT_SECRET, SCOPES];
