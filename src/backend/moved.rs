//! `moved` blocks, so that a rename destroys nothing.
//!
//! An address depends only on the entry's name, so the old name gives the old
//! address. Terraform ignores a `moved` block whose old address never existed.

use super::{identity_provider, module_name_of};
use crate::model::{Access, Model, Renamed, Route, RouteKey};
use crate::terraform::expr::fixed;
use crate::terraform::{Block, File, Graph, address};
use std::collections::BTreeSet;

/// Adds a block for every address that changes with a renamed entry.
pub(super) fn lower(model: &Model, graph: &mut Graph) {
    let resources = graph.addresses();
    for rename in &model.renames {
        let pairs = match rename {
            Renamed::Function(id, old) => function(&model.functions[*id].key, old, &resources),
            Renamed::Client(id, old) => client(model, &model.clients[*id].name, old),
            Renamed::Route(id, old) => route(&model.routes[*id], old, &resources),
        };
        for (from, to) in pairs {
            graph.push(
                File::Moved,
                Block::new("moved")
                    .attr("from", fixed(&from))
                    .attr("to", fixed(&to)),
            );
        }
    }
}

/// The module call, the permissions and the integrations of a function.
fn function(new: &str, old: &str, resources: &BTreeSet<String>) -> Vec<(String, String)> {
    let module = |key: &str| format!("module.{}", module_name_of(key));
    let permission = |key: &str| format!("aws_lambda_permission.api_{}", address::name(key));
    let integration = |key: &str| format!("aws_apigatewayv2_integration.{}", address::name(key));
    let mut pairs = vec![
        (module(old), module(new)),
        (permission(old), permission(new)),
        (integration(old), integration(new)),
    ];
    // Routes with other integration settings have integrations of their own.
    let variants = format!("{}_-_", integration(new));
    for to in resources
        .iter()
        .filter(|address| address.starts_with(&variants))
    {
        pairs.push((
            to.replacen(&integration(new), &integration(old), 1),
            to.clone(),
        ));
    }
    pairs.retain(|(_, to)| resources.contains(to));
    pairs
}

/// The app client, and the authorizers that are named after it.
fn client(model: &Model, new: &str, old: &str) -> Vec<(String, String)> {
    let provider = identity_provider(model);
    let address = |name: &str| provider.and_then(|provider| provider.client_address(name));
    let mut pairs: Vec<_> = address(old).zip(address(new)).into_iter().collect();
    let mut authorizers = BTreeSet::new();
    for route in model.routes.iter() {
        if let Access::Token {
            clients,
            listed: true,
            ..
        } = &route.access
        {
            let named = |rename: &dyn Fn(&str) -> String| {
                let mut names: Vec<String> = clients
                    .iter()
                    .map(|client| rename(&model.clients[*client].name))
                    .collect();
                // Clients are sorted by name.
                names.sort();
                let names = names.iter().map(|name| address::name(name));
                names.fold("jwt".to_owned(), |all, name| format!("{all}_-_{name}"))
            };
            let to = named(&|name| name.to_owned());
            let from = named(&|name| if name == new { old } else { name }.to_owned());
            if from != to {
                authorizers.insert((from, to));
            }
        }
    }
    let authorizer = |name: String| format!("aws_apigatewayv2_authorizer.{name}");
    pairs.extend(
        authorizers
            .into_iter()
            .map(|(from, to)| (authorizer(from), authorizer(to))),
    );
    pairs
}

/// The route, and the integration of a route with a `url`.
fn route(new: &Route, old: &RouteKey, resources: &BTreeSet<String>) -> Vec<(String, String)> {
    let (from, to) = (address::route(old), address::route(&new.key));
    let mut pairs = Vec::new();
    for kind in [
        "aws_apigatewayv2_route.",
        "aws_apigatewayv2_integration.url_-_",
    ] {
        pairs.push((format!("{kind}{from}"), format!("{kind}{to}")));
    }
    pairs.retain(|(_, to)| resources.contains(to));
    pairs
}
