//! Statements about many routes.

use super::{Key, Kind, TEXTS, optional};

/// An invariant.
pub static INVARIANT: &[Key] = &[
    optional(
        "only",
        TEXTS,
        "anyone",
        "Who may call, and nobody else: callers as in `[expect]`, and `authorizer:x` for whomever an authorizer lets through, `iam` among them. A user may call who is in a listed group.",
        r#"["admins"]"#,
    ),
    optional(
        "anonymous",
        Kind::Bool,
        "`true`",
        "With `false`, none of the routes is public.",
        "false",
    ),
    optional(
        "scopes",
        Kind::Bool,
        "`false`",
        "With `true`, each of the routes asks for a token with a scope.",
        "true",
    ),
];

/// Groups that share nothing.
pub static SEPARATION: &[Key] = &[
    optional(
        "members",
        Kind::List(&TEXTS),
        "none",
        "Sets of groups of which no user is in two.",
        r#"[["payers", "approvers"]]"#,
    ),
    optional(
        "routes",
        Kind::List(&TEXTS),
        "none",
        "Sets of groups of which no two may call the same route, other than routes that are public or take any token.",
        r#"[["payers", "approvers"]]"#,
    ),
];
