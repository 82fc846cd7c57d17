//! Reports of who may call what.
//!
//! A [`Report`] is a selection of routes and callers. Each format is a function
//! of it, in its own file.

mod csv;
mod document;
pub mod explain;
mod html;
pub mod markdown;
mod mermaid;
mod text;

pub use csv::csv;
pub use document::json;
pub use html::html;
pub use markdown::markdown;
pub use mermaid::mermaid;
pub use text::{Word, table, text};

use crate::Complete;
use crate::access::{AccessMatrix, Cell};
use crate::arena::Id;
use crate::model::{Access, Decision, Model, Principal, Request, Route, RouteKey, RoutePattern};
use crate::similar::nearest;
use std::collections::BTreeSet;

/// Which part of the matrix is shown.
#[derive(Debug, Default)]
pub struct Filter {
    /// Routes that match one of these patterns; empty selects all.
    pub routes: Vec<RoutePattern>,
    /// Callers; empty selects all.
    pub callers: Vec<Principal>,
    /// Public routes only.
    pub public: bool,
}

/// The part of the matrix that is shown. Routes are in the order of their keys.
#[derive(Debug)]
pub struct Report<'a> {
    /// The blueprint.
    pub model: &'a Model,
    /// All decisions.
    pub matrix: &'a AccessMatrix,
    /// The routes shown.
    pub routes: Vec<Id<Route>>,
    /// The callers shown.
    pub callers: Vec<Principal>,
}

impl<'a> Report<'a> {
    /// The part of a checked blueprint's matrix that the filter selects.
    pub fn new(checked: &'a Complete, filter: &Filter) -> Report<'a> {
        let (model, matrix) = (&checked.model, &checked.matrix);
        let public = |id: &Id<Route>| {
            !filter.public || matches!(model.routes[*id].access, Access::Public { .. })
        };
        let callers = matrix.principals.iter().copied();
        Report {
            routes: chosen(model, &filter.routes)
                .into_iter()
                .filter(public)
                .collect(),
            callers: callers
                .filter(|caller| filter.callers.is_empty() || filter.callers.contains(caller))
                .collect(),
            model,
            matrix,
        }
    }

    /// The decisions for a route, in the order of the callers shown.
    pub fn cells(&self, route: Id<Route>) -> impl Iterator<Item = &'a Cell> {
        self.callers
            .iter()
            .map(move |caller| self.matrix.cell(*caller, route))
    }
}

/// The decisions shown, each with its meaning.
pub fn legend(report: &Report<'_>) -> Vec<(Decision, &'static str)> {
    let routes = report.routes.iter();
    let shown: BTreeSet<Decision> = routes
        .flat_map(|route| report.cells(*route).map(|cell| cell.decision))
        .collect();
    let any = |wanted: &dyn Fn(&Access) -> bool| {
        let mut routes = report.routes.iter();
        routes.any(|route| wanted(&report.model.routes[*route].access))
    };
    let iam = any(&|access| matches!(access, Access::Iam));
    let lambda = any(&|access| matches!(access, Access::Lambda { .. }));
    [
        (Decision::Allow, "the gateway forwards the request"),
        (Decision::Unauthorized, "no valid token for the route"),
        (
            Decision::Forbidden,
            match iam {
                false => "the token has none of the required scopes",
                true => {
                    "the token has none of the required scopes, or the request has no AWS signature"
                }
            },
        ),
        (
            Decision::Depends,
            match (lambda, iam) {
                (false, _) => "IAM policies decide at request time",
                (true, false) => "a Lambda authorizer decides at request time",
                (true, true) => "a Lambda authorizer or IAM policies decide at request time",
            },
        ),
    ]
    .into_iter()
    .filter(|(decision, _)| shown.contains(decision))
    .collect()
}

/// The caller with this name, with or without its kind.
///
/// # Errors
///
/// Why the name is not valid, with a suggestion.
pub fn caller(checked: &Complete, name: &str) -> Result<Principal, String> {
    let known = &checked.matrix.principals;
    let full = |caller: &Principal| checked.model.principal_name(*caller);
    // Without its kind, as in `[expect]`.
    let bare = |caller: &Principal| match full(caller).split_once(':') {
        Some((kind, bare)) => kind != "authorizer" && bare == name,
        None => false,
    };
    if let Some(caller) = known.iter().find(|caller| full(caller) == name) {
        return Ok(*caller);
    }
    let named: Vec<&Principal> = known.iter().filter(|caller| bare(caller)).collect();
    match named.as_slice() {
        [caller] => Ok(**caller),
        [] => {
            let names: Vec<String> = known.iter().map(full).collect();
            let bare = names.iter().filter_map(|name| name.split_once(':'));
            let bare = bare.filter(|(kind, _)| *kind != "authorizer");
            let all = names
                .iter()
                .map(String::as_str)
                .chain(bare.map(|(_, bare)| bare));
            let near = nearest(name, all).map(|near| format!("; did you mean `{near}`?"));
            Err(format!(
                "there is no caller `{name}`{}",
                near.unwrap_or_default()
            ))
        }
        several => {
            let names: Vec<String> = several
                .iter()
                .map(|caller| format!("`{}`", full(caller)))
                .collect();
            Err(format!("`{name}` is ambiguous: {}", names.join(" or ")))
        }
    }
}

