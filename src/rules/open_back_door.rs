//! A second address beside the domain.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0422",
    name: "open-back-door",
    severity: Severity::Warning,
    docs: Docs {
        what: "The API has a domain of its own, and can be called at the address that API Gateway gives it too.",
        why: "What stands in front of the domain, such as a firewall, does not see calls to the other address.",
        example: "[api]\ndomain = { name = \"api.example.com\", zone = { var = \"zone_id\" } }\n",
        fixed: "[api]\ndomain = { name = \"api.example.com\", zone = { var = \"zone_id\" } }\ngenerated_endpoint = false\n",
        sources: &[
            "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/apigatewayv2_api",
        ],
    },
};

/// Looks for a domain beside the generated endpoint. One that is asked for is
/// meant.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let api = &input.model.api;
    if let Some(domain) = &api.domain
        && api.generated_endpoint.is_none()
    {
        let message = "the API can still be called at its generated address";
        out.push(
            Diagnostic::new(&RULE, domain.name.span, message)
                .help("set `generated_endpoint = false` in `[api]`, or `true` if it is meant"),
        );
    }
}
