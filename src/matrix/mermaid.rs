//! A graph from callers to routes, as Mermaid draws it.
//!
//! Routes that require the same are one node, and so are callers with the same
//! access, so that the graph grows with the number of distinct requirements and
//! not with routes times callers.

use super::{Report, asks, clients_differ};
use crate::arena::Id;
use crate::model::{Access, Decision, Model, Principal, Route, RouteKey};
use crate::text::invisible;
use std::collections::{BTreeMap, BTreeSet};

/// Indices of requirements.
type Requirements = BTreeSet<usize>;

/// Callers, what routes require, and the routes. A caller with all the access
/// of another one is joined to it instead of to each of its requirements.
pub fn mermaid(report: &Report<'_>) -> String {
    let mut text = "flowchart LR\n".to_owned();
    let requirements = requirements(report);
    let callers = callers(report, &requirements);
    for (index, names) in callers.values().enumerate() {
        let names: Vec<String> = names.iter().map(|name| label(name)).collect();
        text.push_str(&format!("  c{index}([\"{}\"])\n", names.join("<br/>")));
    }
    for (index, (requires, routes)) in requirements.iter().enumerate() {
        let requires = label(requires);
        let routes = paths(report.model, routes);
        text.push_str(&format!("  a{index}{{{{\"{requires}\"}}}}\n"));
        text.push_str(&format!("  r{index}[\"{}\"]\n", routes.join("<br/>")));
        text.push_str(&format!("  a{index} --> r{index}\n"));
    }
    text.push_str(&edges(callers.keys()));
    let is_public = |(_, routes): &&(String, Vec<Id<Route>>)| {
        let access = routes.first().map(|route| &report.model.routes[*route]);
        access.is_some_and(|route| matches!(route.access, Access::Public { .. }))
    };
    if let Some(index) = requirements.iter().position(|one| is_public(&one)) {
        text.push_str("  classDef public stroke-dasharray: 4 3\n");
        text.push_str(&format!("  class a{index},r{index} public\n"));
    }
    text
}

/// What the routes shown require, each with its routes, in the order of these.
fn requirements(report: &Report<'_>) -> Vec<(String, Vec<Id<Route>>)> {
    let model = report.model;
    let differ = clients_differ(model);
    let mut found: Vec<(String, Vec<Id<Route>>)> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for route in &report.routes {
        let access = &model.routes[*route].access;
        let mut requires = asks(model, access, &|names| names.join(" or "));
        if differ && matches!(access, Access::Token { .. }) {
            let clients = access.client_names(model).join(" or ");
            requires.push_str(&format!(", from {clients}"));
        }
        let index = *known.entry(requires).or_insert_with_key(|requires| {
            found.push((requires.clone(), Vec::new()));
            found.len() - 1
        });
        found[index].1.push(*route);
    }
    found
}

/// Everyone with a token, by the requirements that they meet and others
/// do not meet anyway. Users follow from their groups, and are shown where no
/// groups are.
fn callers(
    report: &Report<'_>,
    requirements: &[(String, Vec<Id<Route>>)],
) -> BTreeMap<Requirements, Vec<String>> {
    let model = report.model;
    let groups = report.callers.iter();
    let groups = groups
        .filter(|caller| matches!(caller, Principal::Group(_)))
        .count();
    let mut found: BTreeMap<Requirements, Vec<String>> = BTreeMap::new();
    for caller in &report.callers {
        match caller {
            Principal::Anonymous | Principal::Iam => continue,
            Principal::User(_) if groups > 0 => continue,
            _ => {}
        }
        // Routes that require the same give a caller the same answer.
        let meets = |(_, routes): &(String, Vec<Id<Route>>)| {
            let route = routes.first().copied()?;
            // Whoever has a token meets what asks for any token.
            let least = matches!(caller, Principal::SignedIn | Principal::Authorizer(_));
            let shown = match &model.routes[route].access {
                Access::Token { scopes, .. } => least || !scopes.is_empty(),
                Access::Foreign { .. } => least,
                Access::Public { .. } | Access::Lambda { .. } | Access::Iam => false,
            };
            let cell = report.matrix.cell(*caller, route);
            Some(shown && cell.decision == Decision::Allow)
        };
        let met: Requirements = requirements
            .iter()
            .enumerate()
            .filter(|(_, one)| meets(one) == Some(true))
            .map(|(index, _)| index)
            .collect();
        if !met.is_empty() {
            let names = found.entry(met).or_default();
            names.push(model.principal_name(*caller));
        }
    }
    found
}

/// From each set of callers to those whose access it includes, and to the
/// requirements that are left.
fn edges<'a>(callers: impl Iterator<Item = &'a Requirements>) -> String {
    let mut sets: Vec<(usize, &Requirements)> = callers.enumerate().collect();
    sets.sort_by_key(|(_, met)| std::cmp::Reverse(met.len()));
    let mut edges = Vec::new();
    for (at, (from, met)) in sets.iter().enumerate() {
        let mut left: Requirements = (*met).clone();
        let mut included: Vec<&Requirements> = Vec::new();
        for (to, other) in &sets[at + 1..] {
            let covered = included.iter().any(|known| other.is_subset(known));
            if other.len() > 1 && !covered && other.is_subset(met) {
                edges.push((*from, format!("  c{from} -- includes --> c{to}\n")));
                left.retain(|requirement| !other.contains(requirement));
                included.push(other);
            }
        }
        for requirement in left {
            edges.push((*from, format!("  c{from} --> a{requirement}\n")));
        }
    }
    edges.sort_by_key(|(from, _)| *from);
    edges.into_iter().map(|(_, edge)| edge).collect()
}

/// Routes as labels, the methods of a path in one.
fn paths(model: &Model, routes: &[Id<Route>]) -> Vec<String> {
    let mut paths: Vec<(String, String)> = Vec::new();
    for route in routes {
        let text = model.routes[*route].key.to_string();
        let (method, path) = match &model.routes[*route].key {
            RouteKey::Default => ("", text.as_str()),
            RouteKey::Path { .. } => text.split_once(' ').unwrap_or(("", &text)),
        };
        match paths.last_mut() {
            Some((methods, last)) if last == path => methods.push_str(&format!(", {method}")),
            _ => paths.push((method.to_owned(), path.to_owned())),
        }
    }
    let lines = paths.iter();
    lines
        .map(|(methods, path)| label(format!("{methods} {path}").trim_start()))
        .collect()
}

/// Text inside a quoted label: nothing in it is markup. Mermaid reads
/// directives (`%%{`), formulas (`$$`) and icons (`fa:fa-`) in quotes, too.
fn label(text: &str) -> String {
    let mut label = String::new();
    let mut last = None;
    for (index, c) in text.char_indices() {
        match c {
            '"' | '#' | '&' | '<' | '>' | '`' | ';' | '\\' | '%' => {
                label.push_str(&format!("#{};", u32::from(c)));
            }
            ':' if text[index + 1..].starts_with("fa-") => label.push_str("#58;"),
            // It finds a formula in escaped signs as well: a word joiner, which is
            // not visible, keeps them apart.
            '$' if last == Some('$') => label.push_str("\u{2060}$"),
            c if invisible(c) => label.push('\u{fffd}'),
            c => label.push(c),
        }
        last = Some(c);
    }
    label
}
