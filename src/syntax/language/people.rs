//! Keys of `[roles]` and `[groups.x]`.

use super::{Key, Kind, TEXTS, optional, required};

pub(super) static ROLE_INCLUDE: &[Key] = &[required(
    "role",
    Kind::Text,
    "Name of the role.",
    r#""reader""#,
)];

pub(super) static GROUP: &[Key] = &[
    required(
        "roles",
        TEXTS,
        "Roles of the group's members.",
        r#"["reader"]"#,
    ),
    optional(
        "precedence",
        Kind::Integer {
            min: 0,
            max: i32::MAX as i64,
        },
        "none",
        "Precedence of the group in the claims `cognito:roles` and `cognito:preferred_role`; the lowest number wins.",
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