/// A route that answers a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answering {
    /// The route.
    pub route: Id<Route>,
    /// On what it depends that it does, where AWS does not document it.
    pub condition: Option<&'static str>,
}

impl From<Id<Route>> for Answering {
    fn from(route: Id<Route>) -> Answering {
        Answering {
            route,
            condition: None,
        }
    }
}

/// The routes that answer a request, or that match a route key or a pattern.
///
/// # Errors
///
/// That none does, with a suggestion.
pub fn answering(model: &Model, asked: &str) -> Result<Vec<Answering>, String> {
    let mut routes = model.routes.entries();
    if let Some((id, _)) = routes.find(|(_, route)| route.text.as_str() == asked) {
        return Ok(vec![id.into()]);
    }
    let found = match Request::parse(asked) {
        Some(request) => answering_request(model, asked, &request)?,
        None => {
            let pattern = RoutePattern::parse(asked);
            let found = pattern.map(|pattern| chosen(model, &[pattern]));
            let found = found.unwrap_or_default().into_iter();
            found.map(Answering::from).collect()
        }
    };
    match found.is_empty() {
        false => Ok(found),
        true => {
            let near = nearest(asked, model.routes.iter().map(|route| route.text.as_str()));
            let near = near.map(|near| format!("; did you mean `{near}`?"));
            Err(format!(
                "no route matches `{asked}`{}",
                near.unwrap_or_default()
            ))
        }
    }
}

fn answering_request(
    model: &Model,
    asked: &str,
    request: &Request,
) -> Result<Vec<Answering>, String> {
    if request.has_empty_segment() {
        return Err(format!(
            "`{asked}` has an empty path segment, and AWS does not document which route answers \
             such a request"
        ));
    }
    let keys: Vec<&RouteKey> = model.routes.iter().map(|route| &route.key).collect();
    let best = |request: &Request| request.answered_by(&keys).map(Id::at);
    let answer = |route, condition| Answering { route, condition };
    let exact = best(request);
    let shorter = request.without_slash();
    let ignored = shorter.as_ref().map(best);
    Ok(match ignored {
        None => exact.map(|route| answer(route, None)).into_iter().collect(),
        Some(ignored) if ignored == exact => {
            exact.map(|route| answer(route, None)).into_iter().collect()
        }
        Some(ignored) => [
            ignored.map(|route| answer(route, Some(SLASH_IGNORED))),
            exact.map(|route| answer(route, Some(SLASH_COUNTS))),
        ]
        .into_iter()
        .flatten()
        .collect(),
    })
}

/// When the route for the path without its trailing slash answers.
const SLASH_IGNORED: &str =
    "if API Gateway ignores the trailing slash, which AWS does not document";

/// When the route for the path with its trailing slash answers.
const SLASH_COUNTS: &str =
    "if the trailing slash is an empty path segment, which AWS does not document";

/// The routes that match any of the patterns; all if there is none.
fn chosen(model: &Model, patterns: &[RoutePattern]) -> Vec<Id<Route>> {
    if patterns.is_empty() {
        return model.routes.ids().collect();
    }
    let keys: Vec<&RouteKey> = model.routes.iter().map(|route| &route.key).collect();
    let named = patterns.iter().flat_map(|pattern| pattern.matches(&keys));
    let mut named: Vec<Id<Route>> = named.map(Id::at).collect();
    named.sort();
    named.dedup();
    named
}

/// What a route requires, in words; `names` lists scopes and authorizers.
pub fn asks(model: &Model, access: &Access, names: &dyn Fn(&[&str]) -> String) -> String {
    match access {
        Access::Public { .. } => "public".into(),
        Access::Iam => "AWS credentials".into(),
        Access::Lambda { authorizer } => {
            format!(
                "Lambda authorizer {}",
                names(&[&model.authorizers[*authorizer].name])
            )
        }
        Access::Foreign {
            authorizer, scopes, ..
        } => {
            let authorizer = &model.authorizers[*authorizer];
            let mut issuer = names(&[&authorizer.name]);
            if let Some(same) = authorizer.same_as {
                let same = names(&[&model.authorizers[same].name]);
                issuer = format!("{issuer}, the same as {same}");
            }
            let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
            match scopes.is_empty() {
                true => format!("any token from {issuer}"),
                false => format!("{} in a token from {issuer}", names(&scopes)),
            }
        }
        Access::Token { scopes, .. } if scopes.is_empty() => "any token".into(),
        Access::Token { scopes, .. } => {
            let scopes = scopes
                .iter()
                .map(|scope| model.scopes[*scope].name.as_str());
            names(&scopes.collect::<Vec<_>>())
        }
    }
}

/// Whether routes differ in the app clients whose tokens they accept.
pub fn clients_differ(model: &Model) -> bool {
    let all: Vec<&str> = model.clients.iter().map(|c| c.name.as_str()).collect();
    model.routes.iter().any(|route| {
        matches!(route.access, Access::Token { .. }) && route.access.client_names(model) != all
    })
}
