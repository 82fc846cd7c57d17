//! A feature that the lowest allowed provider version does not have.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0602",
    name: "newer-than-floor",
    severity: Severity::Error,
    docs: Docs {
        what: "The blueprint needs a feature that the lowest allowed AWS provider version does not have.",
        why: "Without the feature, access or how it works would change.",
        example: "aws_provider = \">= 5.0\"\n\n[identity]\ntoken = \"access\"\n",
        fixed: "aws_provider = \">= 5.83\"\n\n[identity]\ntoken = \"access\"\n",
        sources: &["https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md"],
    },
};

/// Compares essential requirements with the lowest allowed version.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let provider = &input.model.provider;
    for need in input.requirements {
        if need.essential && need.since > provider.floor {
            let message = format!(
                "{} needs the AWS provider {}, but {} is allowed",
                need.what, need.since, provider.floor
            );
            out.push(
                Diagnostic::new(&RULE, need.span, message)
                    .help(format!("set `aws_provider = \">= {}\"`", need.since))
                    .help(need.instead),
            );
        }
    }
}
