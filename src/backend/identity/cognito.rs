//! Amazon Cognito user pools.

mod handler;
mod people;

pub use handler::token_handler;

use crate::arena::Id;
use crate::backend::features::{
    ACCESS_TOKEN_TRIGGER, DELETION_PROTECTION, TOKEN_REVOCATION, USER_POOL_TIER, USERS,
};
use crate::backend::{
    IdentityProvider, Requirement, TOKEN_HANDLER, TOKEN_HANDLER_SUFFIX, TokenContract,
};
use crate::backend::{lambda, runtimes};
use crate::model::{AuthFlow, Client, Identity, Model, TokenKind, Value};
use crate::source::Spanned;
use crate::terraform::expr::{Part, call, list, object, reference, template, text, texts, value};
use crate::terraform::{Block, Expression, File, Graph, address};

/// A user pool with its app clients, groups and token handler.
pub struct Cognito;

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
        let mut needs = vec![
            optional(
                "deletion protection of the user pool",
                DELETION_PROTECTION,
                identity.span,
                "raise `aws_provider`, or switch it on in the console",
            ),
            optional(
                "the tier of the user pool",
                USER_POOL_TIER,
                identity.span,
                "raise `aws_provider`; new pools are Essentials all the same",
            ),
        ];
        if let Some(client) = model.clients.iter().next() {
            needs.push(optional(
                "token revocation of app clients",
                TOKEN_REVOCATION,
                client.name.span,
                "raise `aws_provider`; new clients have it all the same",
            ));
        }
        if let Some(user) = model.users.iter().next() {
            needs.push(optional(
                "creating `[users]`",
                USERS,
                user.name.span,
                "raise `aws_provider`, or create the users and their memberships by hand",
            ));
        }
        if identity.token.value == TokenKind::Access {
            needs.push(Requirement {
                what: "adding scopes to access tokens",
                since: ACCESS_TOKEN_TRIGGER,
                span: identity.token.span,
                essential: true,
                instead: "or let callers send ID tokens: `token = \"id\"`",
            });
        }
        needs
    }

    fn contract(&self, model: &Model) -> TokenContract {
        // INVARIANT: a blueprint without `[identity]` has no provider.
        let identity = model.identity.as_ref().expect("there is an identity");
        TokenContract {
            // `endpoint` has no scheme.
            issuer: template([
                "https://".into(),
                Part::Value(reference("aws_cognito_user_pool.main.endpoint")),
            ]),
            audiences: model.clients.iter().map(client_id).collect(),
            scope_format: identity.scope_format.value.clone(),
            token: identity.token.value,
        }
    }

    fn lower(&self, model: &Model, graph: &mut Graph) {
        let Some(identity) = &model.identity else {
            return;
        };
        graph.push(File::Identity, pool(model, identity));
        if let Some(domain) = &identity.domain {
            graph.push(
                File::Identity,
                Block::resource("aws_cognito_user_pool_domain", "main")
                    .attr("domain", value(domain))
                    .attr("user_pool_id", pool_id()),
            );
        }
        for client in model.clients.iter() {
            graph.push(File::Identity, app_client(model, client));
        }
        people::lower(model, graph);
        handler(model, graph);
        outputs(model, identity, graph);
    }
}

/// The id of the user pool.
fn pool_id() -> Expression {
    reference("aws_cognito_user_pool.main.id")
}

fn client_address(client: &Client) -> String {
    format!(
        "aws_cognito_user_pool_client.{}",
        address::name(&client.name)
    )
}

fn client_id(client: &Client) -> Expression {
    reference(&format!("{}.id", client_address(client)))
}

fn pool(model: &Model, identity: &Identity) -> Block {
    let floor = model.provider.floor;
    let trigger = lambda::output(TOKEN_HANDLER, "arn");
    let triggers = Block::new("lambda_config");
    // The version is stated wherever it can be: left out, a pool that once had
    // another would keep it.
    let version = match identity.token.value {
        TokenKind::Id => "V1_0",
        TokenKind::Access => "V2_0",
    };
    let triggers = match floor >= ACCESS_TOKEN_TRIGGER {
        false => triggers.attr("pre_token_generation", trigger),
        true => triggers.block(
            Block::new("pre_token_generation_config")
                .attr("lambda_arn", trigger)
                .attr("lambda_version", text(version)),
        ),
    };
    Block::resource("aws_cognito_user_pool", "main")
        .attr("name", text(model.name.as_str()))
        .attr_if(
            "deletion_protection",
            (floor >= DELETION_PROTECTION).then(|| text("ACTIVE")),
        )
        .attr_if(
            "user_pool_tier",
            (floor >= USER_POOL_TIER).then(|| text("ESSENTIALS")),
        )
        .block(Block::new("username_configuration").attr("case_sensitive", false))
        .block(Block::new("admin_create_user_config").attr("allow_admin_create_user_only", true))
        .block(
            Block::new("password_policy")
                .attr("minimum_length", 12)
                .attr("require_lowercase", true)
                .attr("require_numbers", true)
                .attr("require_symbols", true)
                .attr("require_uppercase", true)
                .attr("temporary_password_validity_days", 7),
        )
        .block(
            Block::new("account_recovery_setting").block(
                Block::new("recovery_mechanism")
                    .attr("name", text("verified_email"))
                    .attr("priority", 1),
            ),
        )
        .block(triggers)
}

