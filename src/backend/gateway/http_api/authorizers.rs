//! JWT authorizers: one for each set of app clients that routes accept.

use super::api_id;
use crate::arena::Id;
use crate::backend::TokenContract;
use crate::model::{Access, Client, Model};
use crate::terraform::expr::{list, reference, text, texts};
use crate::terraform::{Block, Expression, File, Graph, address};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The authorizers of an API, by the app clients they accept.
pub struct Authorizers {
    /// Name of the resource for each set of clients.
    names: BTreeMap<Vec<Id<Client>>, String>,
}

impl Authorizers {
    /// Gathers the sets of clients that routes accept. The set of all clients
    /// is called `jwt` whatever clients there are, so that adding one changes
    /// its audience and nothing else.
    pub fn new(model: &Model) -> Authorizers {
        let all: Vec<Id<Client>> = model.clients.ids().collect();
        let mut names = BTreeMap::new();
        for route in model.routes.iter() {
            if let Access::Token { clients, .. } = &route.access {
                names.entry(clients.clone()).or_insert_with(|| {
                    if *clients == all {
                        return "jwt".to_owned();
                    }
                    let clients = clients
                        .iter()
                        .map(|client| address::name(&model.clients[*client].name));
                    format!("jwt_-_{}", clients.collect::<Vec<_>>().join("_-_"))
                });
            }
        }
        Authorizers { names }
    }

    /// The id of the authorizer that accepts these clients.
    pub fn id(&self, clients: &[Id<Client>]) -> Expression {
        // INVARIANT: the sets of all routes were gathered.
        reference(&format!(
            "aws_apigatewayv2_authorizer.{}.id",
            self.names[clients]
        ))
    }

    /// Adds the authorizers.
    pub fn lower(&self, model: &Model, contract: &TokenContract, graph: &mut Graph) {
        for (clients, name) in &self.names {
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

/// A name of at most 128 characters (b:CreateAuthorizerRequest); a longer one
/// keeps its start and ends in a hash of the whole.
fn shorten(name: String) -> String {
    if name.len() <= 128 {
        return name;
    }
    let hash = Sha256::digest(&name);
    let hash: String = hash
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
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
