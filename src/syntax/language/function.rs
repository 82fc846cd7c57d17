//! `[functions.x]`, and `[defaults.function]` for what functions share.

use super::{Key, Kind, TEXTS, VALUE, VALUES, optional, required};

const HANDLER: Key = optional(
    "handler",
    Kind::Text,
    "`index.handler`, or `<file>.handler` for a single file",
    "What the runtime calls: the module and the function exported from it.",
    r#""index.handler""#,
);

const RUNTIME: Key = optional(
    "runtime",
    Kind::Text,
    "\"nodejs24.x\"",
    "Lambda runtime identifier.",
    r#""python3.13""#,
);

const MEMORY: Key = optional(
    "memory",
    // b:CreateFunctionRequest; D:Lambda quotas
    Kind::Integer {
        min: 128,
        max: 10_240,
    },
    "128",
    "Memory in MB.",
    "256",
);

const TIMEOUT: Key = optional(
    "timeout",
    // b:CreateFunctionRequest; D:Lambda quotas
    Kind::Integer { min: 1, max: 900 },
    "3",
    "Time limit of a call, in seconds. An HTTP API waits 30.",
    "10",
);

const DESCRIPTION: Key = optional(
    "description",
    Kind::Text,
    "none",
    "What the function is for; at most 256 characters.",
    r#""Reads orders""#,
);

const ENV: Key = optional(
    "env",
    Kind::Named {
        what: "an environment variable",
        value: &VALUE,
    },
    "none",
    "Environment variables, names and values at most 4,096 bytes together. Added to those of `[defaults.function]`; where both have a name, the function's own wins.",
    r#"{ TABLE = "orders", MODE = { var = "mode" } }"#,
);

const ARCHITECTURE: Key = optional(
    "architecture",
    Kind::Word(&["x86_64", "arm64"]),
    "\"x86_64\"",
    "Instruction set.",
    r#""arm64""#,
);

const LAYERS: Key = optional(
    "layers",
    VALUES,
    "none",
    "ARNs of layer versions, at most 5; later ones cover files of earlier ones.",
    r#"["arn:aws:lambda:eu-west-1:123456789012:layer:tools:3"]"#,
);

const VPC: Key = optional(
    "vpc",
    Kind::Table(VPC_SETTINGS),
    "outside of any VPC",
    "Where the function gets network interfaces; its role may then manage these.",
    r#"{ subnets = [{ var = "subnet" }], security_groups = [{ var = "security_group" }] }"#,
);

static VPC_SETTINGS: &[Key] = &[
    required(
        "subnets",
        VALUES,
        "Ids of subnets.",
        r#"[{ var = "subnet" }]"#,
    ),
    required(
        "security_groups",
        VALUES,
        "Ids of security groups.",
        r#"[{ var = "security_group" }]"#,
    ),
];

const TRACING: Key = optional(
    "tracing",
    Kind::Word(&["active", "passthrough"]),
    "as Lambda does by itself: \"passthrough\"",
    "Whether X-Ray traces calls. With `active` the role may send traces.",
    r#""active""#,
);

const RESERVED_CONCURRENCY: Key = optional(
    "reserved_concurrency",
    Kind::Integer {
        min: 0,
        max: i32::MAX as i64,
    },
    "none",
    "Calls that run at the same time, at most and guaranteed; 0 stops the function.",
    "20",
);

const DEAD_LETTER: Key = optional(
    "dead_letter",
    VALUE,
    "none",
    "ARN of the SQS queue or SNS topic that gets the events of failed asynchronous calls; the role may send to it. An API calls synchronously.",
    r#"{ var = "failed_events" }"#,
);

const LOG_RETENTION: Key = optional(
    "log_retention",
    // b:Days
    Kind::OneOf(&[
        Kind::Number(&[
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
            2922, 3288, 3653,
        ]),
        Kind::Word(&["forever"]),
    ]),
    "365",
    "Days that log entries are kept.",
    "30",
);

const LOG_KEY: Key = optional(
    "log_key",
    VALUE,
    "a key of CloudWatch Logs' own",
    "ARN of the KMS key that encrypts the logs; its policy must let the logs service use it.",
    r#"{ var = "log_key" }"#,
);

const POLICY: Key = optional(
    "policy",
    Kind::List(&STATEMENT),
    "none",
    "What the function may do besides writing its logs.",
    r#"[{ actions = ["dynamodb:GetItem"], resources = [{ var = "table_arn" }] }]"#,
);

static STATEMENT: Kind = Kind::Table(&[
    required(
        "actions",
        TEXTS,
        "IAM actions that are allowed.",
        r#"["dynamodb:GetItem"]"#,
    ),
    required(
        "resources",
        VALUES,
        "ARNs for which they are allowed.",
        r#"[{ var = "table_arn" }]"#,
    ),
]);

/// `[functions.x]`.
pub static FUNCTION: &[Key] = &[
    optional(
        "name",
        Kind::Text,
        "\"<name>-<key>\"",
        "Name of the Lambda function.",
        r#""LambdaForOrders""#,
    ),
    optional(
        "source",
        Kind::Text,
        "the function exists already",
        "A file or folder beside the blueprint; packaged as it is.",
        r#""functions/api""#,
    ),
    optional(
        "renamed_from",
        Kind::Text,
        "it has always had this name",
        "Name that this entry had before: Terraform moves what it made instead of making it anew. Keep `name` as it was deployed, or AWS replaces the function all the same.",
        r#""orders""#,
    ),
    optional(
        "arn",
        VALUE,
        "the function is made from its source",
        "ARN of a function that exists already, with the alias or version that is called behind it; in this account and Region. It has no other keys.",
        r#"{ var = "orders_function_arn" }"#,
    ),
    HANDLER,
    RUNTIME,
    MEMORY,
    TIMEOUT,
    DESCRIPTION,
    ENV,
    ARCHITECTURE,
    LAYERS,
    VPC,
    TRACING,
    RESERVED_CONCURRENCY,
    DEAD_LETTER,
    LOG_RETENTION,
    LOG_KEY,
    POLICY,
];

/// `[defaults]`.
pub static DEFAULTS: &[Key] = &[optional(
    "function",
    Kind::Table(FUNCTION_DEFAULTS),
    "none",
    "What holds for every function of the blueprint that does not say otherwise. A function's own key replaces it whole, but for `env`. The token handler is jwtgen's own and not touched.",
    r#"{ memory = 256, tracing = "active" }"#,
)];

static FUNCTION_DEFAULTS: &[Key] = &[
    HANDLER,
    RUNTIME,
    MEMORY,
    TIMEOUT,
    DESCRIPTION,
    ENV,
    ARCHITECTURE,
    LAYERS,
    VPC,
    TRACING,
    RESERVED_CONCURRENCY,
    DEAD_LETTER,
    LOG_RETENTION,
    LOG_KEY,
    POLICY,
];
