//! A gateway that times out before the function does.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Target;
use crate::rules::{Docs, Input, Rule};

/// The longest time that a function may run, in seconds.
const FUNCTION: i64 = 900;
/// The shortest time that a gateway may wait, in milliseconds (b).
const GATEWAY: i64 = 50;
/// The longest time that a gateway may wait, in milliseconds (b).
const LONGEST: i64 = 30_000;

pub static RULE: Rule = Rule {
    code: "JG0414",
    name: "impatient-gateway",
    severity: Severity::Warning,
    docs: Docs {
        what: "A function may run longer than the gateway waits for its response.",
        why: "The caller gets an error, although the function keeps running and completes its work.",
        example: "[functions.api]\nsource = \"functions/api\"\ntimeout = 60\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\ntimeout = 30\n",
        sources: &[
            "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html",
        ],
    },
};

/// Compares the timeouts of every route and its function.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    for route in model.routes.iter() {
        let Target::Function(function) = route.target else {
            continue;
        };
        let function = &model.functions[function];
        let waits = route.settings.timeout();
        // Values out of range are reported by other rules.
        let possible = function.timeout.value <= FUNCTION && waits >= GATEWAY;
        if possible && function.timeout.value * 1000 > waits {
            let place = route.settings.timeout.as_ref();
            let message = format!(
                "the gateway waits {waits} ms, but the function may run for {} s",
                function.timeout.value
            );
            // Few let a gateway wait for less than a tenth of a second.
            let seconds = place.filter(|_| waits <= 100);
            let help = match seconds {
                Some(_) => format!(
                    "a route's `timeout` is in milliseconds: write `{}` for {} seconds",
                    (waits * 1000).min(LONGEST),
                    waits.min(LONGEST / 1000)
                ),
                None => "shorten the `timeout` of the function".to_owned(),
            };
            out.push(
                Diagnostic::new(
                    &RULE,
                    place.map_or(route.text.span, |limit| limit.span),
                    message,
                )
                .also(function.key.span, "this function")
                .help(help),
            );
        }
    }
}
