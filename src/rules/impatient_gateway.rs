//! A gateway that gives up before the function does.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Target;
use crate::rules::{Docs, Input, Rule};

/// The longest a function may run, in seconds (D:Lambda quotas).
const FUNCTION: i64 = 900;
/// The shortest a gateway waits, in milliseconds (b).
const GATEWAY: i64 = 50;

pub static RULE: Rule = Rule {
    code: "JG0414",
    name: "impatient-gateway",
    severity: Severity::Warning,
    docs: Docs {
        what: "A function may run for longer than the gateway waits for its answer.",
        why: "The caller gets an error, and the function goes on and does its work all the same.",
        example: "[functions.api]\nsource = \"functions/api\"\ntimeout = 60\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\ntimeout = 30\n",
        sources: &[
            "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html",
        ],
    },
};

/// Compares the time limits of every route and its function.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    for route in model.routes.iter() {
        let Target::Function(function) = route.target else {
            continue;
        };
        let function = &model.functions[function];
        let waits = route.settings.timeout();
        // What neither takes is reported where it stands.
        let possible = function.timeout.value <= FUNCTION && waits >= GATEWAY;
        if possible && function.timeout.value * 1000 > waits {
            let place = route.settings.timeout.as_ref();
            let message = format!(
                "the gateway waits {waits} ms, and the function may run for {} s",
                function.timeout.value
            );
            out.push(
                Diagnostic::new(
                    &RULE,
                    place.map_or(route.text.span, |limit| limit.span),
                    message,
                )
                .also(function.key.span, "the function")
                .help("give the function a shorter `timeout`"),
            );
        }
    }
}
