//! Credentials for pages of any origin.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0403",
    name: "any-origin-with-credentials",
    severity: Severity::Error,
    docs: Docs {
        what: "Cross-origin calls may carry cookies, and any origin may make them.",
        why: "API Gateway refuses it: every page that a person visits could act in their name.",
        example: "[api]\ncors = { origins = [\"*\"], credentials = true }\n",
        fixed: "[api]\ncors = { origins = [\"https://example.com\"], credentials = true }\n",
        sources: &["https://github.com/aws/aws-cdk/issues/9076"],
    },
};

/// Looks for `*` beside credentials.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let Some(cors) = &input.model.api.cors else {
        return;
    };
    let Some(credentials) = cors.credentials.as_ref().filter(|flag| flag.value) else {
        return;
    };
    for origin in &cors.origins {
        if origin.literal() == Some("*") {
            out.push(
                Diagnostic::new(&RULE, origin.span, "any origin may send credentials")
                    .also(credentials.span, "allowed here")
                    .help("name the origins of your pages")
                    .help("a token in a header needs no `credentials`"),
            );
        }
    }
}
