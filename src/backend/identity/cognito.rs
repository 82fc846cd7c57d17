//! Amazon Cognito user pools.

mod attributes;
mod client;
mod federated;
mod handler;
mod lifecycle;
mod machines;
mod outputs;
mod people;
mod pool;

pub use handler::token_handler;
pub(in crate::backend) use lifecycle::KINDS;
pub use people::USER_PASSWORDS;

use client::{app_client, client_id};
use pool::{pool, pool_id};

use crate::backend::features::{
    ACCESS_TOKEN_TRIGGER, ATTRIBUTE_UPDATES, DELETION_PROTECTION, PASSWORD_HISTORY,
    TOKEN_REVOCATION, USER_POOL_TIER, USERS,
};
use crate::backend::{
    Audience, IdentityProvider, Mock, Requirement, TOKEN_HANDLER, TOKEN_HANDLER_SUFFIX,
    TokenContract,
};
use crate::backend::{lambda, named, runtimes};
use crate::model::{AuthFlow, Client, Identity, Model, TokenKind};
use crate::source::Span;
use crate::terraform::expr::{text, value};
use crate::terraform::{Block, File, Graph};

/// A user pool with its app clients, groups and token handler.
pub(crate) struct Cognito;

impl IdentityProvider for Cognito {
    fn requirements(&self, model: &Model) -> Vec<Requirement> {
        let Some(identity) = &model.identity else {
            return Vec::new();
        };
        let optional = |what, since, span, instead| Requirement {
            what,
            since,
            span,
            essential: false,
            instead,
        };
        let pool = [
            optional(
                "deletion protection of the user pool",
                DELETION_PROTECTION,
                identity.span,
                "raise `aws_provider`, or turn it on in the console",
            ),
            optional(
                "the tier of the user pool",
                USER_POOL_TIER,
                identity.span,
                "raise `aws_provider`; new pools have the tier Essentials anyway",
            ),
        ];
        let verified = identity.pool.verified().first();
        let verified = verified.map(|word| {
            optional(
                "verification of a changed email address or phone number before it counts",
                ATTRIBUTE_UPDATES,
                word.span,
                "raise `aws_provider`, or turn it on in the console",
            )
        });
        let pool = pool.into_iter().chain(verified);
        let chosen = identity.pool.tier.is_some();
        let left_out =
            |need: &Requirement| identity.owns_pool() && !(chosen && need.since == USER_POOL_TIER);
        let mut needs: Vec<_> = pool.filter(left_out).collect();
        if let Some(client) = model.clients.iter().next() {
            needs.push(optional(
                "token revocation of app clients",
                TOKEN_REVOCATION,
                client.name.span,
                "raise `aws_provider`; new clients have it enabled anyway",
            ));
        }
        if let Some(user) = model.users.iter().next().filter(|_| !identity.shared) {
            needs.push(optional(
                "creating `[users]`",
                USERS,
                user.name.span,
                "raise `aws_provider`, or create the users and their group memberships by hand",
            ));
        }
        if identity.token.value == TokenKind::Access && identity.owns_pool() {
            needs.push(Requirement {
                what: "adding scopes to access tokens",
                since: ACCESS_TOKEN_TRIGGER,
                span: identity.token.span,
                essential: true,
                instead: "or let callers send ID tokens: `token = \"id\"`",
            });
        }
        let chosen = |client: &&Client| client.auth_flows.contains(&AuthFlow::UserAuth);
        let chosen = model.clients.iter().find(chosen);
        let asked = [
            // Cognito and the provider added it together with the tiers.
            chosen.map(|client| {
                let instead = "or remove `user-auth`";
                (
                    client.name.span,
                    USER_POOL_TIER,
                    "choice-based sign-in",
                    instead,
                )
            }),
            identity.pool.tier.as_ref().map(|tier| {
                (
                    tier.span,
                    USER_POOL_TIER,
                    "the tier of the user pool",
                    "or remove `tier`: new pools have the tier Essentials anyway",
                )
            }),
            identity.pool.password.history.map(|history| {
                (
                    history.span,
                    PASSWORD_HISTORY,
                    "the password history",
                    "or remove `history`",
                )
            }),
        ];
        let asked = asked.into_iter().flatten();
        needs.extend(asked.map(|(span, since, what, instead)| Requirement {
            what,
            since,
            span,
            essential: true,
            instead,
        }));
        needs
    }

