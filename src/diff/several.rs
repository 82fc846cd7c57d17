//! People in several groups: combinations of which no single group may call.

use super::callers::Side;
use crate::arena::Id;
use crate::model::{Access, Route, Scope};
use std::collections::BTreeSet;

/// Groups by name.
pub(super) type Groups = BTreeSet<String>;

/// More combinations than this are not enumerated.
const MOST: usize = 512;

/// The smallest sets of groups that together may call a route by one of its
/// combined scopes; `None` if they are too many. Every larger set includes one of
/// them, and may call too.
pub(super) fn combinations(side: &Side<'_>, route: Option<Id<Route>>) -> Option<BTreeSet<Groups>> {
    let model = side.model();
    let Some(Access::Token { scopes, .. }) = route.map(|route| &model.routes[route].access) else {
        return Some(BTreeSet::new());
    };
    let mut found = BTreeSet::new();
    for scope in scopes {
        let parts = holders(side, *scope);
        let mut sets = BTreeSet::from([Groups::new()]);
        if parts.is_empty() {
            continue;
        }
        for part in &parts {
            if sets.len().saturating_mul(part.len()) > MOST {
                return None;
            }
            let with = |set: &Groups| {
                let set = set.clone();
                part.iter().map(move |group| {
                    let mut set = set.clone();
                    set.insert(group.clone());
                    set
                })
            };
            sets = sets.iter().flat_map(with).collect();
        }
        found.extend(sets.into_iter().filter(|set| set.len() > 1));
    }
    Some(found)
}

/// The groups that hold each part of each combined scope of a route.
pub(super) fn all_holders(side: &Side<'_>, route: Option<Id<Route>>) -> BTreeSet<BTreeSet<Groups>> {
    match route.map(|route| &side.model().routes[route].access) {
        Some(Access::Token { scopes, .. }) => {
            let parts = scopes.iter().map(|scope| holders(side, *scope));
            parts.filter(|parts| !parts.is_empty()).collect()
        }
        _ => BTreeSet::new(),
    }
}

/// The groups that hold each part of a combined scope; none for an ordinary one.
fn holders(side: &Side<'_>, scope: Id<Scope>) -> BTreeSet<Groups> {
    let model = side.model();
    let holding = |part: &Id<Scope>| -> Groups {
        let groups = model.groups.iter();
        let groups = groups.filter(|group| group.scopes.contains(part));
        groups.map(|group| group.name.value.clone()).collect()
    };
    model.scopes[scope].parts.iter().map(holding).collect()
}
