//! A deprecated runtime, or one without a schedule.

use crate::backend::runtimes::{self, Status};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};
use crate::text::any_of;

pub static RULE: Rule = Rule {
    code: "JG0505",
    name: "deprecated-runtime",
    severity: Severity::Warning,
    docs: Docs {
        what: "A runtime is deprecated, or is not in AWS's runtime schedule. A deprecated runtime no longer gets security updates, but functions can still be created for it.",
        why: "AWS has announced that creating functions for deprecated runtimes ends on 2027-02-01, and updating them on 2027-03-03.",
        example: "[functions.api]\nsource = \"functions/api\"\nruntime = \"nodejs20.x\"\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\nruntime = \"nodejs24.x\"\n",
        sources: &["https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"],
    },
};

/// Looks up every runtime.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for function in input.model.functions.iter() {
        let runtime = &function.runtime;
        let status = runtimes::status(runtime);
        if let Some(Status::Unlisted) = status {
            let message = format!(
                "the runtime `{}` is not in AWS's runtime schedule",
                runtime.value
            );
            out.push(
                Diagnostic::new(&RULE, runtime.span, message)
                    .help("check that your Region supports it, and for how long"),
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
                    .help(format!("use {}", any_of(&newer))),
            );
        }
    }
}
