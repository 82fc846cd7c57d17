//! Routes as data.

use super::people::ROLE_INCLUDE;
use super::{Key, Kind, TEXTS, VALUE, api, optional};

/// A route.
pub static ROUTE: &[Key] = &[
    optional(
        "function",
        Kind::Text,
        "the `url` answers",
        "The function that answers.",
        r#""api""#,
    ),
    optional(
        "url",
        VALUE,
        "the `function` answers",
        "Address that answers in place of a function. `{name}` in it stands for the route's parameter of that name. The gateway passes the request on with its headers, the token among them.",
        r#""https://legacy.example.com/items/{id}""#,
    ),
    optional(
        "scopes",
        TEXTS,
        "none",
        "Scopes that open the route; holding one of them is enough.",
        r#"["read"]"#,
    ),
    optional(
        "allow",
        Kind::List(&Kind::OneOf(&[Kind::Text, Kind::Table(ROLE_INCLUDE)])),
        "none",
        "Groups whose members may call the route, and roles as `{ role = \"x\" }`; jwtgen makes the scopes. With `scopes`, one of either is enough.",
        r#"["admins", { role = "auditor" }]"#,
    ),
    optional(
        "all",
        TEXTS,
        "none",
        "Scopes that open the route to callers who hold every one of them; jwtgen makes a scope that stands for them together. With `scopes` or `allow`, either is enough.",
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
        "it has always had this name",
        "Route key that this entry had before: Terraform changes the route in place instead of making a new one.",
        r#""GET /products""#,
    ),
    optional(
        "authorizer",
        Kind::Text,
        "that of `[api]`, else `identity`",
        "Who decides: `identity` (tokens of `[identity]`), `iam` (calls signed by AWS credentials), or a name of `[authorizers]`. A JWT authorizer of another issuer takes that issuer's own `scopes`; a Lambda authorizer and `iam` take none.",
        r#""iam""#,
    ),
    optional(
        "public",
        Kind::Text,
        "not public",
        "Why anyone may call the route without a token.",
        r#""uptime probe""#,
    ),
    api::ROUTE_THROTTLE,
    api::ROUTE_TIMEOUT,
    api::ROUTE_PAYLOAD,
];
