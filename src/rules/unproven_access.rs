//! A comparison of Terraform with the blueprint that could not be completed.

use crate::diagnostic::Severity;
use crate::rules::{Docs, Rule};

pub static RULE: Rule = Rule {
    code: "JG0804",
    name: "unproven-access",
    severity: Severity::Warning,
    docs: Docs {
        what: "It could not be determined whether an argument or a decision in Terraform matches the blueprint. Only `audit` checks this.",
        why: "What is unknown is not proven.",
        example: "",
        fixed: "",
        sources: &[],
    },
};
