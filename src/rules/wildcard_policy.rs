//! A permission for everything.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0507",
    name: "wildcard-policy",
    severity: Severity::Warning,
    docs: Docs {
        what: "A function's policy allows every action, or allows actions on every resource.",
        why: "Anyone who can make the function run their code may do all of that too. Only a few actions cannot be limited to a resource.",
        example: "[functions.api]\nsource = \"functions/api\"\npolicy = [{ actions = [\"dynamodb:GetItem\"], resources = [\"*\"] }]\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\npolicy = [{ actions = [\"dynamodb:GetItem\"], resources = [\"arn:aws:dynamodb:eu-west-1:123456789012:table/items\"] }]\n",
        sources: &[],
    },
};

/// Whether a pattern consists only of wildcards, such as `*:*` or `arn:*:*:*:*:*`.
fn is_all(pattern: &str) -> bool {
    let rest = pattern.strip_prefix("arn:").unwrap_or(pattern);
    !rest.is_empty() && rest.chars().all(|c| c == '*' || c == ':')
}

/// Looks for patterns of wildcards only.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let functions = input.model.functions.iter();
    for statement in functions.flat_map(|function| &function.policy) {
        for action in statement.actions.iter().filter(|action| is_all(action)) {
            out.push(
                Diagnostic::new(
                    &RULE,
                    action.span,
                    format!("`{}` allows every action of every service", action.value),
                )
                .help("list the actions, as in `dynamodb:GetItem`"),
            );
        }
        for resource in &statement.resources {
            if resource.literal().is_some_and(is_all) {
                out.push(
                    Diagnostic::new(
                        &RULE,
                        resource.span,
                        format!(
                            "`{}` allows these actions on every resource of the account",
                            resource.value
                        ),
                    )
                    .help("use the ARN of the resource, or a variable; allow this rule for actions that take no ARN"),
                );
            }
        }
    }
}
