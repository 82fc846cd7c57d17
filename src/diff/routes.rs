//! Who gained and who lost which requests.

use super::callers::{Answer, Caller, Side, rank, renamed};
use super::several::{all_holders, combinations};
use super::{Change, Effect, RouteDiff};
use crate::Complete;
use crate::access::Basis;
use crate::arena::Id;
use crate::matrix::asks;
use crate::model::{Access, Request, Route, RouteKey, Target};
use std::collections::{BTreeMap, BTreeSet};

/// Compares every route of both blueprints.
pub(super) fn compare(old: &Complete, new: &Complete) -> Vec<RouteDiff> {
    let old = Side::new(old, &renamed(&old.model, &new.model));
    let new = Side::new(new, &BTreeMap::new());
    let added_by_jwtgen =
        |side: &Side<'_>, id: Id<Route>| side.model().routes[id].target == Target::Preflight;
    let patterns: BTreeSet<&RouteKey> =
        old.by_pattern.keys().chain(new.by_pattern.keys()).collect();
    let keys: Vec<&RouteKey> = patterns.iter().copied().collect();
    let mut diffs = Vec::new();
    for (index, pattern) in keys.iter().enumerate() {
        let (was, is) = (old.by_pattern.get(*pattern), new.by_pattern.get(*pattern));
        let (side, id, state) = match (was, is) {
            (None, Some(id)) => (&new, *id, "added"),
            (Some(_), Some(id)) => (&new, *id, "kept"),
            (Some(id), None) => (&old, *id, "removed"),
            (None, None) => continue,
        };
        if added_by_jwtgen(side, id) {
            continue;
        }
        let pairs: BTreeSet<Pair> = match (was, is) {
            (Some(was), Some(is)) => BTreeSet::from([(Some(*was), Some(*is))]),
            _ => {
                let requests = Request::samples(pattern, &keys).into_iter();
                let own = requests.filter(|request| request.answered_by(&keys) == Some(index));
                own.map(|request| (old.answering(&request), new.answering(&request)))
                    .collect()
            }
        };
        let changes = changes(&old, &new, &pairs);
        let route = &side.model().routes[id];
        if state != "kept" || !changes.is_empty() {
            diffs.push(RouteDiff {
                route: route.text.value.clone(),
                state,
                changes,
                place: is.map(|_| route.text.span),
            });
        }
    }
    diffs
}

/// The routes that answer the same requests before and after.
type Pair = (Option<Id<Route>>, Option<Id<Route>>);

/// The changes with the same effect: their subjects and the reason.
type Found = BTreeMap<(Effect, String, String), (Vec<String>, Option<String>)>;

fn changes(old: &Side<'_>, new: &Side<'_>, pairs: &BTreeSet<Pair>) -> Vec<Change> {
    let mut found = Found::new();
    let mut others = Vec::new();
    let names: BTreeSet<&String> = old.callers.keys().chain(new.callers.keys()).collect();
    let listed = names.into_iter().map(|name| Caller::Listed(name.clone()));
    for caller in listed {
        for pair in pairs {
            add(old, new, *pair, &caller, &mut found);
        }
    }
    for (was, is) in pairs {
        for caller in with_scopes(old, new, *was, *is) {
            add(old, new, (*was, *is), &caller, &mut found);
        }
        others.extend(several(old, new, (*was, *is), &mut found));
        if let (Some(was), Some(is)) = (*was, *is) {
            let (was, is) = (&old.model().routes[was], &new.model().routes[is]);
            others.extend(app_clients(old, was, new, is));
            others.extend(function(old, was, new, is));
        }
    }
    let changes = found
        .into_iter()
        .map(|((effect, before, after), (subjects, why))| Change {
            effect,
            subjects,
            before,
            after,
            why,
        });
    changes.chain(others).collect()
}

/// The effect on one caller, if there is one.
fn effect(old: &Side<'_>, new: &Side<'_>, (was, is): Pair, caller: &Caller) -> Option<Effect> {
    let (before, after) = (old.decision(was, caller), new.decision(is, caller));
    match rank(before).cmp(&rank(after)) {
        std::cmp::Ordering::Less => Some(Effect::Widens),
        std::cmp::Ordering::Greater => Some(Effect::Narrows),
        std::cmp::Ordering::Equal => None,
    }
}

fn add(old: &Side<'_>, new: &Side<'_>, pair: Pair, caller: &Caller, found: &mut Found) {
    let Some(effect) = effect(old, new, pair, caller) else {
        return;
    };
    let word = |side: &Side<'_>, route| {
        let answer: Answer = side.decision(route, caller).filter(|_| side.knows(caller));
        answer.map_or_else(|| "none".to_owned(), |decision| decision.to_string())
    };
    let key = (effect, word(old, pair.0), word(new, pair.1));
    let (subjects, _) = found
        .entry(key)
        .or_insert_with(|| (Vec::new(), why(new, pair.1, caller)));
    let name = caller.name();
    if subjects.last() != Some(&name) {
        subjects.push(name);
    }
}

/// Why a caller gets the new decision.
fn why(new: &Side<'_>, route: Option<Id<Route>>, caller: &Caller) -> Option<String> {
    let Caller::Listed(name) = caller else {
        return None;
    };
    let (route, caller) = (route?, *new.callers.get(name)?);
    let cell = new.checked.matrix.cell(caller, route);
    // The reason why a route is public says more.
    match (&new.model().routes[route].access, cell.basis()) {
        (Access::Public { reason }, _) => Some(format!("public: {}", reason.value)),
        (_, Basis::Public) => None,
        _ => Some(cell.reason(new.model())),
    }
}

