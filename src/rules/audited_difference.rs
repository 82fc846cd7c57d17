//! A difference between Terraform and the blueprint.

use crate::diagnostic::Severity;
use crate::rules::{Docs, Rule};

pub static RULE: Rule = Rule {
    code: "JG0803",
    name: "audited-difference",
    severity: Severity::Warning,
    docs: Docs {
        what: "An argument, a resource or a decision in Terraform differs from the blueprint. Only `audit` checks this.",
        why: "A manual edit, drift or another module changed who may call what.",
        example: "",
        fixed: "",
        sources: &[],
    },
};
