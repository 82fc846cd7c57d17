//! A scope that no route requires.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Access;
use crate::rules::{Docs, Input, Rule};
use std::collections::BTreeSet;

pub static RULE: Rule = Rule {
    code: "JG0334",
    name: "scope-without-route",
    severity: Severity::Warning,
    docs: Docs {
        what: "A role grants a scope that no route requires.",
        why: "It makes tokens longer and gives access to nothing. Perhaps a route was meant to require it. Allow this rule if functions check scopes themselves.",
        example: "[roles]\nreader = [\"read\", \"export\"]\n",
        fixed: "[roles]\nreader = [\"read\"]\n",
        sources: &[],
    },
};

/// Compares the scopes that roles grant with those that routes require.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let shared = model
        .identity
        .as_ref()
        .is_some_and(|identity| identity.shared);
    // If no route requires scopes, they are meant for something else.
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
    // Scopes named like roles are reported as JG0309.
    let roles: BTreeSet<&str> = model.roles.iter().map(|role| role.name.as_str()).collect();
    for (id, scope) in model.scopes.entries() {
        let other = scope.minted || roles.contains(scope.name.as_str());
        if asked.contains(&id) || other || !held.contains(&id) {
            continue;
        }
        let message = format!("no route requires the scope `{}`", scope.name.value);
        out.push(
            Diagnostic::new(&RULE, scope.name.span, message)
                .help(literal(&scope.name).unwrap_or("require it on a route, or remove it")),
        );
    }
}

/// What to do about a scope that was probably meant to stand for several.
fn literal(name: &str) -> Option<&'static str> {
    if name.contains('*') {
        return Some(
            "scopes are compared letter by letter, and `*` stands for nothing else: list each scope that the role has",
        );
    }
    name.contains(',').then_some(
        "scopes are compared letter by letter: this is one scope; to list several, write each in quotes",
    )
}
