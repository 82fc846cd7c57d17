//! A change that lets somebody call more.

use crate::diagnostic::Severity;
use crate::rules::{Docs, Rule};

pub static RULE: Rule = Rule {
    code: "JG0801",
    name: "widened-access",
    severity: Severity::Warning,
    docs: Docs {
        what: "Compared with another blueprint, somebody may call what they could not before, or nobody can tell that they may not. Only `diff` looks.",
        why: "Who may call what is decided in review.",
        example: "",
        fixed: "",
        sources: &[],
    },
};
