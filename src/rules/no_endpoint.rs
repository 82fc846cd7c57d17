//! An API without an endpoint.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0413",
    name: "no-endpoint",
    severity: Severity::Warning,
    docs: Docs {
        what: "The endpoint that API Gateway generates is disabled, and `[api]` has no `domain`.",
        why: "Nobody can call the API until a custom domain is mapped to it elsewhere.",
        example: "[api]\ngenerated_endpoint = false\n",
        fixed: "[api]\ngenerated_endpoint = true\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-disable-default-endpoint.html",
        ],
    },
};

/// Looks for a disabled endpoint without a domain.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    if let Some(flag) = &input.model.api.generated_endpoint
        && !flag.value
        && input.model.api.domain.is_none()
    {
        out.push(
            Diagnostic::new(&RULE, flag.span, "this API has no endpoint")
                .help("add `domain` to `[api]`, or remove `generated_endpoint`"),
        );
    }
}
