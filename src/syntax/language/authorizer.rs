//! Authorizers as data.

use super::{Key, Kind, TEXTS, VALUE, VALUES, optional};

/// `[authorizers.x]`.
pub(super) static AUTHORIZER: &[Key] = &[
    optional(
        "issuer",
        VALUE,
        "not a JWT authorizer",
        "Makes this a JWT authorizer: the issuer whose tokens are accepted, exactly as in the `iss` claim.",
        r#""https://partner.example.com""#,
    ),
    optional(
        "audience",
        VALUES,
        "none; required with `issuer`",
        "Accepted audiences; a token needs one of them.",
        r#"["orders-api"]"#,
    ),
    optional(
        "source",
        Kind::Text,
        "\"$request.header.Authorization\"",
        "Where callers put the token: one header or one query parameter.",
        r#""$request.header.X-Partner-Token""#,
    ),
    optional(
        "function",
        Kind::Text,
        "not a Lambda authorizer",
        "Makes this a Lambda authorizer: the function of this blueprint that decides about each call.",
        r#""gatekeeper""#,
    ),
    optional(
        "arn",
        VALUE,
        "not a Lambda authorizer",
        "Makes this a Lambda authorizer: the ARN of an existing function that decides about each call. It must be in this account and Region, because the output lets the API invoke it.",
        r#"{ var = "gatekeeper_arn" }"#,
    ),
    optional(
        "payload",
        Kind::Word(&["1.0", "2.0"]),
        "\"2.0\"",
        "Format version of the event passed to the authorizer function.",
        r#""1.0""#,
    ),
    optional(
        "simple_responses",
        Kind::Bool,
        "`true` with payload 2.0",
        "Whether the function returns `{ isAuthorized: true }` instead of an IAM policy.",
        "false",
    ),
    optional(
        "sources",
        TEXTS,
        "[\"$request.header.Authorization\"]",
        "Values that a request must contain: if any is missing, the gateway answers 401 without calling the function. With an empty list, the function is always called.",
        r#"["$request.header.Authorization", "$context.routeKey"]"#,
    ),
    optional(
        "ttl",
        Kind::Integer { min: 0, max: 3600 },
        "0",
        "Seconds to cache a decision for the same source values; 0 disables caching.",
        "60",
    ),
];
