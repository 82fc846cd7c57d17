//! Origins that include more than their list suggests.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule, any_origin_with_credentials};

pub static RULE: Rule = Rule {
    code: "JG0424",
    name: "broad-origin",
    severity: Severity::Warning,
    docs: Docs {
        what: "CORS allows `*` beside other origins, or credentials for every origin of a scheme.",
        why: "`*` makes a list look narrower than it is. With credentials, API Gateway accepts `https://*`, unlike `*`, and any page that users visit could act on their behalf.",
        example: "[api]\ncors = { origins = [\"https://*\"], credentials = true }\n",
        fixed: "[api]\ncors = { origins = [\"https://example.com\"], credentials = true }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
        ],
    },
};

/// Looks for such origins with credentials, and for origins beside `*`.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let origins = input.model.api.cors.iter().flat_map(|cors| &cors.origins);
    let any = origins.clone().find(|origin| origin.literal() == Some("*"));
    let credentials = input
        .model
        .api
        .cors
        .iter()
        .any(|cors| cors.credentials.is_some());
    if let Some(any) = any.filter(|_| origins.count() > 1 && !credentials) {
        out.push(
            Diagnostic::new(&RULE, any.span, "`*` makes the other origins pointless")
                .help("remove `*`, or leave it alone in the list if every page may call"),
        );
    }
    any_origin_with_credentials::report(&RULE, input, out, |origin| {
        matches!(origin, "https://*" | "http://*")
            .then(|| format!("every origin matches `{origin}`, and each may send credentials"))
    });
}
