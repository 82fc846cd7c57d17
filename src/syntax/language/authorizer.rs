//! Authorizers as data.

use super::{Key, Kind, TEXTS, VALUE, VALUES, optional};

/// `[authorizers.x]`.
pub static AUTHORIZER: &[Key] = &[
    optional(
        "issuer",
        VALUE,
        "no JWT authorizer",
        "Issuer whose tokens are accepted, exactly as in their claim `iss`: a JWT authorizer beside that of `[identity]`.",
        r#""https://partner.example.com""#,
    ),
    optional(
        "audience",
        VALUES,
        "none",
        "Audiences of which a token of that issuer has to hold one.",
        r#"["orders-api"]"#,
    ),
    optional(
        "source",
        Kind::Text,
        "\"$request.header.Authorization\"",
        "Where that token stands: one header or one query parameter.",
        r#""$request.header.X-Partner-Token""#,
    ),
    optional(
        "function",
        Kind::Text,
        "no Lambda authorizer",
        "Function of the blueprint that decides about each call: a Lambda authorizer.",
        r#""gatekeeper""#,
    ),
    optional(
        "arn",
        VALUE,
        "no Lambda authorizer",
        "ARN of a function that exists already and decides about each call. It has to be in this account and Region: the output lets the API call it.",
        r#"{ var = "gatekeeper_arn" }"#,
    ),
    optional(
        "payload",
        Kind::Word(&["1.0", "2.0"]),
        "\"2.0\"",
        "Format of the event that the deciding function gets.",
        r#""1.0""#,
    ),
    optional(
        "simple_responses",
        Kind::Bool,
        "`true` with payload 2.0",
        "Whether the function answers `{ isAuthorized: true }` and not an IAM policy.",
        "false",
    ),
    optional(
        "sources",
        TEXTS,
        "[\"$request.header.Authorization\"]",
        "What has to be in the request: without one of them the gateway answers 401 and does not call the function. An empty list calls it always.",
        r#"["$request.header.Authorization", "$context.routeKey"]"#,
    ),
    optional(
        "ttl",
        Kind::Integer { min: 0, max: 3600 },
        "0",
        "Seconds that an answer is kept for equal sources; 0 asks the function every time.",
        "60",
    ),
];
