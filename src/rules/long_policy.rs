//! A policy that is too long for its role.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0516",
    name: "long-policy",
    severity: Severity::Warning,
    docs: Docs {
        what: "A function's policy exceeds the 10,240 characters that IAM allows. The limit is for all inline policies of a role together.",
        why: "IAM rejects the policy at apply, when the role already exists.",
        example: "",
        fixed: "",
        sources: &["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"],
    },
};

/// All inline policies of a role, in characters.
const MAX: usize = 10_240;
/// `{"Effect":"Allow","Action":[],"Resource":[]},`
const STATEMENT: usize = 45;
/// Quotes and comma.
const ITEM: usize = 3;

/// Adds up the known text; values of variables count as empty.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for function in input.model.functions.iter() {
        let statements = function.policy.iter().map(|statement| {
            let actions = statement.actions.iter().map(|action| action.len() + ITEM);
            let resources = statement.resources.iter();
            let resources = resources.map(|resource| resource.literal().map_or(0, str::len) + ITEM);
            STATEMENT + actions.sum::<usize>() + resources.sum::<usize>()
        });
        let size: usize = statements.sum();
        if let Some(last) = function.policy.last()
            && size > MAX
        {
            let message = format!(
                "the policy of `{}` has about {size} characters, but IAM allows {MAX}",
                function.key.value
            );
            out.push(
                Diagnostic::new(&RULE, last.span, message)
                    .help("combine statements, or split the function"),
            );
        }
    }
}
