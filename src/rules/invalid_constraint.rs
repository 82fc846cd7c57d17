//! A provider constraint that cannot be used.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;
use crate::version::{ConstraintError, OLDEST, OLDEST_TERRAFORM, Version};

pub static RULE: Rule = Rule {
    code: "JG0601",
    name: "invalid-constraint",
    severity: Severity::Error,
    docs: Docs {
        what: "`aws_provider` or `terraform_version` is not a version constraint with a lower bound.",
        why: "The lower bound decides which arguments jwtgen may use.",
        example: "aws_provider = \"latest\"\n",
        fixed: "aws_provider = \">= 6.20\"\n",
        sources: &[],
    },
};

/// Says what is wrong with a constraint of the AWS provider; the command line uses
/// it too.
pub fn message(error: &ConstraintError) -> String {
    message_about(error, "AWS providers", OLDEST)
}

fn message_about(error: &ConstraintError, what: &str, oldest: Version) -> String {
    match error {
        ConstraintError::Malformed(clause) if clause.is_empty() => {
            "the version constraint has an empty clause".to_owned()
        }
        ConstraintError::Malformed(clause) => {
            format!("`{clause}` is not a valid version constraint")
        }
        ConstraintError::NoFloor => "the version constraint has no lower bound".to_owned(),
        ConstraintError::TooOld => {
            format!("{what} older than {oldest} are not supported")
        }
        ConstraintError::Empty => "no version meets this constraint".to_owned(),
    }
}

/// The same, at a place in the blueprint.
pub fn diagnostic(error: &ConstraintError, span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, span, message(error))
        .help("set a lower bound, such as `\">= 6.20\"` or `\"~> 6.20\"`")
}

/// The same for the constraint of Terraform itself.
pub fn terraform(error: &ConstraintError, span: Span) -> Diagnostic {
    let message = message_about(error, "Terraform versions", OLDEST_TERRAFORM);
    Diagnostic::new(&RULE, span, message)
        .help("set a lower bound, such as `\">= 1.11\"` or `\"~> 1.11\"`")
}
