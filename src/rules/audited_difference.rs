//! Something that Terraform plans or has made is not as the blueprint says.

use crate::diagnostic::Severity;
use crate::rules::{Docs, Rule};

pub static RULE: Rule = Rule {
    code: "JG0803",
    name: "audited-difference",
    severity: Severity::Warning,
    docs: Docs {
        what: "Compared with what Terraform says, an argument, a resource or a decision about a call is different. Only `audit` looks.",
        why: "A hand edit, drift or a foreign module changed who may call what.",
        example: "",
        fixed: "",
        sources: &[],
    },
};
