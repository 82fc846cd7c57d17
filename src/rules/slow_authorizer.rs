//! A Lambda authorizer that may run longer than the gateway waits.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{AuthorizerKind, Decider};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0330",
    name: "slow-authorizer",
    severity: Severity::Warning,
    docs: Docs {
        what: "The function of a Lambda authorizer may run for more than 10 seconds.",
        why: "API Gateway waits 10 seconds for an authorizer, then answers 500.",
        example: "[functions.api]\nsource = \"functions/api\"\n\n[functions.gatekeeper]\nsource = \"functions/api\"\ntimeout = 30\n\n[authorizers.custom]\nfunction = \"gatekeeper\"\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"custom\" }\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\n\n[functions.gatekeeper]\nsource = \"functions/api\"\ntimeout = 10\n\n[authorizers.custom]\nfunction = \"gatekeeper\"\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"custom\" }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
        ],
    },
};

/// Seconds that API Gateway waits.
const LIMIT: i64 = 10;

/// Looks at the functions of Lambda authorizers.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    for authorizer in model.authorizers.iter() {
        if let AuthorizerKind::Lambda {
            decider: Decider::Own(function),
            ..
        } = &authorizer.kind
        {
            let timeout = &model.functions[*function].timeout;
            if timeout.value > LIMIT {
                let message = format!(
                    "the gateway waits {LIMIT} s for an authorizer, but this one may run for {} s",
                    timeout.value
                );
                out.push(
                    Diagnostic::new(&RULE, timeout.span, message)
                        .also(authorizer.name.span, "for this authorizer")
                        .help(format!("set the function's `timeout` to at most {LIMIT}")),
                );
            }
        }
    }
}
