//! How a change to a blueprint affects who may call what.
//!
//! Two blueprints are compared by their meaning: comments, order and internal
//! names make no difference.

mod report;
mod settings;

pub use report::{findings, json, markdown, text};

use crate::Complete;
use crate::access::Basis;
use crate::arena::Id;
use crate::matrix::asks;
use crate::model::{
    Access, Decision, Identity, Model, Principal, Renamed, Route, RouteKey, RoutePattern, Target,
};
use crate::source::Span;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The effect of a change on access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// A caller gains access, or might.
    Widens,
    /// A caller loses access.
    Narrows,
    /// Neither by itself.
    Changes,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Its effect on access.
    pub effect: Effect,
    /// What it is about, such as `group:admins` or `access token of web`.
    pub subjects: Vec<String>,
    /// The old value.
    pub before: String,
    /// The new value.
    pub after: String,
    /// Why, if that is not obvious.
    pub why: Option<String>,
}

/// The differences of one route.
#[derive(Debug, Serialize)]
pub struct RouteDiff {
    /// The route key, as written in the new blueprint.
    pub route: String,
    /// `added`, `removed` or `kept`.
    pub state: &'static str,
    /// The differences; none if the route was added or removed without effect
    /// on access.
    pub changes: Vec<Change>,
    /// Its place in the new blueprint.
    #[serde(skip)]
    pub place: Option<Span>,
}

/// All differences.
#[derive(Debug, Serialize)]
pub struct Diff {
    /// Routes, in the order of their keys.
    pub routes: Vec<RouteDiff>,
    /// Settings that affect all routes.
    pub settings: Vec<Change>,
}

impl Diff {
    /// Compares two blueprints.
    pub fn new(old: &Complete, new: &Complete) -> Diff {
        Diff {
            routes: routes(old, new),
            settings: settings::compare(&old.model, &new.model),
        }
    }

    /// Whether there is no difference.
    pub fn is_empty(&self) -> bool {
        self.routes.is_empty() && self.settings.is_empty()
    }

    /// Every change.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        let routes = self.routes.iter().flat_map(|route| &route.changes);
        routes.chain(&self.settings)
    }

    /// Whether some change widens access.
    pub fn widens(&self) -> bool {
        self.changes().any(|change| change.effect == Effect::Widens)
    }
}

/// One of the two blueprints, with indexes.
struct Side<'a> {
    checked: &'a Complete,
    keys: Vec<&'a RouteKey>,
    by_pattern: BTreeMap<RouteKey, Id<Route>>,
    callers: BTreeMap<String, Principal>,
}

/// What the gateway decides for a caller; `None` if there is no such caller or
/// route.
type Answer = Option<Decision>;

