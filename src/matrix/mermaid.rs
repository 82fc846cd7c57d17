//! A graph from groups to routes, as Mermaid draws it.

use super::Report;
use crate::arena::Id;
use crate::model::{Access, Decision, Principal, Scope};
use std::collections::{BTreeMap, BTreeSet};

/// Groups and machine clients, their roles, the scopes of these, and the routes
/// that ask for them. Only what leads to a route that is shown.
pub fn mermaid(report: &Report<'_>) -> String {
    let model = report.model;
    let mut nodes: BTreeMap<String, String> = BTreeMap::new();
    let mut edges: BTreeSet<(String, String)> = BTreeSet::new();
    let mut wanted: BTreeSet<Id<Scope>> = BTreeSet::new();
    for id in &report.routes {
        let route = &model.routes[*id];
        let node = format!("r{}", id.index());
        nodes.insert(node.clone(), format!("{{{{\"{}\"}}}}", label(&route.text)));
        let mut from = |from: String, shape: String| {
            nodes.insert(from.clone(), shape);
            edges.insert((from, node.clone()));
        };
        match &route.access {
            Access::Public { .. } => from("anyone".into(), "([\"anyone\"])".into()),
            Access::Iam => from("iam".into(), "([\"AWS credentials\"])".into()),
            Access::Foreign { authorizer, .. } | Access::Lambda { authorizer } => {
                let name = label(&model.authorizers[*authorizer].name);
                from(
                    format!("a{}", authorizer.index()),
                    format!("([\"{name}\"])"),
                );
            }
            Access::Token { scopes, .. } if scopes.is_empty() => {
                from("token".into(), "([\"any token\"])".into());
            }
            Access::Token { scopes, .. } => {
                for scope in scopes {
                    wanted.insert(*scope);
                    edges.insert((format!("s{}", scope.index()), node.clone()));
                }
            }
        }
    }
    // What a scope stands for leads to it.
    let parts: Vec<Id<Scope>> = wanted
        .iter()
        .flat_map(|scope| {
            let whole = format!("s{}", scope.index());
            let parts = &model.scopes[*scope].parts;
            edges.extend(
                parts
                    .iter()
                    .map(|part| (format!("s{}", part.index()), whole.clone())),
            );
            parts.iter().copied()
        })
        .collect();
    wanted.extend(parts);
    for scope in &wanted {
        let name = label(&model.scopes[*scope].name);
        nodes.insert(format!("s{}", scope.index()), format!("(\"{name}\")"));
    }
    for caller in &report.callers {
        let (node, roles) = match caller {
            Principal::Group(group) => {
                let node = format!("g{}", group.index());
                let group = &model.groups[*group];
                let by_role = |scope: &&Id<Scope>| {
                    let mut roles = group.roles.iter();
                    roles.any(|role| model.roles[*role].scopes.contains(scope))
                };
                // A route may name a group itself.
                for scope in group
                    .scopes
                    .intersection(&wanted)
                    .filter(|scope| !by_role(scope))
                {
                    let name = label(&model.principal_name(*caller));
                    nodes.insert(node.clone(), format!("([\"{name}\"])"));
                    edges.insert((node.clone(), format!("s{}", scope.index())));
                }
                (node, &group.roles)
            }
            Principal::Client(client) => match &model.clients[*client].machine {
                Some(machine) => (format!("c{}", client.index()), &machine.roles),
                None => continue,
            },
            Principal::Anonymous | Principal::User(_) => continue,
        };
        for role in roles {
            let grants = model.roles[*role].scopes.intersection(&wanted);
            let grants: Vec<String> = grants.map(|scope| format!("s{}", scope.index())).collect();
            if grants.is_empty() {
                continue;
            }
            let of = format!("o{}", role.index());
            nodes.insert(
                of.clone(),
                format!("[\"{}\"]", label(&model.roles[*role].name)),
            );
            let name = label(&model.principal_name(*caller));
            nodes.insert(node.clone(), format!("([\"{name}\"])"));
            edges.insert((node.clone(), of.clone()));
            edges.extend(grants.into_iter().map(|scope| (of.clone(), scope)));
        }
    }
    let mut text = "flowchart LR\n".to_owned();
    for (node, shape) in &nodes {
        text.push_str(&format!("  {node}{shape}\n"));
    }
    for (from, to) in &edges {
        text.push_str(&format!("  {from} --> {to}\n"));
    }
    let open = report.routes.iter().filter(|route| {
        let anyone = report.matrix.cell(Principal::Anonymous, **route);
        anyone.decision == Decision::Allow
    });
    let open: Vec<String> = open.map(|route| format!("r{}", route.index())).collect();
    if !open.is_empty() {
        text.push_str("  classDef public stroke-dasharray: 4 3\n");
        text.push_str(&format!("  class {} public\n", open.join(",")));
    }
    text
}

/// Text inside a quoted label: nothing in it is markup.
fn label(text: &str) -> String {
    let mut label = String::new();
    for c in text.chars() {
        match c {
            '"' | '#' | '&' | '<' | '>' | '`' | ';' | '\\' => {
                label.push_str(&format!("#{};", u32::from(c)));
            }
            c if c.is_control() => label.push('\u{fffd}'),
            c => label.push(c),
        }
    }
    label
}
