//! Simple responses in a payload format without them.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::AuthorizerKind;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0328",
    name: "simple-response-format",
    severity: Severity::Warning,
    docs: Docs {
        what: "A Lambda authorizer has `simple_responses` and payload format 1.0.",
        why: "Simple responses need payload format 2.0; with 1.0, the function returns an IAM policy. This has not been tried against AWS.",
        example: "[functions.api]\nsource = \"functions/api\"\n\n[functions.gatekeeper]\nsource = \"functions/api\"\n\n[authorizers.custom]\nfunction = \"gatekeeper\"\npayload = \"1.0\"\nsimple_responses = true\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"custom\" }\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\n\n[functions.gatekeeper]\nsource = \"functions/api\"\n\n[authorizers.custom]\nfunction = \"gatekeeper\"\npayload = \"1.0\"\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"custom\" }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html",
        ],
    },
};

/// Compares the two.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for authorizer in input.model.authorizers.iter() {
        if let AuthorizerKind::Lambda {
            payload, simple, ..
        } = &authorizer.kind
            && simple.value
            && payload.as_str() == "1.0"
        {
            let message = "simple responses need payload format 2.0";
            out.push(
                Diagnostic::new(&RULE, simple.span, message)
                    .also(payload.span, "this is the older format")
                    .help("remove one of the two"),
            );
        }
    }
}