impl<'a> Side<'a> {
    fn new(checked: &'a Complete, renames: &BTreeMap<String, String>) -> Side<'a> {
        let model = &checked.model;
        let routes = model.routes.entries();
        let name = |caller: &Principal| {
            let name = model.principal_name(*caller);
            (renames.get(&name).cloned().unwrap_or(name), *caller)
        };
        Side {
            checked,
            keys: model.routes.iter().map(|route| &route.key).collect(),
            by_pattern: routes
                .map(|(id, route)| (route.key.pattern(), id))
                .collect(),
            callers: checked.matrix.principals.iter().map(name).collect(),
        }
    }

    /// The routes that match the requests of a key: its own route, or those that
    /// match in its absence.
    fn answering(&self, key: &RouteKey) -> Vec<Id<Route>> {
        match self.by_pattern.get(&key.pattern()) {
            Some(id) => vec![*id],
            None => {
                let pattern = RoutePattern::parse(&key.to_string());
                let found = pattern.map(|pattern| pattern.matches(&self.keys));
                found.unwrap_or_default().into_iter().map(Id::at).collect()
            }
        }
    }

    /// The best decision that a caller gets from any of these routes.
    fn answer(&self, routes: &[Id<Route>], caller: &str) -> Answer {
        let caller = *self.callers.get(caller)?;
        let answers = routes
            .iter()
            .map(|route| self.checked.matrix.cell(caller, *route).decision);
        answers.max_by_key(|decision| rank(Some(*decision)))
    }

    /// The same for a signed-in user in no group.
    fn in_no_group(&self, routes: &[Id<Route>]) -> Answer {
        let model = &self.checked.model;
        let answers = routes
            .iter()
            .map(|route| match &model.routes[*route].access {
                Access::Public { .. } => Decision::Allow,
                Access::Token {
                    scopes, clients, ..
                } => {
                    let people = clients
                        .iter()
                        .any(|client| model.clients[*client].machine.is_none())
                        || model
                            .identity
                            .as_ref()
                            .is_some_and(|identity| identity.oidc().is_some());
                    match (scopes.is_empty(), people) {
                        (true, true) => Decision::Allow,
                        (false, true) => Decision::Forbidden,
                        (_, false) => Decision::Unauthorized,
                    }
                }
                Access::Lambda { .. } => Decision::Depends,
                Access::Foreign { .. } => Decision::Unauthorized,
                Access::Iam => Decision::Forbidden,
            });
        answers.max_by_key(|decision| rank(Some(*decision)))
    }
}

fn rank(answer: Answer) -> u8 {
    match answer {
        None | Some(Decision::Unauthorized | Decision::Forbidden) => 0,
        Some(Decision::Depends) => 1,
        Some(Decision::Allow) => 2,
    }
}

fn word(answer: Answer) -> String {
    answer.map_or_else(|| "none".to_owned(), |decision| decision.to_string())
}

/// Users whose groups have access only in combination.
const SEVERAL: &str = "users in several groups";

/// Signed-in users in no group.
const NO_GROUP: &str = "users in no group";

fn routes(old: &Complete, new: &Complete) -> Vec<RouteDiff> {
    let renamed = new
        .model
        .renames
        .iter()
        .filter_map(|renamed| match renamed {
            Renamed::Client(id, old) => {
                let now = new.model.clients[*id].name.value.clone();
                Some((format!("client:{old}"), format!("client:{now}")))
            }
            _ => None,
        });
    let old = Side::new(old, &renamed.collect());
    let new = Side::new(new, &BTreeMap::new());
    let added_by_jwtgen =
        |side: &Side<'_>, id: Id<Route>| side.checked.model.routes[id].target == Target::Preflight;
    let patterns: BTreeSet<&RouteKey> =
        old.by_pattern.keys().chain(new.by_pattern.keys()).collect();
    let mut diffs = Vec::new();
    for pattern in patterns {
        let (was, is) = (old.by_pattern.get(pattern), new.by_pattern.get(pattern));
        let (side, id, state) = match (was, is) {
            (_, Some(id)) if was.is_none() => (&new, *id, "added"),
            (_, Some(id)) => (&new, *id, "kept"),
            (Some(id), None) => (&old, *id, "removed"),
            (None, None) => continue,
        };
        if added_by_jwtgen(side, id) {
            continue;
        }
        let route = &side.checked.model.routes[id];
        let changes = answers(&old, &new, &route.key, was.copied().zip(is.copied()));
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

/// Subjects that share a change, and the reason.
type Affected = (Vec<String>, Option<String>);

/// Who gained and who lost access to the requests of a route key, and other
/// changes to what decides about them.
fn answers(
    old: &Side<'_>,
    new: &Side<'_>,
    key: &RouteKey,
    both: Option<(Id<Route>, Id<Route>)>,
) -> Vec<Change> {
    let (was, is) = (old.answering(key), new.answering(key));
    let mut found: BTreeMap<(Effect, String, String), Affected> = BTreeMap::new();
    let mut compare =
        |who: &str, before: Answer, after: Answer, why: &dyn Fn() -> Option<String>| {
            let effect = match rank(before).cmp(&rank(after)) {
                std::cmp::Ordering::Less => Effect::Widens,
                std::cmp::Ordering::Greater => Effect::Narrows,
                std::cmp::Ordering::Equal => return,
            };
            let entry = found
                .entry((effect, word(before), word(after)))
                .or_insert_with(|| (Vec::new(), why()));
            entry.0.push(who.to_owned());
        };
    let callers: BTreeSet<&String> = old.callers.keys().chain(new.callers.keys()).collect();
    for caller in callers {
        let why = || {
            let caller = *new.callers.get(caller)?;
            let route = is.first()?;
            let cell = new.checked.matrix.cell(caller, *route);
            // The reason why a route is public says more.
            match (&new.checked.model.routes[*route].access, cell.basis()) {
                (Access::Public { reason }, _) => Some(format!("public: {}", reason.value)),
                (_, Basis::Public) => None,
                _ => Some(cell.reason(&new.checked.model)),
            }
        };
        compare(
            caller,
            old.answer(&was, caller),
            new.answer(&is, caller),
            &why,
        );
    }
    compare(
        NO_GROUP,
        old.in_no_group(&was),
        new.in_no_group(&is),
        &|| None,
    );
    let mut changes: Vec<Change> = found
        .into_iter()
        .map(|((effect, before, after), (subjects, why))| Change {
            effect,
            subjects,
            before,
            after,
            why,
        })
        .collect();
    if let Some((was, is)) = both {
        let (was, is) = (
            &old.checked.model.routes[was],
            &new.checked.model.routes[is],
        );
        let decides = who_decides(&old.checked.model, was, &new.checked.model, is);
        // What the changes for single groups cover needs no mention of several.
        let seen = !changes.is_empty();
        let covered = |change: &Change| seen && change.subjects == [SEVERAL];
        changes.extend(decides.into_iter().filter(|change| !covered(change)));
    }
    changes
}

/// Changes to what decides about a route that the decisions for single callers
/// do not show.
fn who_decides(old: &Model, was: &Route, new: &Model, is: &Route) -> Vec<Change> {
    let plain = |names: &[&str]| names.join(", ");
    let change = |effect, subject: &str, before: String, after: String| Change {
        effect,
        subjects: vec![subject.to_owned()],
        before,
        after,
        why: None,
    };
    let (before, after) = (
        asks(old, &was.access, &plain),
        asks(new, &is.access, &plain),
    );
    match (&was.access, &is.access) {
        (Access::Public { .. }, Access::Public { .. }) | (Access::Iam, Access::Iam) => Vec::new(),
        (Access::Token { .. }, Access::Token { .. }) => {
            let mut changes = Vec::new();
            if external(old) || external(new) {
                // Another issuer grants these scopes, so their names matter.
                if before != after {
                    changes.push(change(
                        Effect::Changes,
                        "scopes in the token",
                        before,
                        after,
                    ));
                }
            } else if alternatives(old, was) != alternatives(new, is) {
                changes.push(change(Effect::Changes, SEVERAL, before, after));
            }
            changes
        }
        (Access::Foreign { scopes: one, .. }, Access::Foreign { scopes: other, .. }) => {
            let (one, other): (BTreeSet<_>, BTreeSet<_>) =
                (one.iter().collect(), other.iter().collect());
            let effect = match one.is_subset(&other) || other.is_empty() {
                true => Effect::Widens,
                false => Effect::Narrows,
            };
            let same = one == other && before == after;
            (!same)
                .then(|| change(effect, "scopes in the token", before, after))
                .into_iter()
                .collect()
        }
        (Access::Lambda { .. }, Access::Lambda { .. }) => (before != after)
            .then(|| change(Effect::Changes, "authorization", before, after))
            .into_iter()
            .collect(),
        // Callers that another kind of authorizer accepts cannot be compared.
        (_, Access::Foreign { .. } | Access::Lambda { .. } | Access::Iam) => {
            vec![change(Effect::Widens, "authorization", before, after)]
        }
        (Access::Foreign { .. } | Access::Lambda { .. } | Access::Iam, _) => {
            vec![change(Effect::Changes, "authorization", before, after)]
        }
        (Access::Public { .. }, Access::Token { .. })
        | (Access::Token { .. }, Access::Public { .. }) => Vec::new(),
    }
}

/// Without sets that others imply.
fn needed(all: BTreeSet<BTreeSet<String>>) -> BTreeSet<BTreeSet<String>> {
    let implied =
        |one: &BTreeSet<String>| all.iter().any(|other| other != one && other.is_subset(one));
    all.iter().filter(|one| !implied(one)).cloned().collect()
}

fn external(model: &Model) -> bool {
    model.identity.as_ref().and_then(Identity::oidc).is_some()
}

/// Which combinations of groups have access to a route, whatever the scopes are
/// called: for each alternative, the groups that hold each scope it needs.
fn alternatives(model: &Model, route: &Route) -> BTreeSet<BTreeSet<BTreeSet<String>>> {
    let Access::Token { scopes, .. } = &route.access else {
        return BTreeSet::new();
    };
    let holders = |scope: &Id<crate::model::Scope>| -> BTreeSet<String> {
        let groups = model.groups.entries();
        let groups = groups.filter(|(_, group)| group.scopes.contains(scope));
        groups.map(|(_, group)| group.name.value.clone()).collect()
    };
    let ways = scopes
        .iter()
        .map(|scope| match model.scopes[*scope].parts.is_empty() {
            true => BTreeSet::from([holders(scope)]),
            false => needed(model.scopes[*scope].parts.iter().map(&holders).collect()),
        });
    // Alternatives that a single group meets are one.
    let (single, several): (Vec<_>, Vec<_>) = ways.partition(|way| way.len() == 1);
    let single: BTreeSet<String> = single.into_iter().flatten().flatten().collect();
    several
        .into_iter()
        .chain([BTreeSet::from([single])])
        .collect()
}
