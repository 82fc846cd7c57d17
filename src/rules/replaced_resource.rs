//! A change that makes Terraform destroy something, and something with it.

use crate::backend::Consequence;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0702",
    name: "replaced-resource",
    severity: Severity::Warning,
    docs: Docs {
        what: "Applying the change would lose what cannot be created again. That may be the memberships of a group that was renamed, the client ID of an app client, or logs. `compile` compares the blueprint with the last compile into the output folder to find out.",
        why: "Terraform shows a replacement among many other changes, and does not say what goes with it.",
        example: "",
        fixed: "",
        sources: &[
            "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cognito_user_group",
            "https://github.com/lgallard/terraform-aws-cognito-user-pool/issues/160",
        ],
    },
};

/// Names the resource, the argument that causes it, and what is lost.
pub fn diagnostic(found: &Consequence, loses: &str, place: Span) -> Diagnostic {
    let address = &found.address;
    match found.argument {
        Some(argument) => {
            let message = format!("Terraform would replace `{address}` and lose {loses}");
            Diagnostic::new(&RULE, place, message)
                .note(format!("`{argument}` cannot be changed in place"))
                .help("undo the change, or continue if nothing has been applied yet")
        }
        None => {
            let message = format!("Terraform would destroy `{address}` and lose {loses}");
            Diagnostic::new(&RULE, place, message)
                .help("put it back, or continue if it is not needed any more, or was never applied")
        }
    }
}
