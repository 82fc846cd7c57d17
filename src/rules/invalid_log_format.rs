//! An access log format that API Gateway rejects.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0408",
    name: "invalid-log-format",
    severity: Severity::Error,
    docs: Docs {
        what: "The access log format is invalid. It must be one line of at most 1024 characters with `$context.requestId`.",
        why: "API Gateway rejects it during `terraform apply`.",
        example: "[stage]\nlog_format = \"$context.status\"\n",
        fixed: "[stage]\nlog_format = \"$context.requestId $context.status\"\n",
        sources: &[
            "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html",
        ],
    },
};

/// Longest format, in characters.
const MAX: usize = 1024;

/// What every entry must contain.
const REQUEST_ID: &str = "$context.requestId";

/// Checks the format of the stage.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let Some(format) = &input.model.stage.settings.log_format else {
        return;
    };
    let length = format.chars().count();
    // `$context.requestIdx` is another variable.
    let holds_id = format.match_indices(REQUEST_ID).any(|(at, _)| {
        let next = format[at + REQUEST_ID.len()..].chars().next();
        next.is_none_or(|c| !c.is_ascii_alphanumeric())
    });
    let message = if format.chars().any(char::is_control) {
        "the access log format must be one line without control characters".to_owned()
    } else if length > MAX {
        format!("the access log format has {length} characters, but only {MAX} are allowed")
    } else if !holds_id {
        format!("the access log format lacks `{REQUEST_ID}`")
    } else {
        return;
    };
    out.push(
        Diagnostic::new(&RULE, format.span, message)
            .help("remove `log_format` to use the default, which records why a call was rejected"),
    );
}
