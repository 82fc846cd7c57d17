//! What the output tells of the user pool.

use super::client::{client_address, client_id, sign_in_url};
use super::{Cognito, pool_id};
use crate::backend::{IdentityProvider, TOKEN_HANDLER, lambda};
use crate::model::{Identity, Model, TokenKind};
use crate::terraform::expr::{Part, object, reference, template, text};
use crate::terraform::{Block, Expression, File, Graph};

/// Adds the outputs, and the data source that some of them need.
pub fn lower(model: &Model, identity: &Identity, graph: &mut Graph) {
    let mut region = false;
    let mut output = |name: &str, description: &str, value: Expression| {
        graph.push(File::Outputs, self::output(name, description, value));
    };
    output("user_pool_id", "Id of the user pool.", pool_id(model));
    output(
        "issuer",
        "Issuer of the tokens, as in their claim iss.",
        Cognito.contract(model).issuer,
    );
    let ids = model.clients.iter();
    let ids = ids.map(|client| (client.name.value.as_str(), client_id(client)));
    output("client_ids", "Id of each app client.", object(ids));
    let kind = match identity.token.value {
        TokenKind::Access => "access",
        TokenKind::Id => "id",
    };
    output(
        "token",
        "Which token callers send in the header Authorization: access or id.",
        text(kind),
    );
    if !identity.owns_pool() {
        output(
            "token_handler_arn",
            "Function that the owner of the user pool attaches as its pre token generation trigger.",
            lambda::output(TOKEN_HANDLER, "arn"),
        );
    }
    let urls: Vec<_> = model
        .clients
        .entries()
        .filter_map(|(id, client)| sign_in_url(model, id).map(|url| (client.name.as_str(), url)))
        .collect();
    if identity.domain.is_some() && !urls.is_empty() {
        region = true;
        output(
            "sign_in_urls",
            "Where people sign in, for each app client with a hosted sign-in.",
            object(urls),
        );
    }
    if model.machines().next().is_some() {
        if identity.domain.is_some() {
            region = true;
            output(
                "token_url",
                "Where machine clients get their tokens.",
                hosted("/oauth2/token"),
            );
        }
        let secrets = model.machines().map(|(id, _)| {
            let client = &model.clients[id];
            let secret = format!("{}.client_secret", client_address(client));
            (client.name.value.as_str(), reference(&secret))
        });
        let description = "Secret of each machine client. Terraform's state holds it in clear.";
        let block = self::output("client_secrets", description, object(secrets));
        graph.push(File::Outputs, block.attr("sensitive", true));
    }
    if region {
        graph.data(File::Identity, "aws_region");
    }
}

fn output(name: &str, description: &str, value: Expression) -> Block {
    Block::new("output")
        .label(name)
        .attr("description", text(description))
        .attr("value", value)
}

/// An address at the domain of the hosted sign-in.
fn hosted(path: &str) -> Expression {
    template([
        "https://".into(),
        Part::Value(reference("aws_cognito_user_pool_domain.main.domain")),
        ".auth.".into(),
        // The id of this data source is the Region in every provider version.
        Part::Value(reference("data.aws_region.current.id")),
        Part::Text(format!(".amazoncognito.com{path}")),
    ])
}
