//! A stage variable that API Gateway rejects.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0410",
    name: "invalid-stage-variable",
    severity: Severity::Error,
    docs: Docs {
        what: "A stage variable has an invalid name or value, or there are more than 100.",
        why: "API Gateway rejects it during `terraform apply`.",
        example: "[stage]\nvariables = { log-level = \"info\" }\n",
        fixed: "[stage]\nvariables = { log_level = \"info\" }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
            "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html",
        ],
    },
};

/// Largest number of entries; the limits below count characters.
const MAX: usize = 100;
const NAME: usize = 64;
const VALUE: usize = 512;

/// Checks the variables of the stage.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let variables = &input.model.stage.settings.variables;
    if let Some((name, _)) = variables.get(MAX) {
        let count = variables.len();
        let message = format!("there are {count} stage variables, but API Gateway allows {MAX}");
        out.push(
            Diagnostic::new(&RULE, name.span, message)
                .help("move some of them to the `env` of a function"),
        );
    }
    for (name, value) in variables {
        // An empty name has been reported.
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if name.len() > NAME || !name.chars().all(word) {
            out.push(
                Diagnostic::new(
                    &RULE,
                    name.span,
                    "this is not a valid name for a stage variable",
                )
                .help(format!(
                    "use up to {NAME} characters: letters A to Z, digits and `_`"
                )),
            );
        }
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#&=,".contains(c);
        let fits =
            |text: &str| !text.is_empty() && text.len() <= VALUE && text.chars().all(allowed);
        if value.literal().is_some_and(|text| !fits(text)) {
            out.push(
                Diagnostic::new(
                    &RULE,
                    value.span,
                    "this is not a valid value for a stage variable",
                )
                .help(format!(
                    "use 1 to {VALUE} characters: letters A to Z, digits and `-._~:/?#&=,`"
                )),
            );
        }
    }
}
