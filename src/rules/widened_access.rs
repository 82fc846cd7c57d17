//! A change that widens access.

use crate::diagnostic::Severity;
use crate::rules::{Docs, Rule};

pub static RULE: Rule = Rule {
    code: "JG0801",
    name: "widened-access",
    severity: Severity::Warning,
    docs: Docs {
        what: "A change to the blueprint widens access, or might widen it. Only `diff` checks this.",
        why: "Reviewers decide who may call what.",
        example: "",
        fixed: "",
        sources: &[],
    },
};
