//! Keys of `[identity]` and `[clients.x]`.

use super::pool;
use super::{Key, Kind, TEXTS, VALUE, VALUES, optional, required};

pub static IDENTITY: &[Key] = &[
    optional(
        "name",
        Kind::Text,
        "the blueprint's `name`",
        "Name of the user pool. A user pool cannot be renamed: write its name here before you rename the blueprint.",
        r#""shop""#,
    ),
    optional(
        "issuer",
        VALUE,
        "a new user pool",
        "Issuer of another OpenID Connect provider, exactly as in the `iss` claim of its tokens. Groups then say which scopes the provider must grant; the generated README says what to configure there.",
        r#""https://shop.eu.auth0.com/""#,
    ),
    optional(
        "audience",
        VALUES,
        "none; required with `issuer`",
        "Accepted audiences of that issuer's tokens; a token needs one of them.",
        r#"["https://api.shop.example.com"]"#,
    ),
    optional(
        "preset",
        Kind::Word(&["auth0", "okta", "keycloak", "entra", "google"]),
        "detected from the issuer's host",
        "Product behind the issuer; jwtgen checks for its known pitfalls.",
        r#""keycloak""#,
    ),
    optional(
        "claim",
        Kind::Text,
        "`\"scope\"`, or `\"scp\"` for Okta and Entra ID",
        "Claim that holds the scopes. API Gateway reads only `scope` and `scp`.",
        r#""scp""#,
    ),
    optional(
        "pool",
        VALUE,
        "a new user pool",
        "ID of an existing user pool. App clients and groups are created in it, and a token handler that the pool's owner must attach.",
        r#"{ var = "user_pool_id" }"#,
    ),
    optional(
        "owner",
        Kind::Text,
        "this blueprint defines roles and groups",
        "Path of the blueprint that owns the `pool`, relative to this one. Its roles, groups, users, custom attributes and scope format apply here too, and its token handler grants the scopes; none of them is created again.",
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
        "Format of a scope in the token, with the placeholders `{scope}`, `{name}` and `{client_id}`.",
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
        "Domain prefix of the hosted sign-in pages; must be unique in the AWS Region.",
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
    pool::SELF_SERVICE,
    pool::RECOVERY,
    pool::EMAIL,
    pool::TIER,
    pool::THREAT_PROTECTION,
    pool::DEVICES,
    pool::DELETION_PROTECTION,
    pool::PREVENT_DESTROY,
    pool::PROVIDERS,
];

pub(super) static CLIENT: &[Key] = &[
    optional(
        "renamed_from",
        Kind::Text,
        "never renamed",
        "Previous key of this entry: Terraform moves the app client instead of creating a new one, so its client ID does not change.",
        r#""spa""#,
    ),
    optional(
        "roles",
        TEXTS,
        "a client for users",
        "Roles of the application itself. They make this a machine client, which gets its tokens with the client credentials grant. Of the keys below, only `validity` is allowed.",
        r#"["reader"]"#,
    ),
    optional(
        "callback_urls",
        VALUES,
        "none",
        "URLs that the hosted sign-in pages may redirect users to after they sign in.",
        r#"["https://example.com/callback"]"#,
    ),
    optional(
        "logout_urls",
        VALUES,
        "none",
        "URLs that the hosted sign-in pages may redirect users to after they sign out.",
        r#"["https://example.com/bye"]"#,
    ),
    optional(
        "oauth",
        Kind::Table(OAUTH),
        "no hosted sign-in pages",
        "OAuth grants and scopes that the client may use with the hosted sign-in pages.",
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
        "Authentication flows that the client may use with the Cognito API. Refreshing tokens is always allowed.",
        r#"["user-password"]"#,
    ),
    optional(
        "secret",
        Kind::Bool,
        "`false`",
        "Whether the client has a secret; only for applications that run on a server and can keep one.",
        "true",
    ),
    optional(
        "validity",
        Kind::Table(VALIDITY),
        "1 hour; refresh tokens 30 days",
        "How long tokens of the client are valid.",
        r#"{ access = "15m", refresh = "12h" }"#,
    ),
    optional(
        "identity_providers",
        TEXTS,
        "`cognito` and all of `[identity.providers]`",
        "Identity providers that users may sign in with; `cognito` is the user pool itself.",
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
        "OpenID Connect scopes that the client may request. Scopes of roles do not belong here.",
        r#"["openid", "email"]"#,
    ),
];

static VALIDITY: &[Key] = &[
    optional(
        "access",
        Kind::Text,
        "\"1h\"",
        "Access token: 5 minutes to 1 day, as a number followed by `m`, `h` or `d`.",
        r#""15m""#,
    ),
    optional(
        "id",
        Kind::Text,
        "\"1h\"",
        "ID token: 5 minutes to 1 day.",
        r#""15m""#,
    ),
    optional(
        "refresh",
        Kind::Text,
        "\"30d\"",
        "Refresh token: 1 hour to 3650 days.",
        r#""12h""#,
    ),
];
