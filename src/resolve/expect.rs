//! Expectations: resolves their routes and callers.

use super::names::Names;
use crate::arena::{Arena, Id};
use crate::diagnostic::Diagnostics;
use crate::model::{Decision, Expectation, Principal, Route, RouteKey};
use crate::rules::unknown_name::Kind;
use crate::rules::{ambiguous_caller, unknown_caller};
use crate::source::Spanned;
use crate::syntax::Named;
use std::collections::{HashMap, HashSet};

/// Resolves the section `[expect]`.
pub(super) fn resolve(
    section: &Named<Named<Spanned<String>>>,
    names: &Names<'_>,
    routes: &Arena<Route>,
    out: &mut Diagnostics,
) -> Vec<Expectation> {
    let known: HashMap<&str, Id<Route>> = routes
        .entries()
        .map(|(id, route)| (route.text.as_str(), id))
        .collect();
    let mentioned: HashSet<&str> = section.iter().map(|(route, _)| route.as_str()).collect();
    let mut expectations = Vec::new();
    for (route, cells) in section {
        let keys = RouteKey::parse_all(route).unwrap_or_default();
        let ids = keys
            .iter()
            .filter_map(|key| known.get(key.to_string().as_str()));
        let found: Vec<Id<Route>> = ids.copied().collect();
        // A declared route that was left out has already been reported, and one
        // that exists may be declared under another key.
        if found.is_empty() || found.len() < keys.len() {
            names.check_route(route, |key| mentioned.contains(key), out);
        }
        for (caller, answer) in cells {
            let taken = |name: &str| cells.iter().any(|(other, _)| other.as_str() == name);
            let caller = self::caller(caller, names, taken, out);
            if let (Some(caller), Some(decision)) = (caller, decision(answer)) {
                expectations.extend(found.iter().map(|route| Expectation {
                    route: *route,
                    caller,
                    answer: Spanned::new(decision, answer.span),
                }));
            }
        }
    }
    expectations
}

fn decision(answer: &str) -> Option<Decision> {
    match answer {
        "allow" | "200" => Some(Decision::Allow),
        "401" => Some(Decision::Unauthorized),
        "403" => Some(Decision::Forbidden),
        _ => None,
    }
}

/// Resolves a caller's name, with or without its kind. Names that are `taken`
/// are not suggested.
pub(super) fn caller(
    written: &Spanned<String>,
    names: &Names<'_>,
    taken: impl Fn(&str) -> bool,
    out: &mut Diagnostics,
) -> Option<Spanned<Principal>> {
    let place = |principal| Some(Spanned::new(principal, written.span));
    match written.as_str() {
        "anonymous" => return place(Principal::Anonymous),
        "signed-in" if names.people_sign_in() => return place(Principal::SignedIn),
        _ => {}
    }
    if let Some(caller) = written
        .strip_prefix("authorizer:")
        .and_then(|it| names.issuer(it))
    {
        return place(Principal::Authorizer(caller));
    }
    let (kind, name) = match written.split_once(':') {
        Some(("group", name)) => (Some(Kind::Group), name),
        Some(("user", name)) => (Some(Kind::User), name),
        Some(("client", name)) => (Some(Kind::Client), name),
        _ => (None, written.as_str()),
    };
    let fits = |found: &(Kind, Principal)| kind.is_none_or(|kind| kind == found.0);
    let found: Vec<(Kind, Principal)> = names.callers(name).filter(fits).collect();
    match found.as_slice() {
        [(_, caller)] => return place(*caller),
        [] => {
            let cut = out.has_errors() && names.cut_by_dot(name);
            let readable = [Kind::Group, Kind::User]
                .into_iter()
                .all(|kind| names.readable(kind));
            if readable && !cut {
                let few = out.few();
                let known = names.all_callers().filter(|_| few);
                let near = unknown_caller::suggestion(written, known);
                let plain = name.split_once(':').map_or(name, |(_, plain)| plain);
                let other = names.kinds_of(name).chain(names.kinds_of(plain)).next();
                // A role is not misspelled because a group has a similar name.
                let same = |near: &String| near.ends_with(&format!(":{plain}"));
                let near = near.filter(|near| !taken(near) && (other.is_none() || same(near)));
                out.push(unknown_caller::diagnostic(written, near, other));
            }
        }
        several => {
            let kinds = several.iter().map(|(kind, _)| *kind);
            out.push(ambiguous_caller::diagnostic(written, kinds));
        }
    }
    None
}
