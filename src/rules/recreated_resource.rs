//! A change that replaces something of which nothing is lost.

use crate::backend::Consequence;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0705",
    name: "recreated-resource",
    severity: Severity::Note,
    docs: Docs {
        what: "Terraform would replace or remove something. Its logs stay behind, or applications lose their app client. `compile` compares the blueprint with the last compile into the output folder to find out.",
        why: "What Terraform no longer manages stays in the account, and has to be imported or deleted by hand before something of this name can be created again.",
        example: "",
        fixed: "",
        sources: &[
            "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cloudwatch_log_group",
        ],
    },
};

/// Names the resource, and what there is to know.
pub fn diagnostic(found: &Consequence, known: &str, place: Span) -> Diagnostic {
    let address = &found.address;
    let message = match found.argument {
        Some(argument) => format!("Terraform would replace `{address}`: its `{argument}` changes"),
        None => format!("Terraform would remove `{address}`"),
    };
    Diagnostic::new(&RULE, place, message).note(known)
}
