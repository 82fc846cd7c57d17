//! A change that decides about calls and widens nothing by itself.

use crate::diagnostic::Severity;
use crate::rules::{Docs, Rule};

pub static RULE: Rule = Rule {
    code: "JG0802",
    name: "changed-access",
    severity: Severity::Note,
    docs: Docs {
        what: "Compared with another blueprint, somebody may no longer call what they could, or something else that decides about calls is different. Only `diff` looks.",
        why: "Who may call what is decided in review.",
        example: "",
        fixed: "",
        sources: &[],
    },
};
