//! Settings of a user pool that the blueprint makes, as data.

use super::{Key, Kind, TEXTS, VALUE, optional, required};

/// Attributes that a person can sign in by.
const CONTACTS: Kind = Kind::List(&Kind::Word(&["email", "phone_number"]));

pub const SIGN_IN: Key = optional(
    "sign_in",
    CONTACTS,
    "a user name",
    "What people sign in with in place of a user name. Cognito cannot change it later: another value replaces the pool and its users.",
    r#"["email"]"#,
);

pub const ALIASES: Key = optional(
    "aliases",
    Kind::List(&Kind::Word(&[
        "email",
        "phone_number",
        "preferred_username",
    ])),
    "none",
    "What people may sign in with beside their user name. Cognito cannot change it later: another value replaces the pool and its users.",
    r#"["email"]"#,
);

pub const VERIFY: Key = optional(
    "verify",
    CONTACTS,
    "what `sign_in` lists",
    "Addresses that Cognito verifies by sending a code.",
    r#"["email"]"#,
);

pub const ATTRIBUTES: Key = optional(
    "attributes",
    Kind::Named {
        what: "a custom attribute",
        value: &Kind::Table(ATTRIBUTE),
    },
    "none",
    "Custom attributes; tokens carry them as `custom:<name>`. Cognito can add some later, and can neither change nor remove any.",
    r#"{ tenant = { type = "string", max = 64 } }"#,
);

const ATTRIBUTE: &[Key] = &[
    optional(
        "type",
        Kind::Word(&["string", "number", "boolean", "datetime"]),
        "\"string\"",
        "What it holds.",
        r#""number""#,
    ),
    optional(
        "min",
        Kind::Integer {
            min: 0,
            max: i32::MAX as i64,
        },
        "0",
        "Shortest string, or smallest number.",
        "1",
    ),
    optional(
        "max",
        Kind::Integer {
            min: 0,
            max: i32::MAX as i64,
        },
        "2048 characters, or 2147483647",
        "Longest string, or largest number.",
        "64",
    ),
    optional(
        "mutable",
        Kind::Bool,
        "`true`",
        "Whether it can change after the user was created.",
        "false",
    ),
];

pub const PASSWORD: Key = optional(
    "password",
    Kind::Table(PASSWORD_POLICY),
    "12 characters of every kind",
    "What a password has to look like.",
    "{ length = 16, history = 5 }",
);

// b:PasswordPolicyType
static PASSWORD_POLICY: &[Key] = &[
    optional(
        "length",
        Kind::Integer { min: 6, max: 99 },
        "12",
        "Fewest characters.",
        "16",
    ),
    optional(
        "lowercase",
        Kind::Bool,
        "`true`",
        "Whether it needs a lower-case letter.",
        "false",
    ),
    optional(
        "uppercase",
        Kind::Bool,
        "`true`",
        "Whether it needs an upper-case letter.",
        "false",
    ),
    optional(
        "numbers",
        Kind::Bool,
        "`true`",
        "Whether it needs a digit.",
        "false",
    ),
    optional(
        "symbols",
        Kind::Bool,
        "`true`",
        "Whether it needs a symbol.",
        "false",
    ),
    optional(
        "history",
        Kind::Integer { min: 1, max: 24 },
        "none is remembered",
        "How many old passwords cannot be used again.",
        "5",
    ),
    optional(
        "temporary_days",
        Kind::Integer { min: 1, max: 365 },
        "7",
        "Days that a temporary password is good for.",
        "1",
    ),
];

pub const MFA: Key = optional(
    "mfa",
    Kind::Word(&["off", "optional", "required"]),
    "\"off\"",
    "Whether people sign in with a second factor, by an authenticator app.",
    r#""optional""#,
);

pub const SELF_SIGN_UP: Key = optional(
    "self_sign_up",
    Kind::Bool,
    "`false`",
    "Whether anyone may sign up. Someone new is in no group.",
    "true",
);

