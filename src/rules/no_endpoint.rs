//! An API without an address.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0413",
    name: "no-endpoint",
    severity: Severity::Warning,
    docs: Docs {
        what: "The address that API Gateway gives the API is switched off.",
        why: "It makes sense behind a domain of one's own. Without one in `[api]` nobody can call it until one is mapped to it elsewhere.",
        example: "[api]\ngenerated_endpoint = false\n",
        fixed: "[api]\ngenerated_endpoint = true\n",
        sources: &[
            "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/apigatewayv2_api",
        ],
    },
};

/// Looks at the switch.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    if let Some(flag) = &input.model.api.generated_endpoint
        && !flag.value
        && input.model.api.domain.is_none()
    {
        out.push(
            Diagnostic::new(&RULE, flag.span, "this API has no address of its own")
                .help("add `domain` to `[api]`, or leave `generated_endpoint` out"),
        );
    }
}
