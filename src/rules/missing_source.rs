//! A function without code.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::package::SourceError;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0501",
    name: "missing-source",
    severity: Severity::Error,
    docs: Docs {
        what: "A function's source does not exist, is empty or cannot be read.",
        why: "There is nothing to deploy.",
        example: "[functions.api]\nsource = \"missing/api\"\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\n",
        sources: &[],
    },
};

/// Reports what could not be packaged.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for (id, function) in input.model.functions.entries() {
        if function.existing.is_some() || function.package.is_some() {
            continue;
        }
        let source = &function.source;
        let (message, help) = match input.packages.get(id) {
            Err(SourceError::NotFound) if names_handler(source) => (
                format!("`{}` is a file with a handler", source.value),
                "name the file or folder in `source`, and its module and function in `handler`, as in `handler = \"index.handler\"`",
            ),
            Err(SourceError::NotFound) => (
                format!("there is no file or folder `{}`", source.value),
                "use a path relative to the blueprint's folder",
            ),
            Err(SourceError::Empty) => (
                format!("the folder `{}` contains no files", source.value),
                "add the function's code to this folder",
            ),
            Err(SourceError::Unreadable(reason)) => (
                format!("`{}` cannot be read: {reason}", source.value),
                "use a file or a folder of files",
            ),
            // A missing `source` leaves the blueprint incomplete.
            Err(SourceError::Unwritten) if input.model.complete => (
                "the source is empty".to_owned(),
                "use a file or folder in the blueprint's folder",
            ),
            Err(SourceError::Outside(_) | SourceError::Unwritten | SourceError::Unread) | Ok(_) => {
                continue;
            }
        };
        out.push(Diagnostic::new(&RULE, source.span, message).help(help));
    }
}

/// Whether a path ends with a function of the file, as handlers do in the Serverless
/// Framework.
fn names_handler(path: &str) -> bool {
    let ending = path
        .rsplit('/')
        .next()
        .and_then(|last| last.split_once('.'));
    ending.is_some_and(|(_, function)| matches!(function, "handler" | "main" | "lambda_handler"))
}
