//! A generated file that was edited.

use crate::diagnostic::Severity;
use crate::rules::{Docs, Rule};

pub static RULE: Rule = Rule {
    code: "JG0701",
    name: "edited-output",
    severity: Severity::Error,
    docs: Docs {
        what: "A file that jwtgen would write is not as jwtgen left it, or was there before.",
        why: "Overwriting it would lose somebody's work; leaving it would make the output something that no blueprint describes.",
        example: "",
        fixed: "",
        sources: &[],
    },
};

/// Names the file; `known` if jwtgen wrote one of that name before.
pub fn message(path: &str, known: bool) -> String {
    match known {
        true => format!("`{path}` was edited, and jwtgen would overwrite it"),
        false => format!("jwtgen has no record of writing `{path}`, and would overwrite it"),
    }
}

/// What to do about it.
pub fn help(known: bool) -> &'static str {
    match known {
        true => {
            "move the edit into the blueprint or into a file of your own beside it; \
             `--force` overwrites it"
        }
        false => "move the file away if it is yours; `--force` overwrites it",
    }
}
