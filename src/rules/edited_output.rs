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
        mended: "",
        source: "",
    },
};

/// What to do about it.
pub const HELP: &str = "move the edit into the blueprint or into a file of your own beside it; \
                        `--force` overwrites it";

/// Names the file.
pub fn message(path: &str) -> String {
    format!("`{path}` was edited, and jwtgen would overwrite it")
}
