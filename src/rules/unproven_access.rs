//! A comparison of Terraform with the blueprint that could not be completed.

use crate::diagnostic::Severity;
use crate::rules::{Docs, Rule};

pub static RULE: Rule = Rule {
    code: "JG0804",
    name: "unproven-access",
    severity: Severity::Warning,
    docs: Docs {
        what: "Whether Terraform matches the blueprint could not be determined. This concerns an argument or a decision, and only `audit` checks it.",
        why: "What is unknown is not proven.",
        example: "",
        fixed: "",
        sources: &[],
    },
};