/// Tokens of other issuers, by the scopes that the two routes require.
fn with_scopes(
    old: &Side<'_>,
    new: &Side<'_>,
    was: Option<Id<Route>>,
    is: Option<Id<Route>>,
) -> BTreeSet<Caller> {
    let mut holders: BTreeSet<String> = BTreeSet::new();
    let mut scopes: BTreeSet<String> = BTreeSet::new();
    for (side, route) in [(old, was), (new, is)] {
        let Some(route) = route else { continue };
        match &side.model().routes[route].access {
            Access::Foreign {
                authorizer,
                scopes: wanted,
                ..
            } => {
                let is_it = |(_, caller): &(&String, &crate::model::Principal)| {
                    **caller == crate::model::Principal::Authorizer(*authorizer)
                };
                holders.extend(
                    side.callers
                        .iter()
                        .find(is_it)
                        .map(|(name, _)| name.clone()),
                );
                scopes.extend(wanted.iter().cloned());
            }
            Access::Token { scopes: wanted, .. } if side.is_external() => {
                holders.insert("signed-in".to_owned());
                let names = wanted.iter().map(|scope| &side.model().scopes[*scope].name);
                scopes.extend(names.map(|name| name.value.clone()));
            }
            _ => {}
        }
    }
    let pairs = holders.iter().flat_map(|holder| {
        let scopes = scopes.iter().cloned();
        scopes.map(|scope| Caller::WithScope(holder.clone(), scope))
    });
    // What even a token without a scope gains needs no mention of scopes.
    let alone = |caller: &Caller| match caller {
        Caller::WithScope(name, _) => effect(old, new, (was, is), &Caller::Listed(name.clone())),
        _ => None,
    };
    pairs
        .filter(|caller| effect(old, new, (was, is), caller) != alone(caller))
        .collect()
}

/// People in several groups, where no single one of these explains the change.
fn several(old: &Side<'_>, new: &Side<'_>, pair: Pair, found: &mut Found) -> Option<Change> {
    let (Some(before), Some(after)) = (combinations(old, pair.0), combinations(new, pair.1)) else {
        let same = all_holders(old, pair.0) == all_holders(new, pair.1);
        let words = |side: &Side<'_>, route: Option<Id<Route>>| match route {
            Some(route) => asked(side, &side.model().routes[route]),
            None => "none".to_owned(),
        };
        // Too many combinations to try: this may widen access.
        return (!same).then(|| Change {
            effect: Effect::Widens,
            subjects: vec!["users in several groups".to_owned()],
            before: words(old, pair.0),
            after: words(new, pair.1),
            why: None,
        });
    };
    for groups in before.union(&after) {
        let caller = Caller::Several(groups.clone());
        let Some(effect) = effect(old, new, pair, &caller) else {
            continue;
        };
        let single = |group: &String| {
            let group = Caller::Listed(format!("group:{group}"));
            self::effect(old, new, pair, &group) == Some(effect)
        };
        if !groups.iter().any(single) {
            add(old, new, pair, &caller, found);
        }
    }
    None
}

/// The app clients whose tokens people may use, of those that both sides have.
fn app_clients(old: &Side<'_>, was: &Route, new: &Side<'_>, is: &Route) -> Option<Change> {
    if old.is_external() || new.is_external() {
        return None;
    }
    let people = |side: &Side<'_>, all: bool, route: &Route| -> BTreeSet<String> {
        let model = side.model();
        let Access::Token { clients, .. } = &route.access else {
            return BTreeSet::new();
        };
        let known = model.clients.entries();
        let known =
            known.filter(|(id, client)| client.machine.is_none() && (all || clients.contains(id)));
        let names = known.map(|(_, client)| format!("client:{}", client.name.value));
        names.collect()
    };
    if !matches!(
        (&was.access, &is.access),
        (Access::Token { .. }, Access::Token { .. })
    ) {
        return None;
    }
    let renamed = renamed(old.model(), new.model());
    let now = |names: BTreeSet<String>| -> BTreeSet<String> {
        let names = names.into_iter();
        names
            .map(|name| renamed.get(&name).cloned().unwrap_or(name))
            .collect()
    };
    // Whether there is such an app client at all is a setting.
    let both: BTreeSet<String> = now(people(old, true, was))
        .intersection(&people(new, true, is))
        .cloned()
        .collect();
    let (was, is) = (now(people(old, false, was)), people(new, false, is));
    let (was, is): (Vec<_>, Vec<_>) = (
        was.intersection(&both).cloned().collect(),
        is.intersection(&both).cloned().collect(),
    );
    // That there is none, or was none, shows in what people may do.
    let some = !was.is_empty() && !is.is_empty();
    (some && was != is).then(|| Change {
        effect: match is.iter().all(|name| was.contains(name)) {
            true => Effect::Narrows,
            false => Effect::Widens,
        },
        subjects: vec!["app clients of users".to_owned()],
        before: was.join(", "),
        after: is.join(", "),
        why: None,
    })
}

/// Another function that decides. What it allows is not known.
fn function(old: &Side<'_>, was: &Route, new: &Side<'_>, is: &Route) -> Option<Change> {
    let both = matches!(
        (&was.access, &is.access),
        (Access::Lambda { .. }, Access::Lambda { .. })
    );
    let (before, after) = (asked(old, was), asked(new, is));
    (both && before != after).then(|| Change {
        effect: Effect::Changes,
        subjects: vec!["authorization".to_owned()],
        before,
        after,
        why: None,
    })
}

fn asked(side: &Side<'_>, route: &Route) -> String {
    asks(side.model(), &route.access, &|names| names.join(", "))
}
