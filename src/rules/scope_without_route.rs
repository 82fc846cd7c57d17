//! A scope that opens nothing.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Access;
use crate::rules::{Docs, Input, Rule};
use std::collections::BTreeSet;

pub static RULE: Rule = Rule {
    code: "JG0334",
    name: "scope-without-route",
    severity: Severity::Warning,
    docs: Docs {
        what: "A role grants a scope that no route asks for.",
        why: "It makes tokens longer and opens nothing; perhaps a route was meant to ask for it. Allow the rule where functions look at scopes themselves.",
        example: "[roles]\nreader = [\"read\", \"export\"]\n",
        fixed: "[roles]\nreader = [\"read\"]\n",
        sources: &[],
    },
};

/// Compares what roles grant with what routes ask for.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let shared = model
        .identity
        .as_ref()
        .is_some_and(|identity| identity.shared);
    // Without routes that ask for scopes, others ask for them.
    let asked: BTreeSet<_> = model
        .routes
        .iter()
        .flat_map(|route| match &route.access {
            Access::Token { scopes, .. } => scopes.as_slice(),
            _ => &[],
        })
        .flat_map(|scope| model.scopes[*scope].parts.iter().chain([scope]))
        .collect();
    if shared || asked.is_empty() {
        return;
    }
    let named = model.groups.iter().flat_map(|group| &group.scopes);
    let named = named.chain(model.machines().flat_map(|(_, machine)| &machine.scopes));
    let held: BTreeSet<_> = named.collect();
    // That is a mistake of another kind.
    let roles: BTreeSet<&str> = model.roles.iter().map(|role| role.name.as_str()).collect();
    for (id, scope) in model.scopes.entries() {
        let other = scope.minted || roles.contains(scope.name.as_str());
        if asked.contains(&id) || other || !held.contains(&id) {
            continue;
        }
        let message = format!("no route asks for the scope `{}`", scope.name.value);
        out.push(
            Diagnostic::new(&RULE, scope.name.span, message)
                .help("let a route ask for it, or take it away"),
        );
    }
}
