//! A function that may run longer than the API waits for it.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};
use std::collections::BTreeSet;

pub static RULE: Rule = Rule {
    code: "JG0509",
    name: "slow-function",
    severity: Severity::Warning,
    docs: Docs {
        what: "A function that answers a route has a time limit of more than 30 seconds.",
        why: "An HTTP API waits 30 seconds at most. The caller then gets an error, while the function runs on and is paid for.",
        example: "[functions.api]\nsource = \"functions/api\"\ntimeout = 60\n",
        mended: "[functions.api]\nsource = \"functions/api\"\ntimeout = 30\n",
        source: "b:CreateIntegrationRequest",
    },
};

/// Seconds that an HTTP API waits.
const MAX: i64 = 30;

/// Looks at every function that a route names.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let called: BTreeSet<_> = model.routes.iter().map(|route| route.function).collect();
    for function in called.into_iter().map(|id| &model.functions[id]) {
        let timeout = &function.timeout;
        if timeout.value > MAX {
            let message = format!("`{}` may run longer than the API waits", function.key.value);
            out.push(
                Diagnostic::new(&RULE, timeout.span, message)
                    .help(format!("give it {MAX} seconds at most, and do what takes longer elsewhere")),
            );
        }
    }
}
