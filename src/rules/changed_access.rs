//! A change that affects calls without widening access.

use crate::diagnostic::Severity;
use crate::rules::{Docs, Rule};

pub static RULE: Rule = Rule {
    code: "JG0802",
    name: "changed-access",
    severity: Severity::Note,
    docs: Docs {
        what: "A change to the blueprint narrows access or affects calls otherwise. Only `diff` checks this.",
        why: "Reviewers decide who may call what.",
        example: "",
        fixed: "",
        sources: &[],
    },
};
