//! Something that is left out of the output.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0603",
    name: "left-out",
    severity: Severity::Note,
    docs: Docs {
        what: "The oldest AWS provider allowed does not have something that does not decide about access, so it is left out.",
        why: "The output has to work with every version that is allowed. The output's README repeats the list.",
        example: "aws_provider = \">= 5.41\"\n",
        mended: "aws_provider = \">= 5.83\"\n",
        source: "provider change log",
    },
};

/// Lists what the floor lacks.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let provider = &input.model.provider;
    for need in input.requirements {
        if !need.essential && need.since > provider.floor {
            let message = format!(
                "{} is left out: it needs the AWS provider {}, and {} is allowed",
                need.what, need.since, provider.floor
            );
            out.push(Diagnostic::new(&RULE, need.span, message).help(need.instead));
        }
    }
}
