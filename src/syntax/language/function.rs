//! Keys of `[functions.x]` and `[defaults.function]`.

use super::{Key, Kind, TEXTS, VALUE, VALUES, optional, required};

const HANDLER: Key = optional(
    "handler",
    Kind::Text,
    "`index.handler`, or `<file>.handler` for a single file",
    "Entry point: the module and the function that it exports.",
    r#""index.handler""#,
);

const RUNTIME: Key = optional(
    "runtime",
    Kind::Text,
    "`nodejs24.x`; `nodejs22.x` where `aws_provider` allows versions before 6.19",
    "Lambda runtime identifier.",
    r#""python3.13""#,
);

const MEMORY: Key = optional(
    "memory",
    // https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
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
    // https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html
    Kind::Integer { min: 1, max: 900 },
    "3",
    "Time limit for a call, in seconds. An HTTP API waits at most 30.",
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
    "Environment variables; names and values may total 4,096 bytes. Merged with those of `[defaults.function]`; the function's own values win.",
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
    "ARNs of layer versions, at most 5; files of later layers override those of earlier ones.",
    r#"["arn:aws:lambda:eu-west-1:123456789012:layer:tools:3"]"#,
);

const VPC: Key = optional(
    "vpc",
    Kind::Table(VPC_SETTINGS),
    "not in a VPC",
    "Subnets and security groups for the function's network interfaces, which its role may then manage.",
    r#"{ subnets = [{ var = "subnet" }], security_groups = [{ var = "security_group" }] }"#,
);

static VPC_SETTINGS: &[Key] = &[
    required("subnets", VALUES, "Subnet IDs.", r#"[{ var = "subnet" }]"#),
    required(
        "security_groups",
        VALUES,
        "Security group IDs.",
        r#"[{ var = "security_group" }]"#,
    ),
];

const TRACING: Key = optional(
    "tracing",
    Kind::Word(&["active", "passthrough"]),
    "Lambda's own default, `\"passthrough\"`",
    "X-Ray tracing mode. With `active`, the role may send traces.",
    r#""active""#,
);

const RESERVED_CONCURRENCY: Key = optional(
    "reserved_concurrency",
    Kind::Integer {
        min: 0,
        max: i32::MAX as i64,
    },
    "none",
    "Concurrent executions reserved for the function, which is also its maximum; 0 disables the function.",
    "20",
);

const DEAD_LETTER: Key = optional(
    "dead_letter",
    VALUE,
    "none",
    "ARN of the SQS queue or SNS topic that receives the events of failed asynchronous calls; the role may send to it. Calls by an API are synchronous.",
    r#"{ var = "failed_events" }"#,
);

const LOG_RETENTION: Key = optional(
    "log_retention",
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
    Kind::OneOf(&[
        Kind::Number(&[
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
            2922, 3288, 3653,
        ]),
        Kind::Word(&["forever"]),
    ]),
    "365",
    "Days to keep the logs; `\"forever\"` never expires.",
    "30",
);

const LOG_KEY: Key = optional(
    "log_key",
    VALUE,
    "a key managed by CloudWatch Logs",
    "ARN of the KMS key that encrypts the logs; its key policy must let CloudWatch Logs use it.",
    r#"{ var = "log_key" }"#,
);

const POLICY: Key = optional(
    "policy",
    Kind::List(&STATEMENT),
    "none",
    "What the function may do, in addition to writing its logs.",
    r#"[{ actions = ["dynamodb:GetItem"], resources = [{ var = "table_arn" }] }]"#,
);

static STATEMENT: Kind = Kind::Table(&[
    required(
        "actions",
        TEXTS,
        "Allowed IAM actions.",
        r#"["dynamodb:GetItem"]"#,
    ),
    required(
        "resources",
        VALUES,
        "ARNs that the actions are allowed on.",
        r#"[{ var = "table_arn" }]"#,
    ),
]);

static PACKAGE: &[Key] = &[
    required("bucket", VALUE, "Name of the bucket.", r#""shop-builds""#),
    required("key", VALUE, "Key of the object.", r#""api/1.4.0.zip""#),
    optional(
        "version",
        VALUE,
        "the current version",
        "Version of the object, in a bucket with versions. Terraform notices new code only by another `key` or `version`.",
        r#"{ var = "api_version" }"#,
    ),
];

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
        "required unless `package` or `arn` is set",
        "File or folder to package as it is; a path relative to the blueprint. At most 50 MB.",
        r#""functions/api""#,
    ),
    optional(
        "package",
        Kind::Table(PACKAGE),
        "made from `source`",
        "Zip file in S3 with the function's code, in the function's Region; may be larger than 50 MB. jwtgen does not see it, so it checks neither the handler nor the contents.",
        r#"{ bucket = "shop-builds", key = "api/1.4.0.zip" }"#,
    ),
    optional(
        "renamed_from",
        Kind::Text,
        "never renamed",
        "Previous key of this entry: Terraform moves its resources instead of creating new ones. Set `name` to the deployed name, or the function is replaced anyway.",
        r#""orders""#,
    ),
    optional(
        "arn",
        VALUE,
        "a new function, made from `source` or `package`",
        "ARN of an existing function in this account and Region; append `:` and an alias or version to call that one. No other key may be set.",
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
pub(super) static DEFAULTS: &[Key] = &[optional(
    "function",
    Kind::Table(FUNCTION_DEFAULTS),
    "none",
    "Defaults for all functions of the blueprint. A function's own key replaces the default entirely, except for `env`, which is merged. `memory`, `architecture`, `tracing`, `log_retention` and `log_key` also apply to the functions that jwtgen adds, the others do not.",
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
