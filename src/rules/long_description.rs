//! A description that API Gateway rejects.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0411",
    name: "long-description",
    severity: Severity::Error,
    docs: Docs {
        what: "The description of the API is empty or longer than 1024 characters.",
        why: "API Gateway rejects a longer one during `terraform apply`.",
        example: "[api]\ndescription = \"\"\n",
        fixed: "[api]\ndescription = \"Orders of the shop\"\n",
        sources: &["https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html"],
    },
};

/// Longest description, in characters.
const MAX: usize = 1024;

/// Checks the description of the API.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let Some(description) = &input.model.api.description else {
        return;
    };
    let length = description.chars().count();
    let message = match length {
        0 => "the description of the API is empty".to_owned(),
        1..=MAX => return,
        _ => format!(
            "the description of the API has {length} characters, but only {MAX} are allowed"
        ),
    };
    out.push(
        Diagnostic::new(&RULE, description.span, message).help(format!(
            "use 1 to {MAX} characters, or remove `description`"
        )),
    );
}
