//! A generated file that was edited.

use crate::diagnostic::Severity;
use crate::rules::{Docs, Rule};

pub static RULE: Rule = Rule {
    code: "JG0701",
    name: "edited-output",
    severity: Severity::Error,
    docs: Docs {
        what: "A file that jwtgen would overwrite was edited, or was not written by jwtgen.",
        why: "Overwriting it would lose someone's work. Keeping it would leave an output that no blueprint describes.",
        example: "",
        fixed: "",
        sources: &[],
    },
};

/// Names the file; `known` if jwtgen wrote one of that name before.
pub fn message(path: &str, known: bool) -> String {
    match known {
        true => format!("`{path}` was edited, and would be overwritten"),
        false => format!("`{path}` was not written by jwtgen, and would be overwritten"),
    }
}

/// What to do about it.
pub fn help(known: bool) -> &'static str {
    match known {
        true => {
            "move the edit to the blueprint or to your own file in the same folder, \
             or use `--force` to overwrite it"
        }
        false => "move the file elsewhere if it is yours, or use `--force` to overwrite it",
    }
}
