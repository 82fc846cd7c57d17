//! Keys of the API and its stage.

use super::{Key, Kind, TEXTS, VALUE, VALUES, optional, required};
use crate::model::METHODS;

/// `[api]`.
pub static API: &[Key] = &[
    optional(
        "description",
        Kind::Text,
        "none",
        "What the API is for.",
        r#""Orders of the shop""#,
    ),
    optional(
        "authorizer",
        Kind::Text,
        "\"identity\"",
        "Authorizer of routes that name none and are not public.",
        r#""iam""#,
    ),
    optional(
        "scopes",
        TEXTS,
        "none",
        "Scopes of routes that have none of their own and use the API's authorizer. `scopes = []` on a route clears them.",
        r#"["read"]"#,
    ),
    optional(
        "cors",
        Kind::Table(CORS),
        "no cross-origin calls",
        "Which pages of other origins may call the API from a browser. API Gateway answers their preflight requests itself; where a route with `ANY` or `$default` that asks for a token would catch them, an open `OPTIONS` route is added for the same path.",
        r#"{ origins = ["https://example.com"] }"#,
    ),
    optional(
        "domain",
        Kind::Table(DOMAIN),
        "the address that API Gateway gives",
        "A domain of one's own.",
        r#"{ name = "api.example.com", certificate = { var = "certificate_arn" } }"#,
    ),
    optional(
        "tags",
        Kind::Named {
            what: "a tag",
            value: &VALUE,
        },
        "none",
        "Tags of the API, its stage and its log group.",
        r#"{ team = "shop" }"#,
    ),
    optional(
        "generated_endpoint",
        Kind::Bool,
        "`true`",
        "Whether the API can be called at the address that API Gateway gives it.",
        "false",
    ),
    optional(
        "ip_address_type",
        Kind::Word(&["ipv4", "dualstack"]),
        "\"ipv4\"",
        "Kind of addresses that the API can be called from; `dualstack` is IPv4 and IPv6.",
        r#""dualstack""#,
    ),
];

static DOMAIN: &[Key] = &[
    required("name", Kind::Text, "The domain.", r#""api.example.com""#),
    optional(
        "certificate",
        VALUE,
        "one is made in the `zone`",
        "ARN of an ACM certificate for the domain, in the Region of the API.",
        r#"{ var = "certificate_arn" }"#,
    ),
    optional(
        "zone",
        VALUE,
        "the output `domain_target` says where the domain has to point",
        "Id of the Route 53 hosted zone that gets the records: A and AAAA, and that of the certificate where none is given.",
        r#"{ var = "zone_id" }"#,
    ),
    optional(
        "base_path",
        Kind::Text,
        "the root of the domain",
        "Path below which the API stands, without slashes around it.",
        r#""v1""#,
    ),
];

/// `[stage]`.
pub static STAGE: &[Key] = &[
    optional(
        "name",
        Kind::Text,
        "\"$default\"",
        "Name of the stage; `$default` serves at the root of the API's address.",
        r#""Test""#,
    ),
    optional(
        "variables",
        Kind::Named {
            what: "a stage variable",
            value: &VALUE,
        },
        "none",
        "Stage variables, which functions find in the event.",
        r#"{ level = "info" }"#,
    ),
    optional(
        "throttle",
        Kind::Table(THROTTLE),
        "the account's limit",
        "Limit for each route that has none of its own. Once applied, raise it rather than take it away: the AWS provider would write 0 for both numbers, and every call would answer 429.",
        "{ rate = 100, burst = 200 }",
    ),
    optional(
        "detailed_metrics",
        Kind::Bool,
        "`false`",
        "Whether CloudWatch counts each route by itself, which costs. Asks for `throttle`.",
        "true",
    ),
    optional(
        "log_format",
        Kind::Text,
        "JSON with the request, its answer and why it was refused",
        "One line for each entry of the access log, with `$context.requestId` in it.",
        r#""$context.requestId $context.status""#,
    ),
    optional(
        "log_retention",
        Kind::Number(&DAYS),
        "365",
        "Days that the access log is kept; 0 is for ever.",
        "90",
    ),
    optional(
        "log_group",
        VALUE,
        "a log group of its own",
        "ARN of an existing log group that takes the access log.",
        r#"{ var = "log_group_arn" }"#,
    ),
];

/// `throttle` of a route.
pub const ROUTE_THROTTLE: Key = optional(
    "throttle",
    Kind::Table(THROTTLE),
    "that of the stage",
    "Limit for this route alone.",
    "{ rate = 10, burst = 20 }",
);

/// `timeout` of a route.
pub const ROUTE_TIMEOUT: Key = optional(
    "timeout",
    // b:CreateIntegrationRequest
    Kind::Integer {
        min: 50,
        max: 30_000,
    },
    "30000",
    "How long the gateway waits for an answer, in milliseconds.",
    "5000",
);

/// `payload` of a route.
pub const ROUTE_PAYLOAD: Key = optional(
    "payload",
    Kind::Word(&["1.0", "2.0"]),
    "\"2.0\"",
    "Format of the event that the function gets; `1.0` is that of REST APIs.",
    r#""1.0""#,
);

static THROTTLE: &[Key] = &[
    required("rate", LIMIT, "Calls a second in the long run.", "100"),
    required(
        "burst",
        LIMIT,
        "Calls that may come at once before the rate counts.",
        "200",
    ),
];

/// 0 would refuse every call.
const LIMIT: Kind = Kind::Integer {
    min: 1,
    max: i32::MAX as i64,
};

/// Days that CloudWatch can keep logs (b:Days), and 0 for ever.
const DAYS: [i64; 23] = [
    0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
];

static CORS: &[Key] = &[
    required(
        "origins",
        VALUES,
        "Origins of the pages: scheme, host and port without a path; `*` is any, `https://*` is any over TLS.",
        r#"["https://example.com"]"#,
    ),
    optional(
        "methods",
        Kind::List(&Kind::Word(&CORS_METHODS)),
        "those of the routes",
        "Methods that such a page may use; `*` is any.",
        r#"["GET", "POST"]"#,
    ),
    optional(
        "headers",
        TEXTS,
        "[\"authorization\", \"content-type\"]",
        "Request headers that such a page may send.",
        r#"["authorization", "content-type", "x-request-id"]"#,
    ),
    optional(
        "expose",
        TEXTS,
        "none",
        "Response headers that such a page may read besides those that any may.",
        r#"["x-request-id"]"#,
    ),
    optional(
        "max_age",
        // b:Cors
        Kind::Integer {
            min: -1,
            max: 86_400,
        },
        "the browser's own",
        "How long a browser may keep the answer to a preflight request, in seconds; -1 is not at all.",
        "3600",
    ),
    optional(
        "credentials",
        Kind::Bool,
        "`false`",
        "Whether such a page may send cookies. A token in a header needs no such thing.",
        "true",
    ),
];

/// `*`, and what a request can be made with: `ANY` stands in route keys alone.
const CORS_METHODS: [&str; 8] = {
    let mut methods = METHODS;
    methods[0] = "*";
    methods
};
