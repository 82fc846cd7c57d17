//! External identity providers that users may sign in with.

use super::pool_id;
use crate::model::{Application, Client, Federation, FederationKind, Model};
use crate::terraform::expr::{fixed, list, object, reference, text, value};
use crate::terraform::{Block, Expression, File, Graph, address};

/// The user pool itself as an identity provider.
const COGNITO: &str = "COGNITO";

/// What Cognito adds to `provider_details` by itself, by type of provider. If
/// Terraform did not leave it alone, every plan would take it away again. Source:
/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html>
const ADDED: [(&str, &[&str]); 3] = [
    (
        "Google",
        &[
            "attributes_url",
            "attributes_url_add_attributes",
            "authorize_url",
            "oidc_issuer",
            "token_request_method",
            "token_url",
        ],
    ),
    ("OIDC", &["attributes_url_add_attributes"]),
    (
        "SAML",
        &[
            "ActiveEncryptionCertificate",
            "SLORedirectBindingURI",
            "SSORedirectBindingURI",
        ],
    ),
];

/// Adds the external identity providers.
pub(super) fn lower(model: &Model, graph: &mut Graph) {
    let providers = model
        .identity
        .iter()
        .flat_map(|identity| &identity.pool.providers);
    for (name, provider) in providers {
        if let Some(kind) = provider.kinds.first() {
            graph.push(File::Identity, block(model, name, provider, &kind.value));
        }
    }
}

fn block(model: &Model, name: &str, provider: &Federation, kind: &FederationKind) -> Block {
    let (kind, details) = match kind {
        FederationKind::Saml { metadata_url } => {
            ("SAML", vec![("MetadataURL", value(metadata_url))])
        }
        FederationKind::Oidc {
            issuer,
            application,
        } => {
            let mut details = self::application(application);
            details.push(("oidc_issuer", value(issuer)));
            details.push(("attributes_request_method", text("GET")));
            ("OIDC", details)
        }
        FederationKind::Google(application) => ("Google", self::application(application)),
    };
    let mapping = provider.mapping.iter();
    let mapping = mapping.map(|(attribute, claim)| (attribute.as_str(), text(claim.as_str())));
    Block::resource("aws_cognito_identity_provider", address::name(name))
        .attr("user_pool_id", pool_id(model))
        .attr("provider_name", text(name))
        .attr("provider_type", text(kind))
        .attr("provider_details", object(details))
        .attr_if(
            "attribute_mapping",
            (!provider.mapping.is_empty()).then(|| object(mapping)),
        )
        .block_if(settled(kind))
}

/// Leaves what Cognito adds as it is.
fn settled(kind: &str) -> Option<Block> {
    let (_, keys) = ADDED.iter().find(|(known, _)| *known == kind)?;
    let keys = keys
        .iter()
        .map(|key| fixed(&format!("provider_details[\"{key}\"]")));
    Some(Block::new("lifecycle").attr("ignore_changes", list(keys)))
}

fn application(application: &Application) -> Vec<(&'static str, Expression)> {
    let scopes = match &application.scopes {
        Some(scopes) => {
            let scopes: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
            scopes.join(" ")
        }
        None => "openid email profile".to_owned(),
    };
    vec![
        ("client_id", value(&application.id)),
        ("client_secret", value(&application.secret)),
        ("authorize_scopes", text(scopes)),
    ]
}

/// The identity providers of an app client, as references, so that Terraform
/// creates them first.
pub(super) fn of_client(model: &Model, client: &Client) -> Expression {
    let providers = model
        .identity
        .iter()
        .flat_map(|identity| &identity.pool.providers);
    let all = || {
        let names = providers.map(|(name, _)| name.value.clone());
        ["cognito".to_owned()].into_iter().chain(names).collect()
    };
    let listed = client.identity_providers.as_ref();
    let names: Vec<String> = match listed {
        // A machine client signs in no users.
        _ if client.machine.is_some() => vec!["cognito".to_owned()],
        Some(names) => names.iter().map(|name| name.value.clone()).collect(),
        None => all(),
    };
    list(names.iter().map(|name| match name.as_str() {
        "cognito" => text(COGNITO),
        name => reference(&format!(
            "aws_cognito_identity_provider.{}.provider_name",
            address::name(name)
        )),
    }))
}
