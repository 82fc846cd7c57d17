//! Nobody can tell whether Terraform does what the blueprint says.

use crate::diagnostic::Severity;
use crate::rules::{Docs, Rule};

pub static RULE: Rule = Rule {
    code: "JG0804",
    name: "unproven-access",
    severity: Severity::Warning,
    docs: Docs {
        what: "What Terraform says leaves open whether an argument or a decision is as the blueprint says. Only `audit` looks.",
        why: "What is not known is not proven.",
        example: "",
        fixed: "",
        sources: &[],
    },
};
