//! Credentials allowed for every page of a scheme.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

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
    let Some(cors) = &input.model.api.cors else {
        return;
    };
    let Some(credentials) = cors.credentials.as_ref().filter(|flag| flag.value) else {
        return;
    };
    for origin in &cors.origins {
        if let Some(text @ ("https://*" | "http://*")) = origin.literal() {
            let message = format!("every origin matches `{text}`, and each may send credentials");
            out.push(
                Diagnostic::new(&RULE, origin.span, message)
                    .also(credentials.span, "credentials are allowed here")
                    .help("list the origins of your pages")
                    .help("remove `credentials` if calls send a token in a header"),
            );
        }
    }
}
