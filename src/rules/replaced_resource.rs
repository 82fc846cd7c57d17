//! A change that makes Terraform replace a resource.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0702",
    name: "replaced-resource",
    severity: Severity::Warning,
    docs: Docs {
        what: "A change would replace a user pool, an app client or a sign-in domain. `compile` compares the blueprint with the output folder to find out.",
        why: "Terraform destroys the old one: a user pool with all its users, or an app client with the ID that applications use.",
        example: "",
        fixed: "",
        sources: &[
            "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cognito_user_pool",
        ],
    },
};

/// Names the resource, the attribute that causes it, and what is lost.
pub fn diagnostic(address: &str, attribute: Option<&str>, loses: &str, place: Span) -> Diagnostic {
    let message = match attribute {
        Some(_) => format!("Terraform would replace `{address}` and lose {loses}"),
        None => format!("Terraform would destroy `{address}` and {loses}"),
    };
    let diagnostic = Diagnostic::new(&RULE, place, message);
    let diagnostic = match attribute {
        Some(attribute) => diagnostic.note(format!("`{attribute}` cannot be changed in place")),
        None => diagnostic,
    };
    diagnostic.help("undo the change, or continue if nothing has been applied yet")
}
