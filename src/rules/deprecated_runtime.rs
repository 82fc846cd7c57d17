//! A runtime at the end of its life.

use crate::backend::runtimes::{self, Status};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0505",
    name: "deprecated-runtime",
    severity: Severity::Warning,
    docs: Docs {
        what: "A runtime that no longer gets security updates, though functions can still be created; or one that Lambda knows without a place in its life cycle.",
        why: "Creating functions in it is announced to end on 2027-02-01 and updating them on 2027-03-03.",
        example: "[functions.api]\nsource = \"functions/api\"\nruntime = \"nodejs20.x\"\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\nruntime = \"nodejs24.x\"\n",
        sources: &["https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"],
    },
};

/// Looks every runtime up.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for function in input.model.functions.iter() {
        let runtime = &function.runtime;
        let status = runtimes::status(runtime);
        if let Some(Status::Unlisted) = status {
            let message = format!(
                "the runtime `{}` has no place in the life cycle",
                runtime.value
            );
            out.push(
                Diagnostic::new(&RULE, runtime.span, message)
                    .help("see whether your Region has it, and how long it will be there"),
            );
        }
        if let Some(Status::Deprecated) = status {
            let message = format!("the runtime `{}` is deprecated", runtime.value);
            let family = runtime.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
            let family = family
                .split(|c: char| c.is_ascii_digit())
                .next()
                .unwrap_or(family);
            let newer: Vec<&str> = runtimes::current()
                .filter(|current| current.starts_with(family))
                .collect();
            out.push(
                Diagnostic::new(&RULE, runtime.span, message)
                    .note(format!(
                        "functions can be created until {}, and updated until {}",
                        runtimes::CREATED_UNTIL,
                        runtimes::UPDATED_UNTIL
                    ))
                    .help(format!("move to {}", newer.join(" or "))),
            );
        }
    }
}
