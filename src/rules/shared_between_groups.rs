//! Groups that share what they must not share.

use crate::arena::Id;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{Access, Decision, Group, Principal, Shared};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0332",
    name: "shared-between-groups",
    severity: Severity::Error,
    docs: Docs {
        what: "Two groups of a set in `[separation]` share a user, or a route that requires scopes. A set of fewer than two groups separates nothing.",
        why: "Duties are separated so that nobody can perform both.",
        example: "[groups]\nreaders = [\"reader\"]\nauditors = [\"reader\"]\n\n[separation]\nroutes = [[\"readers\", \"auditors\"]]\n",
        fixed: "[groups]\nreaders = [\"reader\"]\nauditors = [\"reader\"]\n\n[separation]\nmembers = [[\"readers\", \"auditors\"]]\n",
        sources: &[],
    },
};

/// Looks for what is shared.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    for separation in &model.separations {
        let groups = separation.groups.value.as_slice();
        let place = separation.groups.span;
        if groups.len() < 2 {
            let message = "this separates nothing: it has fewer than two groups";
            let found = Diagnostic::new(&RULE, place, message);
            out.push(found.help("list the groups that are to be separate in one list: `[[\"approvers\", \"requesters\"]]`"));
        }
        let pairs = |those: &[Id<Group>]| -> Option<String> {
            match those {
                [one, other, ..] => {
                    let name = |group: &Id<Group>| &model.groups[*group].name.value;
                    Some(format!("`{}` and `{}`", name(one), name(other)))
                }
                _ => None,
            }
        };
        match separation.of {
            Shared::Members => {
                for user in model.users.iter() {
                    let of = groups.iter().filter(|group| user.groups.contains(group));
                    let of: Vec<Id<Group>> = of.copied().collect();
                    let Some(both) = pairs(&of) else {
                        continue;
                    };
                    let message = format!("`{}` is in {both}", user.name.value);
                    out.push(
                        Diagnostic::new(&RULE, place, message)
                            .label("no user may be in two of these")
                            .also(user.name.span, "this user is")
                            .help("remove the user from one of them"),
                    );
                }
            }
            Shared::Routes => {
                for (id, route) in model.routes.entries() {
                    let Access::Token { scopes, .. } = &route.access else {
                        continue;
                    };
                    let may = |group: &&Id<Group>| {
                        let cell = input.matrix.cell(Principal::Group(**group), id);
                        cell.decision == Decision::Allow
                    };
                    let of: Vec<Id<Group>> = groups.iter().filter(may).copied().collect();
                    let Some(both) = pairs(&of).filter(|_| !scopes.is_empty()) else {
                        continue;
                    };
                    let message = format!("{both} may both call `{}`", route.text.value);
                    out.push(
                        Diagnostic::new(&RULE, place, message)
                            .label("no two of these may share a route")
                            .also(route.text.span, "they share this one")
                            .help("require a scope that one of them lacks"),
                    );
                }
            }
        }
    }
}
