//! The blueprint language as data: every table, key, type, default and
//! meaning. The shape check reads nothing else, so only keys listed here exist.

mod api;
mod authorizer;
mod function;
mod identity;
mod invariant;
mod people;
mod pool;
mod route;

use crate::text::any_of;
use function::DEFAULTS;
pub use function::FUNCTION;
use identity::CLIENT;
pub use identity::IDENTITY;
use invariant::{INVARIANT, SEPARATION};
use people::{GROUP, ROLE_INCLUDE};
pub use route::ROUTE;

/// The type of a value.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Any string.
    Text,
    /// `true` or `false`.
    Bool,
    /// One of a fixed set of words.
    Word(&'static [&'static str]),
    /// An integer in an inclusive range.
    Integer {
        /// Smallest allowed value.
        min: i64,
        /// Largest allowed value.
        max: i64,
    },
    /// One of a fixed set of integers.
    Number(&'static [i64]),
    /// An array whose items have one kind.
    List(&'static Kind),
    /// A table with known keys.
    Table(&'static [Key]),
    /// A table whose keys are names that the user chooses.
    Named {
        /// What each name identifies, with an article: "a function".
        what: &'static str,
        /// The kind of the value under each name.
        value: &'static Kind,
    },
    /// Any of several kinds, each of another TOML type.
    OneOf(&'static [Kind]),
}

/// A key of a table.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// The name as written in TOML.
    pub name: &'static str,
    /// The kind of its value.
    pub kind: Kind,
    /// Whether it is an error to omit it.
    pub required: bool,
    /// What applies when it is omitted, as TOML or in words.
    pub default: &'static str,
    /// What it means, in one or two sentences.
    pub doc: &'static str,
    /// An example of a value.
    pub example: &'static str,
}

const fn required(name: &'static str, kind: Kind, doc: &'static str, example: &'static str) -> Key {
    Key {
        name,
        kind,
        required: true,
        default: "",
        doc,
        example,
    }
}

const fn optional(
    name: &'static str,
    kind: Kind,
    default: &'static str,
    doc: &'static str,
    example: &'static str,
) -> Key {
    Key {
        name,
        kind,
        required: false,
        default,
        doc,
        example,
    }
}

const TEXTS: Kind = Kind::List(&Kind::Text);

/// A string, or a reference to an input variable of the generated Terraform.
const VALUE: Kind = Kind::OneOf(&[Kind::Text, Kind::Table(VARIABLE_REFERENCE)]);

const VALUES: Kind = Kind::List(&VALUE);

/// A table that names an input variable in the place of a string.
pub static VARIABLE_REFERENCE: &[Key] = &[required(
    "var",
    Kind::Text,
    "Name of the Terraform input variable that holds the value; using it declares it.",
    r#""domain""#,
)];

/// The whole blueprint.
pub static BLUEPRINT: &[Key] = &[
    required(
        "name",
        Kind::Text,
        "Prefix for the names of all resources that are not named explicitly.",
        r#""shop""#,
    ),
    optional(
        "prefix",
        VALUE,
        "no prefix",
        "Prepended to every resource name, with a hyphen. With a variable here, one output serves several environments. Two copies in one AWS account need different prefixes; names that are unique beyond an account, such as `domain`, need variables too.",
        r#"{ var = "environment" }"#,
    ),
    optional(
        "aws_provider",
        Kind::Text,
        "\">= 6.20, < 7.0\"",
        "Version constraint for the AWS provider. The lowest allowed version determines what is generated.",
        r#"">= 6.20""#,
    ),
    optional(
        "terraform_version",
        Kind::Text,
        "\">= 1.11\"",
        "Version constraint for Terraform. If it allows versions below 1.11, `tests/access.tftest.hcl` checks less; see [the output](output.md#older-versions-of-terraform).",
        r#"">= 1.5""#,
    ),
    optional(
        "protect",
        Kind::Bool,
        "`true`",
        "Whether what cannot be created again is protected: AWS and Terraform refuse to delete the user pool, and log groups outlive what wrote to them. `false` is for an API that is about to be destroyed.",
        "false",
    ),
    optional(
        "identity",
        Kind::Table(IDENTITY),
        "no identity provider",
        "Where tokens come from: a new Cognito user pool, an existing one (`pool`), or another OpenID Connect provider (`issuer`).",
        r#"{ token = "id" }"#,
    ),
    optional(
        "clients",
        Kind::Named {
            what: "an app client",
            value: &Kind::Table(CLIENT),
        },
        "none",
        "App clients: applications that users sign in with, and machine clients.",
        "{ web = {} }",
    ),
    optional(
        "scopes",
        Kind::Named {
            what: "a scope",
            value: &Kind::Text,
        },
        "all scopes that roles list",
        "Catalog of scopes, each with a description. If there is one, roles may list only these scopes.",
        r#"{ read = "Read items", write = "Change items" }"#,
    ),
    optional(
        "authorizers",
        Kind::Named {
            what: "an authorizer",
            value: &Kind::Table(authorizer::AUTHORIZER),
        },
        "only the authorizer of `[identity]`",
        "Additional authorizers that routes can name: JWT authorizers for other issuers, and Lambda authorizers.",
        r#"{ partner = { issuer = "https://partner.example.com", audience = ["orders-api"] } }"#,
    ),
    optional(
        "roles",
        Kind::Named {
            what: "a role",
            value: &Kind::List(&Kind::OneOf(&[Kind::Text, Kind::Table(ROLE_INCLUDE)])),
        },
        "none",
        "A role is a list of scopes; `{ role = \"other\" }` includes another role.",
        r#"{ reader = ["read"], writer = [{ role = "reader" }, "write"] }"#,
    ),
    optional(
        "groups",
        Kind::Named {
            what: "a group",
            value: &Kind::OneOf(&[TEXTS, Kind::Table(GROUP)]),
        },
        "none",
        "User groups. A group lists roles, never scopes.",
        r#"{ readers = ["reader"] }"#,
    ),
    optional(
        "users",
        Kind::Named {
            what: "a user",
            value: &TEXTS,
        },
        "none",
        "Users to create, each with its groups. With `sign_in`, each is named by the address or number that they sign in with, which counts as verified. What users change later stays as it is; but Terraform no longer finds a user who changes that address or number, and creates another one.",
        r#"{ ann = ["readers"] }"#,
    ),
    optional(
        "functions",
        Kind::Named {
            what: "a function",
            value: &Kind::Table(FUNCTION),
        },
        "none",
        "Lambda functions that handle routes, and those that back Lambda authorizers.",
        r#"{ api = { source = "functions/api" } }"#,
    ),
    optional(
        "defaults",
        Kind::Table(DEFAULTS),
        "none",
        "Shared defaults.",
        "{ function = { memory = 256 } }",
    ),
    optional(
        "routes",
        Kind::Named {
            what: "a route",
            value: &Kind::Table(ROUTE),
        },
        "none",
        "Routes by route key: a method and a path, or `$default`. A key may list several methods, as in `\"GET,POST /items\"`; each becomes a separate route. Every route says who may call it: `scopes`, `allow`, `all` or `public`, unless its authorizer decides.",
        r#"{ "GET /items" = { function = "api", scopes = ["read"] } }"#,
    ),
    optional(
        "api",
        Kind::Table(api::API),
        "an API with default settings",
        "Settings of the API as a whole.",
        r#"{ cors = { origins = ["https://example.com"] } }"#,
    ),
    optional(
        "stage",
        Kind::Table(api::STAGE),
        "a stage named `$default`",
        "The stage that the API is deployed to.",
        r#"{ name = "Test" }"#,
    ),
    optional(
        "alarms",
        Kind::Table(ALARMS),
        "no alarms",
        "CloudWatch alarms for what stops callers: errors, throttles and slow runs of the token handler, without which nobody gets a token, errors of every function, and calls of the API that fail or are slow.",
        r#"{ topic = { var = "alarm_topic" } }"#,
    ),
    optional(
        "variables",
        Kind::Named {
            what: "a variable",
            value: &Kind::Table(VARIABLE),
        },
        "none",
        "Settings of the Terraform input variables that `{ var = \"name\" }` refers to. A variable needs an entry only to describe, restrict or default it.",
        r#"{ domain = { description = "Domain prefix", default = "shop-demo" } }"#,
    ),
    optional(
        "lints",
        Kind::Named {
            what: "a rule",
            value: &Kind::OneOf(&[Kind::Word(&["warn", "deny"]), Kind::Table(LINT)]),
        },
        "each rule keeps its default severity",
        "Severity of a rule, by code or name: `\"warn\"`, `\"deny\"`, or `{ allow = \"reason\" }`. Errors cannot be downgraded.",
        r#"{ any-token = { allow = "the probe needs a login and no more", for = ["GET /me"] }, raisable-quota = "deny" }"#,
    ),
    optional(
        "audit",
        Kind::Table(AUDIT),
        "nothing is accepted",
        "How `jwtgen audit` judges what the blueprint does not have.",
        r#"{ accept = { "aws_lambda_permission.partner" = "agreed with the partner team" } }"#,
    ),
    optional(
        "expect",
        Kind::Named {
            what: "a route",
            value: &Kind::Named {
                what: "a caller",
                value: &Kind::OneOf(&[Kind::Word(&["allow"]), Kind::Number(&[200, 401, 403])]),
            },
        },
        "none",
        "The decision expected for each route and caller; checked at every compile. A caller is `anonymous`, `signed-in` (someone who has signed in and is in no group), a group, a user, a machine client, or `authorizer:NAME` (any token that this JWT authorizer accepts, with no scope); `200` is the same as `\"allow\"`.",
        r#"{ "GET /items" = { anonymous = 401, signed-in = 403, readers = "allow" } }"#,
    ),
    optional(
        "invariants",
        Kind::Named {
            what: "a pattern of routes",
            value: &Kind::Table(INVARIANT),
        },
        "none",
        "Conditions for every route that can answer a request matching a pattern, such as `DELETE *` or `* /admin/*`; checked at every compile. `*` as the method matches any method, and `*` inside a path matches one segment. `/*` at the end of a path matches the path itself and everything below it: `* /admin/*` covers `/admin`, `/admin/users` and `/admin/users/7`. To leave out `/admin` itself, write `{path+}`, as in a route key. `OPTIONS` routes that jwtgen adds for preflight requests are excluded.",
        r#"{ "DELETE *" = { only = ["admins"] }, "*" = { anonymous = false } }"#,
    ),
    optional(
        "separation",
        Kind::Table(SEPARATION),
        "none",
        "Separation of duties: groups that must not overlap; checked at every compile.",
        r#"{ members = [["payers", "approvers"]] }"#,
    ),
];

static ALARMS: &[Key] = &[
    required(
        "topic",
        VALUE,
        "ARN of the SNS topic that is told when an alarm goes off and when it is over.",
        r#"{ var = "alarm_topic" }"#,
    ),
    optional(
        "latency",
        Kind::Integer {
            min: 1,
            max: 30_000,
        },
        "5000",
        "Milliseconds that 99 of 100 calls of the API have to be answered in.",
        "1000",
    ),
];

static AUDIT: &[Key] = &[optional(
    "accept",
    Kind::Named {
        what: "an address",
        value: &Kind::Text,
    },
    "nothing",
    "What the audit may take to be harmless although it cannot determine this, by address as the report shows it, each with the reason. The report lists it as assumed. What is different cannot be accepted.",
    r#"{ "aws_lambda_permission.partner" = "agreed with the partner team" }"#,
)];

static LINT: &[Key] = &[
    required(
        "allow",
        Kind::Text,
        "Why findings of the rule are suppressed.",
        r#""the probe needs a login and no more""#,
    ),
    optional(
        "for",
        TEXTS,
        "every finding",
        "The routes or names whose findings are suppressed. Rules about access (`any-token`, `open-catch-all`) require it, so that one accepted route does not hide the next.",
        r#"["GET /me"]"#,
    ),
];

static VARIABLE: &[Key] = &[
    optional(
        "description",
        Kind::Text,
        "none",
        "What the variable is for.",
        r#""Domain prefix of this environment""#,
    ),
    optional(
        "default",
        Kind::Text,
        "the variable is required",
        "Value used if none is given.",
        r#""shop-demo""#,
    ),
    optional(
        "pattern",
        Kind::Text,
        "any string",
        "Regular expression that the value must match, in the syntax of Terraform's `regex`; Terraform rejects any other value.",
        r#""^[a-z0-9-]{1,63}$""#,
    ),
    optional(
        "example",
        Kind::Text,
        "a value that fits where the variable is used",
        "Value for the generated Terraform test; required if there is a `pattern` but no `default`.",
        r#""shop-test""#,
    ),
    optional(
        "sensitive",
        Kind::Bool,
        "`false`",
        "Whether Terraform hides the value in its output. The state still contains it.",
        "true",
    ),
];

impl Kind {
    /// The kind in words, for "expected …".
    pub fn describe(&self) -> String {
        any_of(&self.words())
    }

    /// Whether a number is one of those that are accepted.
    pub fn takes_number(&self, number: i64) -> bool {
        match self {
            Kind::Integer { min, max } => (*min..=*max).contains(&number),
            Kind::Number(numbers) => numbers.contains(&number),
            Kind::OneOf(kinds) => kinds.iter().any(|kind| kind.takes_number(number)),
            _ => false,
        }
    }

    fn words(&self) -> Vec<String> {
        match self {
            Kind::Text => vec!["a string".into()],
            Kind::Bool => vec!["true".into(), "false".into()],
            Kind::Word(words) => words.iter().map(|word| format!("\"{word}\"")).collect(),
            Kind::Integer { min, max } => vec![format!("an integer from {min} to {max}")],
            Kind::Number(numbers) => numbers.iter().map(i64::to_string).collect(),
            Kind::List(_) => vec!["an array".into()],
            Kind::Table(_) | Kind::Named { .. } => vec!["a table".into()],
            Kind::OneOf(kinds) => kinds.iter().flat_map(Kind::words).collect(),
        }
    }
}
