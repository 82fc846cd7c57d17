//! A throttle that stays at 0 when it is removed.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0703",
    name: "removed-throttle",
    severity: Severity::Warning,
    docs: Docs {
        what: "The `throttle` of `[stage]` was removed. `compile` compares the blueprint with the last compile into the output folder to find out.",
        why: "Terraform leaves both limits at 0, and every call answers 429.",
        example: "",
        fixed: "",
        sources: &[
            "https://github.com/hashicorp/terraform-provider-aws/issues/27674",
            "https://github.com/hashicorp/terraform-provider-aws/issues/14742",
            "https://github.com/hashicorp/terraform-provider-aws/issues/43307",
        ],
    },
};

/// Says where the throttle was.
pub fn diagnostic(place: Span) -> Diagnostic {
    Diagnostic::new(&RULE, place, "removing `throttle` leaves its limits at 0")
        .note("every call would answer 429")
        .help("set the limits of your account, such as `throttle = { rate = 10000, burst = 5000 }`, or continue if nothing has been applied yet")
}
