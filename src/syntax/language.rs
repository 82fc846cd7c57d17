//! The blueprint language as data: every table, key, type, default and
//! meaning. The shape check reads nothing else, so a key exists exactly where
//! this file says so.

mod api;
mod authorizer;
mod function;
mod identity;
mod invariant;
mod people;
mod pool;
mod route;

use function::DEFAULTS;
pub use function::FUNCTION;
use identity::CLIENT;
pub use identity::IDENTITY;
use invariant::{INVARIANT, SEPARATION};
use people::{GROUP, ROLE_INCLUDE};
pub use route::ROUTE;

/// What a value may be.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Any string.
    Text,
    /// `true` or `false`.
    Bool,
    /// One of a closed set of words.
    Word(&'static [&'static str]),
    /// An integer in an inclusive range.
    Integer {
        /// Smallest value allowed.
        min: i64,
        /// Largest value allowed.
        max: i64,
    },
    /// One of a closed set of integers.
    Number(&'static [i64]),
    /// An array of one kind.
    List(&'static Kind),
    /// A table with known keys.
    Table(&'static [Key]),
    /// A table whose keys are names that the user chooses.
    Named {
        /// What such a name stands for, with its article: "a function".
        what: &'static str,
        /// What stands under each name.
        value: &'static Kind,
    },
    /// Several kinds that differ in their TOML type.
    OneOf(&'static [Kind]),
}

/// A key of a table.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// As written in TOML.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether leaving it out is an error.
    pub required: bool,
    /// What holds when it is left out, as TOML or in words.
    pub default: &'static str,
    /// What it means, as one sentence or two.
    pub doc: &'static str,
    /// A value as it may stand in a blueprint.
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

/// A string, or an input variable of the output.
const VALUE: Kind = Kind::OneOf(&[Kind::Text, Kind::Table(VARIABLE_REFERENCE)]);

const VALUES: Kind = Kind::List(&VALUE);

/// A table that names an input variable in the place of a string.
pub static VARIABLE_REFERENCE: &[Key] = &[required(
    "var",
    Kind::Text,
    "Name of the Terraform variable that holds the value; it is declared by being used.",
    r#""domain""#,
)];

/// The whole blueprint.
pub static BLUEPRINT: &[Key] = &[
    required(
        "name",
        Kind::Text,
        "Prefixes the name of every resource that has no name of its own.",
        r#""shop""#,
    ),
    optional(
        "prefix",
        VALUE,
        "no prefix",
        "Stands before the name of every resource, with a hyphen: a variable lets one output serve several environments. What has to be unique beyond an account, such as `domain`, needs a variable of its own then.",
        r#"{ var = "environment" }"#,
    ),
    optional(
        "aws_provider",
        Kind::Text,
        "\">= 6.20, < 7.0\"",
        "Version constraint for the AWS provider. Its lower bound decides what is emitted.",
        r#"">= 6.20""#,
    ),
    optional(
        "identity",
        Kind::Table(IDENTITY),
        "no identity provider",
        "A Cognito user pool owned by this blueprint.",
        r#"{ token = "id" }"#,
    ),
    optional(
        "clients",
        Kind::Named {
            what: "an app client",
            value: &Kind::Table(CLIENT),
        },
        "none",
        "App clients: the applications that sign people in.",
        "{ web = {} }",
    ),
    optional(
        "scopes",
        Kind::Named {
            what: "a scope",
            value: &Kind::Text,
        },
        "every scope that a role lists",
        "A catalogue of scopes with what each is for. Where there is one, a role may list no other.",
        r#"{ read = "Read items", write = "Change items" }"#,
    ),
    optional(
        "authorizers",
        Kind::Named {
            what: "an authorizer",
            value: &Kind::Table(authorizer::AUTHORIZER),
        },
        "that of `[identity]`",
        "Further authorizers, for routes that name them: JWT authorizers of other issuers, and Lambda authorizers.",
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
        "Groups of people. A group lists roles, and only roles.",
        r#"{ readers = ["reader"] }"#,
    ),
    optional(
        "users",
        Kind::Named {
            what: "a user",
            value: &TEXTS,
        },
        "none",
        "Users to create, each with the groups it belongs to.",
        r#"{ ann = ["readers"] }"#,
    ),
    optional(
        "functions",
        Kind::Named {
            what: "a function",
            value: &Kind::Table(FUNCTION),
        },
        "none",
        "Lambda functions that answer routes.",
        r#"{ api = { source = "functions/api" } }"#,
    ),
    optional(
        "defaults",
        Kind::Table(DEFAULTS),
        "none",
        "What holds for many things at once.",
        "{ function = { memory = 256 } }",
    ),
    optional(
        "routes",
        Kind::Named {
            what: "a route",
            value: &Kind::Table(ROUTE),
        },
        "none",
        "Routes by route key: a method and a path, or `$default`. Several methods stand side by side, as in `\"GET,POST /items\"`; each makes a route of its own.",
        r#"{ "GET /items" = { function = "api", scopes = ["read"] } }"#,
    ),
    optional(
        "api",
        Kind::Table(api::API),
        "an API with its name alone",
        "Settings of the API as a whole.",
        r#"{ cors = { origins = ["https://example.com"] } }"#,
    ),
    optional(
        "stage",
        Kind::Table(api::STAGE),
        "the stage `$default`",
        "The stage that is deployed.",
        r#"{ name = "Test" }"#,
    ),
    optional(
        "variables",
        Kind::Named {
            what: "a variable",
            value: &Kind::Table(VARIABLE),
        },
        "none",
        "Input variables that `{ var = \"name\" }` refers to. Only what says more than the name needs an entry.",
        r#"{ domain = { description = "Domain prefix", default = "shop-demo" } }"#,
    ),
    optional(
        "lints",
        Kind::Named {
            what: "a rule",
            value: &Kind::OneOf(&[Kind::Word(&["warn", "deny"]), Kind::Table(LINT)]),
        },
        "every rule is as bad as it says",
        "How bad findings of a rule are, by code or name: `\"warn\"`, `\"deny\"`, or allowed for a reason. Errors stay errors.",
        r#"{ any-token = { allow = "the probe needs a login and no more" }, raisable-quota = "deny" }"#,
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
        "Who is expected to get which answer from the gateway; checked when compiling.",
        r#"{ "GET /items" = { anonymous = 401, readers = "allow" } }"#,
    ),
    optional(
        "invariants",
        Kind::Named {
            what: "a pattern of routes",
            value: &Kind::Table(INVARIANT),
        },
        "none",
        "What has to hold for every route that answers a request of a pattern, such as `DELETE *` or `* /admin/*`; checked when compiling. `*` is any method, one segment of a path, or at its end all that follows. The `OPTIONS` routes that jwtgen adds for preflights are left out.",
        r#"{ "DELETE *" = { only = ["admins"] }, "*" = { anonymous = false } }"#,
    ),
    optional(
        "separation",
        Kind::Table(SEPARATION),
        "none",
        "Groups that are kept apart; checked when compiling.",
        r#"{ members = [["payers", "approvers"]] }"#,
    ),
];

static LINT: &[Key] = &[required(
    "allow",
    Kind::Text,
    "Why findings of the rule are not shown.",
    r#""the probe needs a login and no more""#,
)];

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
        "the variable has to be given",
        "What holds when the variable is not given.",
        r#""shop-demo""#,
    ),
    optional(
        "pattern",
        Kind::Text,
        "any string",
        "Regular expression that the value has to match, as Terraform's `regex` takes it; Terraform refuses any other.",
        r#""^[a-z0-9-]{1,63}$""#,
    ),
    optional(
        "example",
        Kind::Text,
        "one that fits where the variable is used",
        "A value for Terraform's test of the output; needed with a `pattern` and no `default`.",
        r#""shop-test""#,
    ),
    optional(
        "sensitive",
        Kind::Bool,
        "`false`",
        "Whether Terraform hides the value in what it prints. Its state holds it all the same.",
        "true",
    ),
];

impl Kind {
    /// The kind in words, as in "expected …".
    pub fn describe(&self) -> String {
        let words = self.words();
        match words.split_last() {
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
            None => "nothing".into(),
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
