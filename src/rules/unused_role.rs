//! A role that nobody has.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Access;
use crate::rules::{Docs, Input, Rule};
use std::collections::BTreeSet;

pub static RULE: Rule = Rule {
    code: "JG0333",
    name: "unused-role",
    severity: Severity::Warning,
    docs: Docs {
        what: "A role is not used by any group, machine client, other role or `allow`.",
        why: "Nobody has it. Perhaps a group was meant to have it.",
        example: "[roles]\nreader = [\"read\"]\nwriter = [\"write\"]\n",
        fixed: "[roles]\nreader = [\"read\"]\n",
        sources: &[],
    },
};

/// Looks for roles that nothing uses. If a route requires a scope of such a role,
/// that is reported for the route.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let shared = model
        .identity
        .as_ref()
        .is_some_and(|identity| identity.shared);
    // Without groups and machine clients, roles only list the scopes.
    let nobody = model.groups.is_empty() && model.machines().next().is_none();
    if shared || nobody {
        return;
    }
    let named = model.groups.iter().flat_map(|group| &group.roles);
    let named = named.chain(model.machines().flat_map(|(_, machine)| &machine.roles));
    let named: BTreeSet<_> = named.collect();
    let asked: BTreeSet<_> = model
        .routes
        .iter()
        .flat_map(|route| match &route.access {
            Access::Token { scopes, .. } => scopes.as_slice(),
            _ => &[],
        })
        .flat_map(|scope| model.scopes[*scope].parts.iter().chain([scope]))
        .collect();
    let held: BTreeSet<_> = named
        .iter()
        .flat_map(|role| &model.roles[**role].scopes)
        .collect();
    for (id, role) in model.roles.entries() {
        let minted = role.scopes.iter().any(|scope| model.scopes[*scope].minted);
        let mut scopes = role.scopes.iter();
        let reported = scopes.any(|scope| asked.contains(scope) && !held.contains(scope));
        if named.contains(&id) || role.included || minted || reported {
            continue;
        }
        let message = format!("nothing uses the role `{}`", role.name.value);
        out.push(
            Diagnostic::new(&RULE, role.name.span, message)
                .help("give it to a group, or remove it"),
        );
    }
}
