//! Keys of the API and its stage.

use super::{Key, Kind, TEXTS, VALUES, optional, required};
use crate::model::METHODS;

/// `[api]`.
pub static API: &[Key] = &[optional(
    "cors",
    Kind::Table(CORS),
    "no cross-origin calls",
    "Which pages of other origins may call the API from a browser. API Gateway answers their preflight requests itself; where a route with `ANY` or `$default` that asks for a token would catch them, an open `OPTIONS` route is added for the same path.",
    r#"{ origins = ["https://example.com"] }"#,
)];

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
