//! A tag that API Gateway rejects.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0412",
    name: "invalid-tag",
    severity: Severity::Error,
    docs: Docs {
        what: "A tag has an invalid name or value, or there are more than 50.",
        why: "API Gateway rejects it during `terraform apply`. Names that start with `aws:` are reserved for AWS.",
        example: "[api]\ntags = { \"aws:team\" = \"shop\" }\n",
        fixed: "[api]\ntags = { team = \"shop\" }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
            "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/tags-resource-arn.html",
        ],
    },
};

/// Largest number of entries; the limits below count characters.
const MAX: usize = 50;
const NAME: usize = 128;
const VALUE: usize = 256;

/// Checks the tags of the API.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let tags = &input.model.api.tags;
    if let Some((name, _)) = tags.get(MAX) {
        let message = format!("there are {} tags, but AWS allows {MAX}", tags.len());
        let help = format!("use at most {MAX} tags");
        out.push(Diagnostic::new(&RULE, name.span, message).help(help));
    }
    for (name, value) in tags {
        if name.to_ascii_lowercase().starts_with("aws:") {
            out.push(
                Diagnostic::new(
                    &RULE,
                    name.span,
                    "tag names that start with `aws:` are reserved",
                )
                .help("choose a name that does not start with `aws:`"),
            );
        }
        let long = |text: &str, max| text.chars().count() > max;
        if long(name, NAME) || value.literal().is_some_and(|text| long(text, VALUE)) {
            out.push(
                Diagnostic::new(&RULE, name.span, "this tag is too long").help(format!(
                    "use at most {NAME} characters for the name and {VALUE} for the value"
                )),
            );
        }
    }
}
