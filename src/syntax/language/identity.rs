//! The identity provider and its app clients as data.

use super::pool;
use super::{Key, Kind, TEXTS, VALUE, VALUES, optional, required};

pub static IDENTITY: &[Key] = &[
    optional(
        "issuer",
        VALUE,
        "a user pool of this blueprint's own",
        "Issuer of another OpenID Connect provider, exactly as in the claim `iss` of its tokens. Groups then say which scopes it has to grant; the output's README says what to configure there.",
        r#""https://shop.eu.auth0.com/""#,
    ),
    optional(
        "audience",
        VALUES,
        "none",
        "Audiences of which a token of that issuer has to hold one.",
        r#"["https://api.shop.example.com"]"#,
    ),
    optional(
        "preset",
        Kind::Word(&["auth0", "okta", "keycloak", "entra", "google"]),
        "told by the issuer's host",
        "Which product the issuer is; jwtgen knows its traps.",
        r#""keycloak""#,
    ),
    optional(
        "claim",
        Kind::Text,
        "\"scope\"; \"scp\" of Okta and Entra ID",
        "Claim that carries the scopes. API Gateway reads `scope` and `scp` and no other.",
        r#""scp""#,
    ),
    optional(
        "pool",
        VALUE,
        "a user pool of this blueprint's own",
        "Id of a user pool that exists already. App clients, groups and the token handler are made in it; its owner attaches the handler.",
        r#"{ var = "user_pool_id" }"#,
    ),
    optional(
        "owner",
        Kind::Text,
        "roles and groups are this blueprint's own",
        "Blueprint that owns the `pool`, as a path from this one: its roles, groups, users and spelling of scopes hold here too, its token handler grants the scopes, and nothing of them is made again.",
        r#""../identity/blueprint.toml""#,
    ),
    optional(
        "token",
        Kind::Word(&["access", "id"]),
        "\"access\"",
        "Which token callers send.",
        r#""id""#,
    ),
    optional(
        "scope_format",
        Kind::Text,
        "\"{scope}\"",
        "How a scope is spelled in the token, with `{scope}`, `{name}` and `{client_id}`.",
        r#""{name}/{scope}""#,
    ),
    optional(
        "source",
        Kind::Text,
        "\"$request.header.Authorization\"",
        "Where callers put the token: one header or one query parameter.",
        r#""$request.querystring.token""#,
    ),
    optional(
        "domain",
        VALUE,
        "no hosted sign-in pages",
        "Domain prefix of the hosted sign-in pages; unique in the AWS Region.",
        r#""shop-demo""#,
    ),
    pool::CUSTOM_DOMAIN,
    pool::SIGN_IN,
    pool::ALIASES,
    pool::VERIFY,
    pool::ATTRIBUTES,
    pool::PASSWORD,
    pool::MFA,
    pool::SELF_SIGN_UP,
    pool::RECOVERY,
    pool::EMAIL,
    pool::TIER,
    pool::THREAT_PROTECTION,
    pool::DEVICES,
    pool::DELETION_PROTECTION,
    pool::PREVENT_DESTROY,
    pool::PROVIDERS,
];

pub static CLIENT: &[Key] = &[
    optional(
        "renamed_from",
        Kind::Text,
        "it has always had this name",
        "Name that this entry had before: Terraform moves the app client instead of making a new one, so that its id stays.",
        r#""spa""#,
    ),
    optional(
        "roles",
        TEXTS,
        "an app client for people",
        "Roles of the application itself: a machine client, which gets its tokens by client credentials and of the keys below takes `validity` alone.",
        r#"["reader"]"#,
    ),
    optional(
        "callback_urls",
        VALUES,
        "none",
        "Where the hosted sign-in may send people after signing in.",
        r#"["https://example.com/callback"]"#,
    ),
    optional(
        "logout_urls",
        VALUES,
        "none",
        "Where the hosted sign-in may send people after signing out.",
        r#"["https://example.com/bye"]"#,
    ),
    optional(
        "oauth",
        Kind::Table(OAUTH),
        "no hosted sign-in",
        "OAuth flows and scopes that the client may use at the hosted sign-in.",
        r#"{ flows = ["code"], scopes = ["openid", "email"] }"#,
    ),
    optional(
        "auth_flows",
        Kind::List(&Kind::Word(&[
            "user-password",
            "user-srp",
            "admin-user-password",
            "custom",
            "user-auth",
        ])),
        "[\"user-srp\"]",
        "Ways to sign in through the API. Refreshing a token is always possible.",
        r#"["user-password"]"#,
    ),
    optional(
        "secret",
        Kind::Bool,
        "`false`",
        "Whether the client has a secret: an application that runs on a server and can keep one.",
        "true",
    ),
    optional(
        "validity",
        Kind::Table(VALIDITY),
        "an hour, refreshed for 30 days",
        "How long tokens of the client are good for.",
        r#"{ access = "15m", refresh = "12h" }"#,
    ),
    optional(
        "identity_providers",
        TEXTS,
        "`cognito` and all of `[identity.providers]`",
        "Identity providers that people may sign in through; `cognito` is the pool itself.",
        r#"["corporate"]"#,
    ),
];

static OAUTH: &[Key] = &[
    required(
        "flows",
        Kind::List(&Kind::Word(&["code"])),
        "OAuth grants; `code` is the authorization code grant.",
        r#"["code"]"#,
    ),
    required(
        "scopes",
        TEXTS,
        "OpenID Connect scopes the client may request. Scopes of roles never belong here.",
        r#"["openid", "email"]"#,
    ),
];

static VALIDITY: &[Key] = &[
    optional(
        "access",
        Kind::Text,
        "\"1h\"",
        "The access token: 5 minutes to a day, as a number with `m`, `h` or `d`.",
        r#""15m""#,
    ),
    optional(
        "id",
        Kind::Text,
        "\"1h\"",
        "The ID token: 5 minutes to a day.",
        r#""15m""#,
    ),
    optional(
        "refresh",
        Kind::Text,
        "\"30d\"",
        "The refresh token: an hour to 3650 days.",
        r#""12h""#,
    ),
];
