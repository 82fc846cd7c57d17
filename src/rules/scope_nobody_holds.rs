//! A route that answers 403 to everyone.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Access;
use crate::rules::{Docs, Input, Rule};
use crate::text::any_of;
use std::collections::BTreeSet;

pub static RULE: Rule = Rule {
    code: "JG0301",
    name: "scope-nobody-holds",
    severity: Severity::Warning,
    docs: Docs {
        what: "No group or machine client whose tokens a route accepts holds any of the route's scopes.",
        why: "The route answers 403 to every caller.",
        example: "[roles]\nreader = [\"read\"]\nwriter = [\"write\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n\"POST /items\" = { function = \"api\", scopes = [\"write\"] }\n",
        fixed: "[roles]\nreader = [\"read\"]\nwriter = [\"write\"]\n\n[groups]\nreaders = [\"reader\"]\nwriters = [\"writer\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n\"POST /items\" = { function = \"api\", scopes = [\"write\"] }\n",
        sources: &[],
    },
};

/// Compares each route's scopes with what all groups hold together.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let groups: Vec<_> = model.groups.ids().collect();
    let people_hold = model.scopes_of(&groups);
    for route in model.routes.iter() {
        let Access::Token {
            span,
            scopes,
            clients,
            ..
        } = &route.access
        else {
            continue;
        };
        let machines = clients.iter().map(|client| &model.clients[*client].machine);
        // Another issuer has no app clients here.
        let for_people = clients.is_empty() || machines.clone().any(Option::is_none);
        let mut held = match for_people {
            true => people_hold.clone(),
            false => BTreeSet::new(),
        };
        held.extend(machines.flatten().flat_map(|machine| &machine.scopes));
        if scopes.is_empty() || scopes.iter().any(|scope| held.contains(scope)) {
            continue;
        }
        let names: Vec<String> = scopes
            .iter()
            .map(|scope| format!("`{}`", model.scopes[*scope].name.value))
            .collect();
        let holder = match for_people {
            true => "group",
            false => "app client of this route",
        };
        let message = format!("no {holder} holds {}", any_of(&names));
        let parts = scopes.iter().flat_map(|scope| &model.scopes[*scope].parts);
        let wanted: BTreeSet<_> = parts
            .chain(scopes)
            .filter(|scope| !held.contains(scope))
            .collect();
        let roles: Vec<String> = model
            .roles
            .iter()
            .filter(|role| wanted.iter().any(|scope| role.scopes.contains(scope)))
            .map(|role| format!("`{}`", role.name.value))
            .collect();
        out.push(
            Diagnostic::new(&RULE, *span, message)
                .label("everyone gets 403")
                .help(format!(
                    "give a {} the role {}",
                    holder
                        .trim_end_matches(" of this route")
                        .replace("app", "machine"),
                    any_of(&roles)
                )),
        );
    }
}
