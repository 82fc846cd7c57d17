//! A generated endpoint that stays enabled in addition to a custom domain.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0422",
    name: "open-back-door",
    severity: Severity::Warning,
    docs: Docs {
        what: "An API with a custom domain can also be called at the endpoint that API Gateway generates.",
        why: "A firewall or anything else in front of the domain does not see calls to the generated endpoint.",
        example: "[api]\ndomain = { name = \"api.example.com\", zone = { var = \"zone_id\" } }\n",
        fixed: "[api]\ndomain = { name = \"api.example.com\", zone = { var = \"zone_id\" } }\ngenerated_endpoint = false\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-disable-default-endpoint.html",
        ],
    },
};

/// Looks for a domain in addition to the generated endpoint. An explicit
/// `generated_endpoint` is intended.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let api = &input.model.api;
    if let Some(domain) = &api.domain
        && api.generated_endpoint.is_none()
    {
        let message = "the API can still be called at its generated endpoint";
        out.push(
            Diagnostic::new(&RULE, domain.name.span, message)
                .help("set `generated_endpoint = false` in `[api]`, or `true` if this is intended"),
        );
    }
}
