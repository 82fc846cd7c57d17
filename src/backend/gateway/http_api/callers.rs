//! An output with the contents of each caller's token, and the whole access
//! matrix as assertions on it.

use super::route_address;
use super::test::equal;
use crate::access::{AccessMatrix, held_scopes};
use crate::arena::Id;
use crate::backend::{Audience, TokenContract};
use crate::model::{Access, Client, Decision, Model, Principal};
use crate::terraform::expr::{fixed, list, object, text, texts};
use crate::terraform::{Block, Expression};

/// Name of the output.
const OUTPUT: &str = "tokens";

/// Description of the output.
const DESCRIPTION: &str = "Audience and scopes of each caller's token.";

/// The token of every caller that has one; `None` if no caller has one.
pub(super) fn tokens(
    model: &Model,
    matrix: &AccessMatrix,
    contract: Option<&TokenContract>,
) -> Option<Expression> {
    let contract = contract?;
    let callers = matrix.principals.iter().filter_map(|principal| {
        let held = held_scopes(model, *principal)?;
        let clients: Vec<Id<Client>> = match (&contract.audience, principal) {
            (Audience::Api(_), _) => Vec::new(),
            (_, Principal::Client(client)) => vec![*client],
            _ => {
                let clients = model.clients.entries();
                let people = clients.filter(|(_, client)| client.machine.is_none());
                people.map(|(id, _)| id).collect()
            }
        };
        let scopes = held
            .iter()
            .flat_map(|scope| contract.spell(&model.scopes[*scope].name, &clients));
        let token = object([
            ("audience", list(contract.audience(&clients))),
            ("scopes", list(scopes.collect::<Vec<_>>())),
        ]);
        Some((model.principal_name(*principal), token))
    });
    let callers: Vec<_> = callers.collect();
    (!callers.is_empty()).then(|| object(callers))
}

/// One assertion for each route that requires a token of the identity: its
/// callers are those of the matrix. Each comes with its error message.
pub(super) fn assertions(
    model: &Model,
    matrix: &AccessMatrix,
    authorizer: impl Fn(&Access) -> String,
) -> Vec<(Expression, String)> {
    let someone = matrix
        .principals
        .iter()
        .any(|principal| held_scopes(model, *principal).is_some());
    let routes = model
        .routes
        .entries()
        .filter(|_| someone)
        .filter_map(|(id, route)| {
            let Access::Token { scopes, .. } = &route.access else {
                return None;
            };
            let mut callers: Vec<String> = matrix
                .row(id)
                .iter()
                .filter(|cell| cell.decision == Decision::Allow)
                .filter(|cell| held_scopes(model, cell.principal).is_some())
                .map(|cell| model.principal_name(cell.principal))
                .collect();
            // Terraform iterates over objects in the order of their keys.
            callers.sort();
            let accepted = format!(
                "length(setintersection(token.audience, {}.jwt_configuration[0].audience)) > 0",
                authorizer(&route.access)
            );
            let address = route_address(route);
            let holds = match scopes.is_empty() {
                true => String::new(),
                false => format!(
                    " && length(setintersection(token.scopes, {address}.authorization_scopes)) > 0"
                ),
            };
            let passed = fixed(&format!(
                "[for caller, token in output.{OUTPUT} : caller if {accepted}{holds}]"
            ));
            let condition = equal(passed, texts(callers));
            let key = &route.text.value;
            Some((
                condition,
                format!("Only the callers in the access matrix may call {key}."),
            ))
        });
    routes.collect()
}

/// The output.
pub(super) fn output(value: Expression) -> Block {
    Block::new("output")
        .label(OUTPUT)
        .attr("description", text(DESCRIPTION))
        .attr("value", value)
}