pub const RECOVERY: Key = optional(
    "recovery",
    Kind::List(&Kind::Word(&["email", "phone_number", "admin"])),
    "[\"email\"]",
    "Ways back in for who forgot the password, the first one first. `admin` stands alone.",
    r#"["admin"]"#,
);

pub const EMAIL: Key = optional(
    "email",
    Kind::Table(SENDER),
    "Cognito sends, few a day",
    "Who sends the mails of the pool: an identity of SES.",
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
        "Address that mails come from.",
        r#""Shop <no-reply@example.com>""#,
    ),
    optional(
        "reply_to",
        Kind::Text,
        "none",
        "Address that answers go to.",
        r#""help@example.com""#,
    ),
];

pub const TIER: Key = optional(
    "tier",
    Kind::Word(&["lite", "essentials", "plus"]),
    "\"essentials\"",
    "Feature plan of the pool. Scopes in access tokens need `essentials`.",
    r#""plus""#,
);

pub const THREAT_PROTECTION: Key = optional(
    "threat_protection",
    Kind::Word(&["audit", "enforced"]),
    "none",
    "Whether Cognito looks for compromised passwords and unusual sign-ins, and acts on them. Needs the tier `plus`.",
    r#""enforced""#,
);

pub const DEVICES: Key = optional(
    "devices",
    Kind::Word(&["always", "on-request"]),
    "not remembered",
    "Whether devices are remembered, and challenged when they are new.",
    r#""always""#,
);

pub const DELETION_PROTECTION: Key = optional(
    "deletion_protection",
    Kind::Bool,
    "`true`",
    "Whether AWS refuses to delete the pool.",
    "false",
);

pub const PREVENT_DESTROY: Key = optional(
    "prevent_destroy",
    Kind::Bool,
    "`false`",
    "Whether Terraform refuses every plan that would destroy or replace the pool. `tests/access.tftest.hcl` is left out then: a test destroys what it made.",
    "true",
);

pub const CUSTOM_DOMAIN: Key = optional(
    "custom_domain",
    Kind::Table(SIGN_IN_DOMAIN),
    "none",
    "A domain of one's own for the hosted sign-in pages, in place of `domain`. The domain above it has to exist in DNS.",
    r#"{ name = "auth.example.com", certificate = { var = "sign_in_certificate" } }"#,
);

static SIGN_IN_DOMAIN: &[Key] = &[
    required("name", Kind::Text, "The domain.", r#""auth.example.com""#),
    required(
        "certificate",
        VALUE,
        "ARN of an ACM certificate for it, in the Region us-east-1.",
        r#"{ var = "sign_in_certificate" }"#,
    ),
];

pub const PROVIDERS: Key = optional(
    "providers",
    Kind::Named {
        what: "an identity provider",
        value: &Kind::Table(PROVIDER),
    },
    "none",
    "Identity providers that people may sign in through: each has `saml`, `oidc` or `google`.",
    r#"{ corporate = { saml = { metadata_url = "https://idp.example.com/metadata" }, mapping = { email = "email" } } }"#,
);

const PROVIDER: &[Key] = &[
    optional(
        "saml",
        Kind::Table(&[required(
            "metadata_url",
            VALUE,
            "Where the provider's metadata is.",
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
        "what Cognito maps by itself",
        "Attributes of the user, each with the provider's name for it.",
        r#"{ email = "email", "custom:tenant" = "tenant" }"#,
    ),
];

const CLIENT_ID: Key = required("client_id", VALUE, "Id of Cognito there.", r#""shop""#);

const CLIENT_SECRET: Key = required(
    "client_secret",
    VALUE,
    "Secret of Cognito there; only ever a variable.",
    r#"{ var = "oidc_secret" }"#,
);

const SCOPES: Key = optional(
    "scopes",
    TEXTS,
    "[\"openid\", \"email\", \"profile\"]",
    "Scopes that Cognito asks for there.",
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