    fn contract(&self, model: &Model) -> TokenContract {
        // INVARIANT: a blueprint without `[identity]` has no provider.
        let identity = model.identity.as_ref().expect("there is an identity");
        TokenContract {
            issuer: pool::issuer(model),
            audience: Audience::Clients(model.clients.iter().map(client_id).collect()),
            scope_format: identity.scope_format.value.clone(),
            token: identity.token.value,
            source: identity.source.value.clone(),
        }
    }

    fn lower(&self, model: &Model, graph: &mut Graph) {
        let Some(identity) = &model.identity else {
            return;
        };
        if identity.owns_pool() {
            graph.push(File::Identity, pool(model, identity));
        }
        if let Some(domain) = &identity.domain {
            graph.push(
                File::Identity,
                Block::resource("aws_cognito_user_pool_domain", "main")
                    .attr("domain", value(domain))
                    .attr("user_pool_id", pool_id(model)),
            );
        }
        if let Some(domain) = &identity.pool.custom_domain {
            graph.push(
                File::Identity,
                Block::resource("aws_cognito_user_pool_domain", "main")
                    .attr("domain", text(domain.name.as_str()))
                    .attr("certificate_arn", value(&domain.certificate))
                    .attr("user_pool_id", pool_id(model)),
            );
        }
        federated::lower(model, graph);
        machines::lower(model, identity, graph);
        attributes::lower(model, graph);
        for client in model.clients.iter() {
            graph.push(
                File::Identity,
                match &client.machine {
                    Some(machine) => machines::app_client(model, client, machine),
                    None => app_client(model, client),
                },
            );
        }
        if !identity.shared {
            people::lower(model, graph);
            handler(model, identity, graph);
        }
        outputs::lower(model, identity, graph);
    }

    fn client_address(&self, name: &str) -> Option<String> {
        Some(client::address_of(name))
    }

    fn places(&self, model: &Model) -> Vec<(String, Span)> {
        lifecycle::places(model)
    }

    fn mocks(&self) -> &'static [Mock] {
        &[(
            "aws_cognito_user_pool",
            &[
                ("id", "us-east-1_mock"),
                (
                    "arn",
                    "arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_mock",
                ),
                (
                    "endpoint",
                    "cognito-idp.us-east-1.amazonaws.com/us-east-1_mock",
                ),
            ],
        )]
    }
}

/// The token handler. Its configuration refers to neither the pool nor a client,
/// which would create a cycle; both are in the event.
fn handler(model: &Model, identity: &Identity, graph: &mut Graph) {
    // With the pool's name: a blueprint that is renamed keeps both, and so people
    // can sign in meanwhile.
    let name = format!("{}{TOKEN_HANDLER_SUFFIX}", identity.name.value);
    graph.push(
        File::Identity,
        lambda::own_settings(
            model,
            lambda::call(
                model,
                &lambda::Call {
                    module: TOKEN_HANDLER.to_owned(),
                    name: named(model, name),
                    stored: None,
                    handler: "index.handler",
                    runtime: runtimes::default(model.provider.floor),
                    memory: model.own_functions.memory.unwrap_or(128),
                    // Cognito waits at most 5 seconds.
                    timeout: 5,
                },
            ),
        )
        .comment(
            "Maps a user's groups to scopes whenever a token is issued: token_handler/index.js.",
        ),
    );
    let arn = pool::arn(model, graph);
    graph.push(
        File::Identity,
        lambda::permission(
            TOKEN_HANDLER,
            TOKEN_HANDLER,
            "cognito-idp.amazonaws.com",
            arn,
        ),
    );
}
