//! Keys of `[routes.x]`.

use super::people::ROLE_INCLUDE;
use super::{Key, Kind, TEXTS, VALUE, api, optional};

/// `[routes.x]`.
pub static ROUTE: &[Key] = &[
    optional(
        "function",
        Kind::Text,
        "required unless `url` is set",
        "Function that handles the route.",
        r#""api""#,
    ),
    optional(
        "url",
        VALUE,
        "none; `function` handles the route",
        "URL that requests are forwarded to, instead of a function. `{name}` in it is replaced by the route's path parameter of that name. The gateway forwards the request with its headers, including the token.",
        r#""https://legacy.example.com/items/{id}""#,
    ),
    optional(
        "scopes",
        TEXTS,
        "none",
        "Scopes that grant access; a caller needs one of them. With an empty list, any valid token does.",
        r#"["read"]"#,
    ),
    optional(
        "allow",
        Kind::List(&Kind::OneOf(&[Kind::Text, Kind::Table(ROLE_INCLUDE)])),
        "none",
        "Groups whose members may call the route, and roles as `{ role = \"x\" }`; jwtgen generates the scopes. With `scopes`, either is enough.",
        r#"["admins", { role = "auditor" }]"#,
    ),
    optional(
        "all",
        TEXTS,
        "none",
        "Scopes that grant access only together; jwtgen generates a scope that represents the combination. With `scopes` or `allow`, either is enough.",
        r#"["read", "region-eu"]"#,
    ),
    optional(
        "clients",
        TEXTS,
        "every app client",
        "App clients whose tokens are accepted.",
        r#"["web"]"#,
    ),
    optional(
        "renamed_from",
        Kind::Text,
        "never renamed",
        "Previous route key of this entry: Terraform changes the route in place instead of creating a new one.",
        r#""GET /products""#,
    ),
    optional(
        "authorizer",
        Kind::Text,
        "`authorizer` of `[api]`",
        "What authorizes callers: `identity` (tokens of `[identity]`), `iam` (requests signed with AWS credentials), or a name from `[authorizers]`. With a JWT authorizer for another issuer, `scopes` are that issuer's own; a Lambda authorizer and `iam` do not support `scopes`.",
        r#""iam""#,
    ),
    optional(
        "public",
        Kind::Text,
        "not public",
        "Makes the route callable without a token; the value says why.",
        r#""uptime probe""#,
    ),
    api::ROUTE_THROTTLE,
    api::ROUTE_TIMEOUT,
    api::ROUTE_PAYLOAD,
];
