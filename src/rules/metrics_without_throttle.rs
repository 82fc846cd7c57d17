//! Detailed metrics that would block every call.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0407",
    name: "metrics-without-throttle",
    severity: Severity::Error,
    docs: Docs {
        what: "The stage has `detailed_metrics` but no `throttle`.",
        why: "Terraform sets both in one block. The AWS provider writes 0 for limits left out of it, and every call gets 429.",
        example: "[stage]\ndetailed_metrics = true\n",
        fixed: "[stage]\ndetailed_metrics = true\nthrottle = { rate = 100, burst = 200 }\n",
        sources: &[
            "https://github.com/hashicorp/terraform-provider-aws/issues/27674",
            "https://github.com/hashicorp/terraform-provider-aws/issues/14742",
            "https://github.com/hashicorp/terraform-provider-aws/issues/43307",
        ],
    },
};

/// Checks the stage.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let stage = &input.model.stage.settings;
    if let Some(metrics) = &stage.detailed_metrics
        && metrics.value
        && stage.throttle.is_none()
    {
        out.push(
            Diagnostic::new(
                &RULE,
                metrics.span,
                "detailed metrics need an explicit `throttle`",
            )
            .help("add `throttle = { rate = …, burst = … }` to `[stage]`"),
        );
    }
}
