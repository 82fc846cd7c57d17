//! A policy statement that IAM rejects.

use crate::arn::Arn;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Statement;
use crate::rules::{Docs, Input, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0508",
    name: "invalid-policy",
    severity: Severity::Error,
    docs: Docs {
        what: "A policy statement is incomplete or malformed. It needs actions with a service, such as `dynamodb:GetItem`, and resources that are ARNs.",
        why: "IAM rejects the policy at apply, when half of the resources exist.",
        example: "[functions.api]\nsource = \"functions/api\"\npolicy = [{ actions = [\"GetItem\"], resources = [{ var = \"table\" }] }]\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\npolicy = [{ actions = [\"dynamodb:GetItem\"], resources = [{ var = \"table\" }] }]\n",
        sources: &[
            "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
        ],
    },
};

/// Checks every statement of every function.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let functions = input.model.functions.iter();
    for statement in functions.flat_map(|function| &function.policy) {
        check_statement(statement, input.model.complete, out);
    }
}

fn check_statement(statement: &Statement, complete: bool, out: &mut Diagnostics) {
    let mut report = |span: Span, message: String, help: &str| {
        out.push(Diagnostic::new(&RULE, span, message).help(help));
    };
    // A list may be empty because its items have been reported.
    if complete && statement.actions.is_empty() {
        report(
            statement.span,
            "this statement has no actions".into(),
            "add an action, as in `dynamodb:GetItem`",
        );
    }
    if complete && statement.resources.is_empty() {
        report(
            statement.span,
            "this statement has no resources".into(),
            "add the ARN of a resource",
        );
    }
    for action in statement.actions.iter().filter(|action| !is_action(action)) {
        let message = format!("{:?} is not an IAM action", action.value);
        report(
            action.span,
            message,
            "give the service and the operation, as in `dynamodb:GetItem`",
        );
    }
    for resource in &statement.resources {
        if let Some(text) = resource.literal().filter(|text| !is_resource(text)) {
            let message = format!("{text:?} is not an ARN");
            report(
                resource.span,
                message,
                "use an ARN, as in `arn:aws:s3:::bucket/*`, or a variable",
            );
        }
    }
}

/// `service:Action`, with `*` and `?` in either, or just `*`.
fn is_action(text: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-*?".contains(c))
    };
    text == "*"
        || text
            .split_once(':')
            .is_some_and(|(service, action)| word(service) && word(action))
}

/// An ARN, with `*` and `?` anywhere; `*` matches everything.
fn is_resource(text: &str) -> bool {
    text == "*" || Arn::pattern(text).is_some()
}