fn app_client(model: &Model, client: &Client) -> Block {
    let floor = model.provider.floor;
    let mut flows: Vec<&str> = client
        .auth_flows
        .iter()
        .map(|flow| flow_name(*flow))
        .collect();
    flows.push("ALLOW_REFRESH_TOKEN_AUTH");
    flows.sort_unstable();
    flows.dedup();
    let mut block = Block::resource("aws_cognito_user_pool_client", address::name(&client.name))
        .attr(
            "name",
            text(format!("{}-{}", model.name.value, client.name.value)),
        )
        .attr("user_pool_id", pool_id())
        .attr("generate_secret", false)
        .attr("explicit_auth_flows", texts(flows))
        .attr("supported_identity_providers", texts(["COGNITO"]))
        .attr("prevent_user_existence_errors", text("ENABLED"))
        .attr_if(
            "enable_token_revocation",
            (floor >= TOKEN_REVOCATION).then_some(true),
        )
        .gap()
        .attr("access_token_validity", 1)
        .attr("id_token_validity", 1)
        .attr("refresh_token_validity", 30);
    // All five are written even where there is nothing to say: the provider
    // keeps the value of the last apply for what is left out.
    let urls = |urls: &[Spanned<Value>]| list(urls.iter().map(|url| value(url)));
    let scopes = client.oauth.iter().flat_map(|oauth| &oauth.scopes);
    let code = client.oauth.iter().any(|oauth| oauth.code);
    block = block
        .gap()
        .attr(
            "allowed_oauth_flows_user_pool_client",
            client.oauth.is_some(),
        )
        .attr("allowed_oauth_flows", texts(code.then_some("code")))
        .attr(
            "allowed_oauth_scopes",
            texts(scopes.map(|scope| scope.as_str())),
        )
        .attr("callback_urls", urls(&client.callback_urls))
        .attr("logout_urls", urls(&client.logout_urls));
    block.block(
        Block::new("token_validity_units")
            .attr("access_token", text("hours"))
            .attr("id_token", text("hours"))
            .attr("refresh_token", text("days")),
    )
}

fn flow_name(flow: AuthFlow) -> &'static str {
    match flow {
        AuthFlow::UserPassword => "ALLOW_USER_PASSWORD_AUTH",
        AuthFlow::UserSrp => "ALLOW_USER_SRP_AUTH",
        AuthFlow::AdminUserPassword => "ALLOW_ADMIN_USER_PASSWORD_AUTH",
        AuthFlow::Custom => "ALLOW_CUSTOM_AUTH",
    }
}

/// The token handler. Its configuration names neither pool nor client, which
/// would close a cycle; both come with the event.
fn handler(model: &Model, graph: &mut Graph) {
    let name = format!("{}{TOKEN_HANDLER_SUFFIX}", model.name.value);
    graph.push(
        File::Identity,
        lambda::call(&lambda::Call {
            module: TOKEN_HANDLER.to_owned(),
            name: &name,
            handler: "index.handler",
            runtime: runtimes::DEFAULT,
            memory: 128,
            // Cognito waits 5 seconds.
            timeout: 5,
        })
        .comment("Turns a person's groups into scopes whenever a token is issued: token_handler/index.js."),
    );
    graph.push(
        File::Identity,
        lambda::permission(
            TOKEN_HANDLER,
            TOKEN_HANDLER,
            "cognito-idp.amazonaws.com",
            reference("aws_cognito_user_pool.main.arn"),
        ),
    );
}

fn outputs(model: &Model, identity: &Identity, graph: &mut Graph) {
    let mut output = |name: &str, description: &str, value: Expression| {
        graph.push(
            File::Outputs,
            Block::new("output")
                .label(name)
                .attr("description", text(description))
                .attr("value", value),
        );
    };
    output("user_pool_id", "Id of the user pool.", pool_id());
    output(
        "issuer",
        "Issuer of the tokens, as in their claim iss.",
        Cognito.contract(model).issuer,
    );
    output(
        "client_ids",
        "Id of each app client.",
        object(
            model
                .clients
                .iter()
                .map(|client| (client.name.value.as_str(), client_id(client))),
        ),
    );
    let kind = match identity.token.value {
        TokenKind::Access => "access",
        TokenKind::Id => "id",
    };
    output(
        "token",
        "Which token callers send in the header Authorization: access or id.",
        text(kind),
    );
    let urls: Vec<_> = model
        .clients
        .entries()
        .filter_map(|(id, client)| sign_in_url(model, id).map(|url| (client.name.as_str(), url)))
        .collect();
    if identity.domain.is_some() && !urls.is_empty() {
        output(
            "sign_in_urls",
            "Where people sign in, for each app client with a hosted sign-in.",
            object(urls),
        );
        graph.push(
            File::Identity,
            Block::new("data").label("aws_region").label("current"),
        );
    }
}

/// The address of the hosted sign-in page, with the first callback URL.
fn sign_in_url(model: &Model, client: Id<Client>) -> Option<Expression> {
    let client = &model.clients[client];
    let oauth = client.oauth.as_ref()?;
    let callback = client.callback_urls.first()?;
    let encoded = |value: Expression| call("urlencode", [value]);
    let scopes: Vec<&str> = oauth.scopes.iter().map(|scope| scope.as_str()).collect();
    Some(template([
        "https://".into(),
        Part::Value(reference("aws_cognito_user_pool_domain.main.domain")),
        ".auth.".into(),
        // The id of this data source is the Region in every provider version.
        Part::Value(reference("data.aws_region.current.id")),
        ".amazoncognito.com/login?response_type=code&client_id=".into(),
        Part::Value(client_id(client)),
        "&redirect_uri=".into(),
        Part::Value(encoded(value(callback))),
        "&scope=".into(),
        Part::Value(encoded(text(scopes.join(" ")))),
    ]))
}
