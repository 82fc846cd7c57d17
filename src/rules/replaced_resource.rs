//! A change that Terraform can only make by starting over.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0702",
    name: "replaced-resource",
    severity: Severity::Warning,
    docs: Docs {
        what: "Compared with what is in the output folder, a user pool, an app client or a sign-in domain would be replaced. Only `compile` looks.",
        why: "Terraform destroys the old one: a user pool with all its users, an app client with the id that applications know.",
        example: "",
        fixed: "",
        sources: &[
            "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cognito_user_pool",
        ],
    },
};

/// Names the resource, what makes it so, and what is lost.
pub fn diagnostic(address: &str, attribute: Option<&str>, loses: &str, place: Span) -> Diagnostic {
    let message = match attribute {
        Some(_) => format!("Terraform would replace `{address}`, and lose {loses}"),
        None => format!("Terraform would destroy `{address}`, with {loses}"),
    };
    let diagnostic = Diagnostic::new(&RULE, place, message);
    let diagnostic = match attribute {
        Some(attribute) => diagnostic.note(format!("`{attribute}` cannot be changed in place")),
        None => diagnostic,
    };
    diagnostic.help("take the change back, or go on if nothing was applied so far")
}
