//! A change during which calls fail.

use crate::backend::Consequence;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0706",
    name: "interrupted-calls",
    severity: Severity::Warning,
    docs: Docs {
        what: "While the change is applied, calls would fail for some seconds. The handler of a function changes, or the language of its runtime. `compile` compares the blueprint with the last compile into the output folder to find out.",
        why: "Lambda applies configuration and code in two steps. In between, the function looks for its handler in the wrong code, and every call answers 500.",
        example: "",
        fixed: "",
        sources: &[
            "https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html",
            "https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html",
        ],
    },
};

/// Names the function, and why calls fail.
pub fn diagnostic(found: &Consequence, reason: &str, place: Span) -> Diagnostic {
    let argument = found.argument.unwrap_or_default();
    let message = format!(
        "changing `{argument}` of `{}` would interrupt calls",
        found.address
    );
    let help = match argument {
        "runtime" => "add a function with the new runtime, move its routes, and remove the old one",
        _ => {
            "apply in three steps: code that has both handlers, then the new `handler`, then code without the old one"
        }
    };
    Diagnostic::new(&RULE, place, message)
        .note(reason)
        .help(help)
}
