//! Roles and groups as data.

use super::{Key, Kind, TEXTS, optional, required};

pub static ROLE_INCLUDE: &[Key] = &[required(
    "role",
    Kind::Text,
    "The role that is meant.",
    r#""reader""#,
)];

pub static GROUP: &[Key] = &[
    required(
        "roles",
        TEXTS,
        "The roles that members of the group have.",
        r#"["reader"]"#,
    ),
    optional(
        "precedence",
        Kind::Integer {
            min: 0,
            max: i32::MAX as i64,
        },
        "none",
        "Rank of the group for the claims `cognito:roles` and `cognito:preferred_role`; the lowest wins.",
        "10",
    ),
    optional(
        "description",
        Kind::Text,
        "none",
        "What the group is for.",
        r#""People who read""#,
    ),
];
