//! A scope that was meant to be a role.

use crate::arena::Id;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{Access, Scope};
use crate::rules::{Docs, Input, Rule};
use crate::syntax::quote;
use std::collections::BTreeSet;

pub static RULE: Rule = Rule {
    code: "JG0309",
    name: "scope-named-as-role",
    severity: Severity::Warning,
    docs: Docs {
        what: "A role lists a scope that has the name of a role, and no route requires that scope.",
        why: "A string in a role is a scope, so the other role is not included: callers lack its scopes and get 403.",
        example: "[roles]\nreader = [\"read\"]\nwriter = [\"reader\", \"write\"]\n\n[groups]\nwriters = [\"writer\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\", \"write\"] }\n",
        fixed: "[roles]\nreader = [\"read\"]\nwriter = [{ role = \"reader\" }, \"write\"]\n\n[groups]\nwriters = [\"writer\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\", \"write\"] }\n",
        sources: &[],
    },
};

/// What some put before the name of a role.
const MARKS: [&str; 4] = ["role:", "role/", "roles/", "@"];

/// Compares scopes that no route requires with the names of roles.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let mut asked: BTreeSet<Id<Scope>> = BTreeSet::new();
    for route in model.routes.iter() {
        if let Access::Token { scopes, .. } = &route.access {
            asked.extend(scopes);
            asked.extend(scopes.iter().flat_map(|scope| &model.scopes[*scope].parts));
        }
    }
    let roles: BTreeSet<&str> = model.roles.iter().map(|role| role.name.as_str()).collect();
    let role_scopes = |name: &str| {
        let role = model.roles.iter().find(|role| role.name.as_str() == name);
        let scopes = role.iter().flat_map(|role| &role.scopes);
        let scopes = scopes.map(|id| format!("`{}`", *model.scopes[*id].name));
        let scopes: Vec<String> = scopes.collect();
        match scopes.is_empty() {
            true => String::new(),
            false => format!("; it adds {}", scopes.join(", ")),
        }
    };
    for (id, scope) in model.scopes.entries() {
        let name = &scope.name;
        let role = MARKS.iter().find_map(|mark| name.strip_prefix(mark));
        let role = role.unwrap_or(name.as_str());
        if !asked.contains(&id) && roles.contains(role) {
            let message = format!("`{role}` is a role, but is listed here as a scope");
            let include = format!("{{ role = {} }}", quote(role));
            // Whoever has this role may call more then: that is for the user to decide.
            let adds = role_scopes(role);
            out.push(
                Diagnostic::new(&RULE, name.span, message)
                    .label("no route requires this scope")
                    .help(format!("to include the role, write `{include}`{adds}")),
            );
        }
    }
}
