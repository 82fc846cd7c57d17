//! Renames: the former names of functions, app clients and routes.

use crate::arena::{Arena, Id};
use crate::diagnostic::Diagnostics;
use crate::model::{Renamed, Route, RouteKey};
use crate::rules::wrong_rename;
use crate::source::Spanned;
use crate::syntax::{Blueprint, Named};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Resolves every valid rename and reports the others.
pub(super) fn resolve(
    blueprint: &Blueprint,
    routes: &Arena<Route>,
    out: &mut Diagnostics,
) -> Vec<Renamed> {
    let functions = of(
        &blueprint.functions,
        |function| function.renamed_from.as_ref(),
        out,
    );
    let functions = functions
        .into_iter()
        .map(|(index, old)| Renamed::Function(Id::at(index), old.value.clone()));
    let clients = of(
        &blueprint.clients,
        |client| client.renamed_from.as_ref(),
        out,
    );
    let clients = clients
        .into_iter()
        .map(|(index, old)| Renamed::Client(Id::at(index), old.value.clone()));
    let renames: Vec<Renamed> = functions.chain(clients).collect();
    renames
        .into_iter()
        .chain(self::routes(blueprint, routes, out))
        .collect()
}

/// The renamed entries of a section, with their former names.
fn of<'a, T>(
    section: &'a Named<T>,
    renamed_from: impl Fn(&'a T) -> Option<&'a Spanned<String>>,
    out: &mut Diagnostics,
) -> Vec<(usize, &'a Spanned<String>)> {
    let known: BTreeSet<&str> = section.iter().map(|(name, _)| name.as_str()).collect();
    let mut taken = BTreeMap::new();
    let mut found = Vec::new();
    for (index, (_, entry)) in section.iter().enumerate() {
        let Some(old) = renamed_from(entry) else {
            continue;
        };
        if known.contains(old.as_str()) {
            out.push(wrong_rename::still_there(old));
        } else if let Some(first) = taken.insert(old.as_str(), old.span) {
            out.push(wrong_rename::twice(old, first));
        } else {
            found.push((index, old));
        }
    }
    found
}

fn routes(blueprint: &Blueprint, routes: &Arena<Route>, out: &mut Diagnostics) -> Vec<Renamed> {
    let ids: HashMap<&str, Id<Route>> = routes
        .entries()
        .map(|(id, route)| (route.text.as_str(), id))
        .collect();
    let mut taken = BTreeMap::new();
    let mut found = Vec::new();
    for (text, written) in &blueprint.routes {
        let old = written
            .as_ref()
            .and_then(|route| route.renamed_from.as_ref());
        let (Some(old), Ok(new)) = (old, RouteKey::parse_all(text)) else {
            continue;
        };
        let before = match RouteKey::parse_all(old) {
            Ok(before) if before.len() == new.len() => before,
            _ => {
                out.push(wrong_rename::no_route(old));
                continue;
            }
        };
        for (before, after) in before.into_iter().zip(new) {
            let name = before.to_string();
            if ids.contains_key(name.as_str()) {
                out.push(wrong_rename::still_there(old));
            } else if let Some(first) = taken.insert(name, old.span) {
                out.push(wrong_rename::twice(old, first));
            } else if let Some(id) = ids.get(after.to_string().as_str()) {
                found.push(Renamed::Route(*id, before));
            }
        }
    }
    found
}
