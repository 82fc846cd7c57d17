//! JWT authorizers: one for each set of app clients that routes accept.

use super::api_id;
use super::test::equal;
use crate::arena::Id;
use crate::backend::TokenContract;
use crate::model::{Access, Client, Model};
use crate::terraform::expr::{call, fixed, list, reference, text, texts};
use crate::terraform::{Block, Expression, File, Graph, address};
use crate::text::short_hash;
use std::collections::BTreeMap;

/// The authorizers of an API.
#[derive(Default)]
pub struct Authorizers {
    /// App clients by the name of the resource.
    clients: BTreeMap<String, Vec<Id<Client>>>,
}

impl Authorizers {
    /// Gathers the sets of clients that routes accept.
    pub fn new(model: &Model) -> Authorizers {
        let mut authorizers = Authorizers::default();
        for route in model.routes.iter() {
            if let Access::Token { clients, .. } = &route.access {
                let name = name(model, &route.access);
                authorizers.clients.insert(name, clients.clone());
            }
        }
        authorizers
    }

    /// The id of a route's authorizer.
    pub fn id(&self, model: &Model, access: &Access) -> Expression {
        let name = name(model, access);
        reference(&format!("aws_apigatewayv2_authorizer.{name}.id"))
    }

    /// What has to hold of the authorizers, each with what is wrong otherwise.
    pub fn assertions(&self, contract: &TokenContract) -> Vec<(Expression, String)> {
        let mut assertions = Vec::new();
        for (name, clients) in &self.clients {
            let setting = |setting: &str| {
                fixed(&format!(
                    "aws_apigatewayv2_authorizer.{name}.jwt_configuration[0].{setting}"
                ))
            };
            let audience = clients
                .iter()
                .map(|client| contract.audience(*client).clone());
            assertions.push((
                equal(setting("audience"), call("toset", [list(audience)])),
                format!("The authorizer {name} must accept its app clients alone."),
            ));
            assertions.push((
                equal(setting("issuer"), contract.issuer.clone()),
                format!("The authorizer {name} must accept tokens of the user pool alone."),
            ));
        }
        assertions
    }

    /// Adds the authorizers.
    pub fn lower(&self, model: &Model, contract: &TokenContract, graph: &mut Graph) {
        for (name, clients) in &self.clients {
            let audience = clients
                .iter()
                .map(|client| contract.audience(*client).clone());
            graph.push(
                File::Api,
                Block::resource("aws_apigatewayv2_authorizer", name.as_str())
                    .attr("api_id", api_id())
                    .attr(
                        "name",
                        text(shorten(format!("{}-{name}", model.name.value))),
                    )
                    .attr("authorizer_type", text("JWT"))
                    .attr("identity_sources", texts(["$request.header.Authorization"]))
                    .block(
                        Block::new("jwt_configuration")
                            .attr("issuer", contract.issuer.clone())
                            .attr("audience", list(audience)),
                    ),
            );
        }
    }
}

/// Name of the authorizer of a route. It is `jwt` for routes that accept every
/// client, so that another client changes its audience and nothing else; a list
/// of clients gives a name of its own even while it holds all there are, so that
/// another client never moves such a route.
fn name(model: &Model, access: &Access) -> String {
    match access {
        Access::Token {
            clients,
            listed: true,
            ..
        } => clients.iter().fold("jwt".to_owned(), |name, client| {
            let client = address::name(&model.clients[*client].name);
            format!("{name}_-_{client}")
        }),
        _ => "jwt".to_owned(),
    }
}

/// A name of at most 128 characters (b:CreateAuthorizerRequest); a longer one
/// keeps its start and ends in a hash of the whole.
fn shorten(name: String) -> String {
    if name.len() <= 128 {
        return name;
    }
    let hash = short_hash(&name);
    let start: String = name.chars().take(100).collect();
    format!("{start}-{hash}")
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn long_names_are_cut_and_stay_different() {
        assert_eq!(shorten("jwt".into()), "jwt");
        let (a, b) = (shorten("a".repeat(129)), shorten("a".repeat(130)));
        assert!(a.len() <= 128 && a != b);
    }
}
