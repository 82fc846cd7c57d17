//! Something that the oldest provider allowed does not have.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0602",
    name: "newer-than-floor",
    severity: Severity::Error,
    docs: Docs {
        what: "The blueprint asks for something that the oldest AWS provider it allows does not have.",
        why: "Leaving it out would change who may call what, or how.",
        example: "aws_provider = \">= 5.0\"\n\n[identity]\ntoken = \"access\"\n",
        fixed: "aws_provider = \">= 5.83\"\n\n[identity]\ntoken = \"access\"\n",
        sources: &["https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md"],
    },
};

/// Holds essential needs against the floor.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let provider = &input.model.provider;
    for need in input.requirements {
        if need.essential && need.since > provider.floor {
            let message = format!(
                "{} needs the AWS provider {}, and {} is allowed",
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
