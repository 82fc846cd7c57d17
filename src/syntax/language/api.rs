//! Keys of `[api]` and `[stage]`, and of routes where they share them.

use super::{Key, Kind, TEXTS, VALUE, VALUES, optional, required};
use crate::model::METHODS;

/// `[api]`.
pub(super) static API: &[Key] = &[
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
        "Authorizer for routes that are not public and do not name one.",
        r#""iam""#,
    ),
    optional(
        "scopes",
        TEXTS,
        "none",
        "Scopes for routes that use the API's authorizer and list none. `scopes = []` on a route clears them.",
        r#"["read"]"#,
    ),
    optional(
        "cors",
        Kind::Table(CORS),
        "no cross-origin calls",
        "Which web origins may call the API from a browser. API Gateway answers preflight requests itself; if a protected `ANY` or `$default` route would catch them, a public `OPTIONS` route is added for the same path.",
        r#"{ origins = ["https://example.com"] }"#,
    ),
    optional(
        "domain",
        Kind::Table(DOMAIN),
        "the generated endpoint",
        "Custom domain of the API.",
        r#"{ name = "api.example.com", certificate = { var = "certificate_arn" } }"#,
    ),
    optional(
        "tags",
        Kind::Named {
            what: "a tag",
            value: &VALUE,
        },
        "none",
        "Tags for the API, its stage and its log group.",
        r#"{ team = "shop" }"#,
    ),
    optional(
        "generated_endpoint",
        Kind::Bool,
        "`true`",
        "Whether the API can be called at the `execute-api` endpoint that API Gateway generates.",
        "false",
    ),
    optional(
        "ip_address_type",
        Kind::Word(&["ipv4", "dualstack"]),
        "\"ipv4\"",
        "IP address type of the API's endpoint; `dualstack` is IPv4 and IPv6.",
        r#""dualstack""#,
    ),
];

static DOMAIN: &[Key] = &[
    required(
        "name",
        Kind::Text,
        "The domain name.",
        r#""api.example.com""#,
    ),
    optional(
        "certificate",
        VALUE,
        "a new certificate, validated in `zone`",
        "ARN of an ACM certificate for the domain, in the Region of the API.",
        r#"{ var = "certificate_arn" }"#,
    ),
    optional(
        "zone",
        VALUE,
        "no DNS records; the output `domain_target` says where to point the domain",
        "ID of the Route 53 hosted zone for the records: A and AAAA and, without `certificate`, the validation record.",
        r#"{ var = "zone_id" }"#,
    ),
    optional(
        "base_path",
        Kind::Text,
        "the root of the domain",
        "Path under which the API is served, without leading or trailing slashes.",
        r#""v1""#,
    ),
];

/// `[stage]`.
pub(super) static STAGE: &[Key] = &[
    optional(
        "name",
        Kind::Text,
        "\"$default\"",
        "Name of the stage; `$default` is served at the root of the API's URL.",
        r#""Test""#,
    ),
    optional(
        "variables",
        Kind::Named {
            what: "a stage variable",
            value: &VALUE,
        },
        "none",
        "Stage variables, passed to functions in the event.",
        r#"{ level = "info" }"#,
    ),
    optional(
        "throttle",
        Kind::Table(THROTTLE),
        "the limits of the AWS account",
        "Rate limit for each route that has none of its own. Once applied, raise it instead of removing it: without it, the AWS provider sets both numbers to 0, and every call gets a 429.",
        "{ rate = 100, burst = 200 }",
    ),
    optional(
        "detailed_metrics",
        Kind::Bool,
        "`false`",
        "Whether CloudWatch has metrics for each route, at extra cost. Requires `throttle`.",
        "true",
    ),
    optional(
        "log_format",
        Kind::Text,
        "JSON with the request, the response and the reason for a rejection",
        "Format of an access log entry, on one line; must contain `$context.requestId`.",
        r#""$context.requestId $context.status""#,
    ),
    optional(
        "log_retention",
        Kind::Number(&DAYS),
        "365",
        "Days to keep the access log; 0 never expires.",
        "90",
    ),
    optional(
        "log_group",
        VALUE,
        "a new log group",
        "ARN of an existing log group for the access log.",
        r#"{ var = "log_group_arn" }"#,
    ),
];

/// `throttle` of a route.
pub(super) const ROUTE_THROTTLE: Key = optional(
    "throttle",
    Kind::Table(THROTTLE),
    "`throttle` of `[stage]`",
    "Rate limit for this route only.",
    "{ rate = 10, burst = 20 }",
);

/// `timeout` of a route.
pub(super) const ROUTE_TIMEOUT: Key = optional(
    "timeout",
    // https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html
    Kind::Integer {
        min: 50,
        max: 30_000,
    },
    "30000",
    "How long the gateway waits for a response, in milliseconds.",
    "5000",
);

/// `payload` of a route.
pub(super) const ROUTE_PAYLOAD: Key = optional(
    "payload",
    Kind::Word(&["1.0", "2.0"]),
    "\"2.0\"",
    "Format version of the event passed to the function; `1.0` is the format of REST APIs.",
    r#""1.0""#,
);

static THROTTLE: &[Key] = &[
    required("rate", LIMIT, "Requests per second, sustained.", "100"),
    required(
        "burst",
        LIMIT,
        "Requests that may arrive at once before the rate applies.",
        "200",
    ),
];

/// 0 would reject every request.
const LIMIT: Kind = Kind::Integer {
    min: 1,
    max: i32::MAX as i64,
};

/// Retention periods that CloudWatch Logs accepts; 0 never expires. See
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>.
const DAYS: [i64; 23] = [
    0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
];

static CORS: &[Key] = &[
    required(
        "origins",
        VALUES,
        "Allowed origins: scheme, host and port, without a path; `*` allows any, `https://*` any over HTTPS.",
        r#"["https://example.com"]"#,
    ),
    optional(
        "methods",
        Kind::List(&Kind::Word(&CORS_METHODS)),
        "the methods of the routes",
        "Allowed methods; `*` allows any.",
        r#"["GET", "POST"]"#,
    ),
    optional(
        "headers",
        TEXTS,
        "[\"authorization\", \"content-type\"]",
        "Allowed request headers.",
        r#"["authorization", "content-type", "x-request-id"]"#,
    ),
    optional(
        "expose",
        TEXTS,
        "none",
        "Response headers that scripts may read, in addition to the CORS-safelisted ones.",
        r#"["x-request-id"]"#,
    ),
    optional(
        "max_age",
        // https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid.html
        Kind::Integer {
            min: -1,
            max: 86_400,
        },
        "the browser's default",
        "How long browsers may cache the response to a preflight request, in seconds; -1 disables caching.",
        "3600",
    ),
    optional(
        "credentials",
        Kind::Bool,
        "`false`",
        "Whether browsers may send cookies. A token in a header does not need this.",
        "true",
    ),
];

/// `*` and the methods of requests: `ANY` exists only in route keys.
const CORS_METHODS: [&str; 8] = {
    let mut methods = METHODS;
    methods[0] = "*";
    methods
};
