//! A feature that is left out of the output.

use crate::backend::{Requirement, lacking_test};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0603",
    name: "left-out",
    severity: Severity::Note,
    docs: Docs {
        what: "A feature is left out: the oldest allowed version does not have it. The version is that of the AWS provider, or of Terraform. The feature does not affect who may call what.",
        why: "The output has to work with every allowed version. The output's README has the same list.",
        example: "aws_provider = \">= 5.41\"\n",
        fixed: "aws_provider = \">= 5.83\"\n",
        sources: &["https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md"],
    },
};

/// Lists what the lowest allowed version lacks, unless that version has to be
/// raised anyway.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    if let Some((what, since)) = lacking_test(input.model) {
        let terraform = &input.model.terraform;
        let message = format!(
            "{what} is left out: it needs Terraform {since}, but {} is allowed",
            terraform.floor
        );
        let help = "raise `terraform_version`, or check plans with `jwtgen audit`";
        out.push(Diagnostic::new(&RULE, terraform.span, message).help(help));
    }
    let provider = &input.model.provider;
    let lacking = |need: &&Requirement| need.since > provider.floor;
    if input
        .requirements
        .iter()
        .filter(lacking)
        .any(|need| need.essential)
    {
        return;
    }
    for need in input.requirements {
        if lacking(&need) {
            let message = format!(
                "{} is left out: it needs the AWS provider {}, but {} is allowed",
                need.what, need.since, provider.floor
            );
            out.push(Diagnostic::new(&RULE, need.span, message).help(need.instead));
        }
    }
}
