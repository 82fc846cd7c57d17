//! Terraform outputs about the user pool.

use super::client::{client_address, client_id, sign_in_url};
use super::{Cognito, pool_id};
use crate::backend::{IdentityProvider, TOKEN_HANDLER, lambda};
use crate::model::{Client, Identity, Model, TokenKind};
use crate::terraform::expr::{Part, object, reference, template, text};
use crate::terraform::{Block, Expression, File, Graph};

/// Adds the outputs and the data source that some of them need.
pub(super) fn lower(model: &Model, identity: &Identity, graph: &mut Graph) {
    let mut region = false;
    let mut output = |name: &str, description: &str, value: Expression| {
        graph.push(File::Outputs, output(name, description, value));
    };
    output("user_pool_id", "ID of the user pool.", pool_id(model));
    if identity.owns_pool() {
        output(
            "user_pool_arn",
            "ARN of the user pool.",
            reference("aws_cognito_user_pool.main.arn"),
        );
    }
    output(
        "issuer",
        "Issuer of the tokens, as in their iss claim.",
        Cognito.contract(model).issuer,
    );
    let ids = model.clients.iter();
    let ids = ids.map(|client| (client.name.value.as_str(), client_id(client)));
    output("client_ids", "Client ID of each app client.", object(ids));
    let kind = match identity.token.value {
        TokenKind::Access => "access",
        TokenKind::Id => "id",
    };
    output(
        "token",
        "Which token callers send: access or id.",
        text(kind),
    );
    if !identity.shared {
        output(
            "token_handler",
            "Name, ARN, role and log group of the token handler.",
            lambda::described(TOKEN_HANDLER),
        );
    }
    if !identity.owns_pool() && !identity.shared {
        output(
            "token_handler_arn",
            "ARN of the function that the owner of the user pool must attach as its pre token generation trigger.",
            lambda::output(TOKEN_HANDLER, "arn"),
        );
    }
    if identity.has_domain() {
        region = identity.domain.is_some();
        let domain = match &identity.domain {
            Some(_) => template(hosted(model).into_iter().skip(1)),
            None => reference("aws_cognito_user_pool_domain.main.domain"),
        };
        output(
            "sign_in_domain",
            "Domain of the hosted sign-in pages.",
            domain,
        );
    }
    let urls: Vec<_> = model
        .clients
        .entries()
        .filter_map(|(id, client)| sign_in_url(model, id).map(|url| (client.name.as_str(), url)))
        .collect();
    if identity.has_domain() && !urls.is_empty() {
        output(
            "sign_in_urls",
            "URL of the hosted sign-in page of each app client that has one.",
            object(urls),
        );
    }
    if model.machines().next().is_some() && identity.has_domain() {
        output(
            "token_url",
            "URL where machine clients get their tokens.",
            template(hosted(model).into_iter().chain(["/oauth2/token".into()])),
        );
    }
    let secret = |client: &&Client| client.secret || client.machine.is_some();
    let secrets: Vec<&Client> = model.clients.iter().filter(secret).collect();
    if !secrets.is_empty() {
        let secrets = secrets.into_iter().map(|client| {
            let secret = format!("{}.client_secret", client_address(client));
            (client.name.value.as_str(), reference(&secret))
        });
        let description =
            "Secret of each app client that has one. Terraform's state contains it in plain text.";
        let block = self::output("client_secrets", description, object(secrets));
        graph.push(File::Outputs, block.attr("sensitive", true));
    }
    if identity.pool.custom_domain.is_some() {
        let target = reference("aws_cognito_user_pool_domain.main.cloudfront_distribution_arn");
        let description = "CloudFront distribution that the DNS record of the sign-in domain must point to, as a CNAME or an alias.";
        graph.push(
            File::Outputs,
            self::output("sign_in_domain_target", description, target),
        );
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

/// The URL of the hosted sign-in, without a path.
pub(super) fn hosted(model: &Model) -> Vec<Part> {
    let domain = Part::Value(reference("aws_cognito_user_pool_domain.main.domain"));
    let own = model
        .identity
        .as_ref()
        .is_some_and(|i| i.pool.custom_domain.is_some());
    match own {
        true => vec!["https://".into(), domain],
        false => vec![
            "https://".into(),
            domain,
            ".auth.".into(),
            // In every provider version, the ID of this data source is the Region.
            Part::Value(reference("data.aws_region.current.id")),
            ".amazoncognito.com".into(),
        ],
    }
}
