//! Credentials allowed for any origin.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0403",
    name: "any-origin-with-credentials",
    severity: Severity::Error,
    docs: Docs {
        what: "CORS allows credentials, such as cookies, for any origin.",
        why: "API Gateway rejects it, because any page that users visit could act on their behalf.",
        example: "[api]\ncors = { origins = [\"*\"], credentials = true }\n",
        fixed: "[api]\ncors = { origins = [\"https://example.com\"], credentials = true }\n",
        sources: &["https://github.com/aws/aws-cdk/issues/9076"],
    },
};

/// Looks for the origin `*` with credentials.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    report(&RULE, input, out, |origin| {
        (origin == "*").then(|| "any origin may send credentials".to_owned())
    });
}

/// Reports each origin that may send credentials and is wrong for a reason.
pub(super) fn report(
    rule: &'static Rule,
    input: &Input<'_>,
    out: &mut Diagnostics,
    wrong: impl Fn(&str) -> Option<String>,
) {
    let Some(cors) = &input.model.api.cors else {
        return;
    };
    let Some(credentials) = cors.credentials.as_ref().filter(|flag| flag.value) else {
        return;
    };
    for origin in &cors.origins {
        if let Some(message) = origin.literal().and_then(&wrong) {
            out.push(
                Diagnostic::new(rule, origin.span, message)
                    .also(credentials.span, "credentials are allowed here")
                    .help("list the origins of your pages")
                    .help("remove `credentials` if calls send a token in a header"),
            );
        }
    }
}
