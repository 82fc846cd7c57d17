//! Machine clients: client credentials, and the resource server that gives
//! their scopes the same format as those of users.

use super::client::{base, validity};
use super::pool_id;
use crate::backend::named;
use crate::model::{Client, Identity, Machine, Model};
use crate::terraform::expr::{Part, list, reference, template, text, texts};
use crate::terraform::{Block, Expression, File, Graph};

/// Adds the resource server if there is a machine client. It has only the scopes
/// of machine clients: users get theirs from the token handler.
pub(super) fn lower(model: &Model, identity: &Identity, graph: &mut Graph) {
    let scopes = model.machine_scopes();
    let server = identity.scope_format.resource_server();
    let Some(server) = server.filter(|_| model.machines().next().is_some()) else {
        return;
    };
    let block = Block::resource("aws_cognito_resource_server", "main")
        .attr("identifier", text(server))
        .attr("name", named(model, model.name.as_str()))
        .attr("user_pool_id", pool_id(model));
    let block = scopes.iter().fold(block, |block, scope| {
        let scope = &model.scopes[*scope];
        // Cognito requires a description for every scope.
        let description = match &scope.description {
            Some(description) => description.value.clone(),
            None => format!("Scope {} of {}.", scope.name.value, model.name.value),
        };
        block.block(
            Block::new("scope")
                .attr("scope_name", text(scope.name.as_str()))
                .attr("scope_description", text(description)),
        )
    });
    graph.push(File::Identity, block);
}

/// A machine client. Its scopes refer to the resource server, so that Terraform
/// creates that first. It signs in no users: of all flows, refreshing is the
/// only one that needs a previous sign-in, and an empty list would enable others.
pub(super) fn app_client(model: &Model, client: &Client, machine: &Machine) -> Block {
    let spelled = |scope: &str| -> Expression {
        template([
            Part::Value(reference("aws_cognito_resource_server.main.identifier")),
            Part::Text(format!("/{scope}")),
        ])
    };
    let scopes = machine.scopes.iter();
    let scopes = scopes.map(|scope| spelled(&model.scopes[*scope].name));
    let block = base(model, client, true, &["ALLOW_REFRESH_TOKEN_AUTH"])
        .gap()
        .attr("allowed_oauth_flows_user_pool_client", true)
        .attr("allowed_oauth_flows", texts(["client_credentials"]))
        .attr("allowed_oauth_scopes", list(scopes))
        .attr("callback_urls", list([]))
        .attr("logout_urls", list([]));
    validity(client, block)
}
