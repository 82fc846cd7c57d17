//! How a change to a blueprint affects who may call what.
//!
//! Two blueprints are compared by their meaning: comments, order and internal
//! names make no difference. Whether a change of a route widens access follows
//! from what callers may do before and after, by [`crate::access::decide`] alone.

mod callers;
mod report;
mod routes;
mod settings;
mod several;

pub use report::{findings, json, markdown, text};

use crate::Complete;
use crate::source::Span;
use serde::Serialize;

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
            routes: routes::compare(old, new),
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
