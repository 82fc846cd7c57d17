//! Environment variables that Lambda rejects.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Function;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0506",
    name: "invalid-environment",
    severity: Severity::Error,
    docs: Docs {
        what: "Environment variables have an invalid or reserved name, or more than 4,096 bytes. A name starts with a letter and has two or more letters, digits and `_`. The size is that of all variables of a function.",
        why: "Lambda rejects them at apply.",
        example: "[functions.api]\nsource = \"functions/api\"\nenv = { AWS_REGION = \"eu-west-1\" }\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\nenv = { TABLE_REGION = \"eu-west-1\" }\n",
        sources: &["https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"],
    },
};

/// Names and values of one function, in bytes.
const MAX: usize = 4096;

/// Names that Lambda sets itself. Those that start with `_` are not valid
/// names.
const RESERVED: [&str; 16] = [
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
];

/// Checks names and sizes. The size of a variable's value is only known to
/// Terraform.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for function in input.model.functions.iter() {
        check_names(function, out);
        check_size(function, out);
    }
}

fn check_names(function: &Function, out: &mut Diagnostics) {
    for (name, _) in &function.env {
        let (message, help) = match name.as_str() {
            // An empty name has been reported.
            "" => continue,
            text if RESERVED.contains(&text) => (
                format!("Lambda sets `{text}` itself"),
                "choose another name, or remove it to use the value that Lambda sets",
            ),
            text if !is_name(text) => (
                format!("{text:?} is not a valid name for an environment variable"),
                "start with a letter and use two or more ASCII letters, digits and `_`, as in `TABLE_NAME`",
            ),
            _ => continue,
        };
        out.push(Diagnostic::new(&RULE, name.span, message).help(help));
    }
}

fn check_size(function: &Function, out: &mut Diagnostics) {
    let sizes = function
        .env
        .iter()
        .map(|(name, value)| (name, name.len() + value.literal().map_or(0, str::len)));
    let size: usize = sizes.clone().map(|(_, size)| size).sum();
    if size <= MAX {
        return;
    }
    // The largest is the most useful one to point at.
    if let Some((name, _)) = sizes.max_by_key(|(_, size)| *size) {
        let message = format!(
            "the environment of `{}` has {size} bytes, but Lambda allows {MAX}",
            function.key.value
        );
        out.push(
            Diagnostic::new(&RULE, name.span, message)
                .label("the largest variable")
                .help("move large values to a file of the source, or to Parameter Store"),
        );
    }
}

fn is_name(text: &str) -> bool {
    text.len() >= 2
        && text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
