//! A function that is never allowed to run.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0519",
    name: "idle-function",
    severity: Severity::Warning,
    docs: Docs {
        what: "`reserved_concurrency = 0` lets no call of a function through.",
        why: "Lambda throttles every call, so its routes answer 503.",
        example: "[functions.api]\nsource = \"functions/api\"\nreserved_concurrency = 0\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\nreserved_concurrency = 10\n",
        sources: &["https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html"],
    },
};

/// Looks for functions with a limit of 0.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for function in input.model.functions.iter() {
        if function.reserved_concurrency == Some(0) {
            let message = format!("the function `{}` can never run", function.key.value);
            out.push(
                Diagnostic::new(&RULE, function.key.span, message)
                    .about(&function.key)
                    .help("remove `reserved_concurrency` for no limit of its own, or allow this rule if it is switched off on purpose"),
            );
        }
    }
}
