//! A function that nothing calls.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{AuthorizerKind, Decider, Target};
use crate::rules::{Docs, Input, Rule};
use std::collections::BTreeSet;

pub static RULE: Rule = Rule {
    code: "JG0515",
    name: "unused-function",
    severity: Severity::Warning,
    docs: Docs {
        what: "No route or Lambda authorizer uses a function.",
        why: "It is deployed with its role and permissions, but nothing here calls it.",
        example: "[functions.api]\nsource = \"functions/api\"\n\n[functions.old]\nsource = \"functions/old\"\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\n",
        sources: &[],
    },
};

/// Looks for functions that no route and no authorizer uses.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let routes = model.routes.iter().filter_map(|route| match &route.target {
        Target::Function(function) => Some(*function),
        _ => None,
    });
    let authorizers = model
        .authorizers
        .iter()
        .filter_map(|authorizer| match &authorizer.kind {
            AuthorizerKind::Lambda {
                decider: Decider::Own(function),
                ..
            } => Some(*function),
            _ => None,
        });
    let used: BTreeSet<_> = routes.chain(authorizers).collect();
    for (id, function) in model.functions.entries() {
        if !used.contains(&id) {
            let message = format!("no route uses the function `{}`", function.key.value);
            out.push(
                Diagnostic::new(&RULE, function.key.span, message)
                    .about(&function.key)
                    .help("use it in a route, or remove it"),
            );
        }
    }
}
