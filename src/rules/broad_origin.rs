//! Credentials allowed for every page of a scheme.

use crate::diagnostic::{Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule, any_origin_with_credentials};

pub static RULE: Rule = Rule {
    code: "JG0424",
    name: "broad-origin",
    severity: Severity::Warning,
    docs: Docs {
        what: "CORS allows credentials for every origin of a scheme: `https://*` or `http://*`.",
        why: "API Gateway accepts it, unlike `*`, with the same effect: any page that users visit could act on their behalf.",
        example: "[api]\ncors = { origins = [\"https://*\"], credentials = true }\n",
        fixed: "[api]\ncors = { origins = [\"https://example.com\"], credentials = true }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
        ],
    },
};

/// Looks for such origins with credentials.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    any_origin_with_credentials::report(&RULE, input, out, |origin| {
        matches!(origin, "https://*" | "http://*")
            .then(|| format!("every origin matches `{origin}`, and each may send credentials"))
    });
}
