//! What a change of a blueprint means for who may call what.
//!
//! Two blueprints are compared by what they mean: comments, order and names
//! that nobody outside sees make no difference.

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

/// What a change does to access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Effect {
    /// Somebody may call what they could not before, or nobody can tell that
    /// they may not.
    Widens,
    /// Somebody may no longer call what they could.
    Narrows,
    /// Neither by itself.
    Changes,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What it does to access.
    pub effect: Effect,
    /// What it is about, such as `group:admins` or `access token of web`.
    pub subjects: Vec<String>,
    /// How it was.
    pub before: String,
    /// How it is.
    pub after: String,
    /// Why it is so now, where that takes more words.
    pub why: Option<String>,
}

/// What is different about a route.
#[derive(Debug, Serialize)]
pub struct RouteDiff {
    /// The route key, as it is written now.
    pub route: String,
    /// `added`, `removed` or `kept`.
    pub state: &'static str,
    /// The differences; none where a route came or went and nobody gained or
    /// lost anything.
    pub changes: Vec<Change>,
    /// Its place in the new blueprint.
    #[serde(skip)]
    pub place: Option<Span>,
}

/// Everything that is different.
#[derive(Debug, Serialize)]
pub struct Diff {
    /// Routes, in the order of their keys.
    pub routes: Vec<RouteDiff>,
    /// What holds for all routes.
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

    /// Whether nothing is different.
    pub fn is_empty(&self) -> bool {
        self.routes.is_empty() && self.settings.is_empty()
    }

    /// Every change.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        let routes = self.routes.iter().flat_map(|route| &route.changes);
        routes.chain(&self.settings)
    }

    /// Whether somebody may call what they could not before.
    pub fn widens(&self) -> bool {
        self.changes().any(|change| change.effect == Effect::Widens)
    }
}

/// One of two blueprints, with what is looked up in it again and again.
struct Side<'a> {
    checked: &'a Complete,
    keys: Vec<&'a RouteKey>,
    by_pattern: BTreeMap<RouteKey, Id<Route>>,
    callers: BTreeMap<String, Principal>,
}

/// What somebody is answered: worse first, and nothing at all before.
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

    /// The routes that answer the requests of a key: its own, or what is left
    /// without it.
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

    /// The best answer that a caller gets of any of these routes.
    fn answer(&self, routes: &[Id<Route>], caller: &str) -> Answer {
        let caller = *self.callers.get(caller)?;
        let answers = routes
            .iter()
            .map(|route| self.checked.matrix.cell(caller, *route).decision);
        answers.max_by_key(|decision| rank(Some(*decision)))
    }

    /// The same for someone who signed in and is in no group.
    fn stranger(&self, routes: &[Id<Route>]) -> Answer {
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

/// Someone whose groups open a route only together.
const SEVERAL: &str = "people in several groups";

/// Someone who signed in and is in no group.
const STRANGER: &str = "people in no group";

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

/// Of whom something is told, and why it is so.
type Told = (Vec<String>, Option<String>);

/// Who gained and who lost the requests of a route key, and what else decides
/// about them.
fn answers(
    old: &Side<'_>,
    new: &Side<'_>,
    key: &RouteKey,
    both: Option<(Id<Route>, Id<Route>)>,
) -> Vec<Change> {
    let (was, is) = (old.answering(key), new.answering(key));
    let mut found: BTreeMap<(Effect, String, String), Told> = BTreeMap::new();
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
            // That a route is public says its reason better.
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
    compare(STRANGER, old.stranger(&was), new.stranger(&is), &|| None);
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
        // Whom single groups tell of needs not be told of several.
        let seen = !changes.is_empty();
        let told = |change: &Change| seen && change.subjects == [SEVERAL];
        changes.extend(decides.into_iter().filter(|change| !told(change)));
    }
    changes
}

/// What decides about a route, where that is not seen in the answers to single
/// callers.
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
                // Another issuer spells these scopes, so their names are not ours.
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
            .then(|| change(Effect::Changes, "who decides", before, after))
            .into_iter()
            .collect(),
        // Whom another kind of authorizer lets through cannot be compared.
        (_, Access::Foreign { .. } | Access::Lambda { .. } | Access::Iam) => {
            vec![change(Effect::Widens, "who decides", before, after)]
        }
        (Access::Foreign { .. } | Access::Lambda { .. } | Access::Iam, _) => {
            vec![change(Effect::Changes, "who decides", before, after)]
        }
        (Access::Public { .. }, Access::Token { .. })
        | (Access::Token { .. }, Access::Public { .. }) => Vec::new(),
    }
}

/// Without what whoever has the rest has anyway.
fn needed(all: BTreeSet<BTreeSet<String>>) -> BTreeSet<BTreeSet<String>> {
    let implied =
        |one: &BTreeSet<String>| all.iter().any(|other| other != one && other.is_subset(one));
    all.iter().filter(|one| !implied(one)).cloned().collect()
}

fn external(model: &Model) -> bool {
    model.identity.as_ref().and_then(Identity::oidc).is_some()
}

/// Which groups open a route together, whatever the scopes
/// between them are called: one set for each thing that is needed, and one list
/// of these for each way in.
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
    // Ways that a single holder goes are one.
    let (single, several): (Vec<_>, Vec<_>) = ways.partition(|way| way.len() == 1);
    let single: BTreeSet<String> = single.into_iter().flatten().flatten().collect();
    several
        .into_iter()
        .chain([BTreeSet::from([single])])
        .collect()
}
