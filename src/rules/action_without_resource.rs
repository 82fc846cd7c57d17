//! An IAM action on resources of another service.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0518",
    name: "action-without-resource",
    severity: Severity::Warning,
    docs: Docs {
        what: "A statement allows an action on resources of other services only.",
        why: "The action is allowed on nothing: the function's calls are refused.",
        example: "[functions.api]\nsource = \"functions/api\"\npolicy = [{ actions = [\"s3:GetObject\"], resources = [\"arn:aws:dynamodb:eu-west-1:123456789012:table/items\"] }]\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\npolicy = [{ actions = [\"dynamodb:GetItem\"], resources = [\"arn:aws:dynamodb:eu-west-1:123456789012:table/items\"] }]\n",
        sources: &[
            "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
        ],
    },
};

/// Services whose actions and ARNs have the same prefix, and whose actions are on
/// their own resources only.
const SERVICES: [&str; 9] = [
    "dynamodb",
    "kms",
    "lambda",
    "s3",
    "secretsmanager",
    "sns",
    "sqs",
    "ssm",
    "states",
];

/// Compares the services of actions and of resources.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let functions = input.model.functions.iter();
    for statement in functions.flat_map(|function| &function.policy) {
        // The service of a variable is not known, and `*` is every one.
        let services = statement.resources.iter().map(|resource| {
            let service = resource.literal()?.split(':').nth(2)?;
            SERVICES.contains(&service).then_some(service)
        });
        let Some(services) = services.collect::<Option<Vec<_>>>() else {
            continue;
        };
        for action in &statement.actions {
            let service = action.split(':').next().unwrap_or_default().to_lowercase();
            if services.is_empty()
                || !SERVICES.contains(&service.as_str())
                || services.contains(&service.as_str())
            {
                continue;
            }
            let message = format!("`{}` is allowed on nothing", action.value);
            out.push(
                Diagnostic::new(&RULE, action.span, message)
                    .also(statement.resources[0].span, format!("a resource of `{}`", services[0]))
                    .help(format!(
                        "list a resource of `{service}`, in a statement of its own, or remove the action"
                    )),
            );
        }
    }
}
