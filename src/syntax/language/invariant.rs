//! Keys of `[invariants]` and `[separation]`.

use super::{Key, Kind, TEXTS, optional};

/// `[invariants]` for one pattern.
pub(super) static INVARIANT: &[Key] = &[
    optional(
        "only",
        TEXTS,
        "anyone",
        "The only callers who may call the routes, named as in `[expect]`; `signed-in` is everyone who can sign in, and `authorizer:x` everyone whom an authorizer lets through, including `iam`. Users in a listed group are included.",
        r#"["admins"]"#,
    ),
    optional(
        "anonymous",
        Kind::Bool,
        "`true`",
        "If `false`, none of the routes may be public.",
        "false",
    ),
    optional(
        "scopes",
        Kind::Bool,
        "`false`",
        "If `true`, each route must require a token with a scope.",
        "true",
    ),
];

/// `[separation]`.
pub(super) static SEPARATION: &[Key] = &[
    optional(
        "members",
        Kind::List(&TEXTS),
        "none",
        "Sets of groups; no user may be in two groups of a set.",
        r#"[["payers", "approvers"]]"#,
    ),
    optional(
        "routes",
        Kind::List(&TEXTS),
        "none",
        "Sets of groups; no two groups of a set may call the same route, except routes that are public or accept any token.",
        r#"[["payers", "approvers"]]"#,
    ),
];
