//! A limit that stays at nothing once it is taken away.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0703",
    name: "removed-throttle",
    severity: Severity::Warning,
    docs: Docs {
        what: "Compared with what is in the output folder, the stage or a route has no `throttle` any more. Only `compile` looks.",
        why: "Terraform leaves both numbers at 0, and every call answers 429.",
        example: "",
        fixed: "",
        sources: &[
            "https://github.com/hashicorp/terraform-provider-aws/issues/27674",
            "https://github.com/hashicorp/terraform-provider-aws/issues/14742",
            "https://github.com/hashicorp/terraform-provider-aws/issues/43307",
        ],
    },
};

/// Says where the limit was.
pub fn diagnostic(place: Span) -> Diagnostic {
    Diagnostic::new(&RULE, place, "taking `throttle` away leaves its numbers at 0")
        .note("every call would answer 429")
        .help("give it the numbers of your account, such as `throttle = { rate = 10000, burst = 5000 }`, or go on if nothing was applied so far")
}
