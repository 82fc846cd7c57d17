//! App clients.

use super::{attributes, federated, outputs, pool_id};
use crate::arena::Id;
use crate::backend::features::TOKEN_REVOCATION;
use crate::backend::named;
use crate::model::{AuthFlow, Client, Duration, Model, Value};
use crate::source::Spanned;
use crate::terraform::expr::{Part, call, list, reference, template, text, texts, value};
use crate::terraform::{Block, Expression, address};

/// Address of an app client.
pub(super) fn client_address(client: &Client) -> String {
    address_of(&client.name)
}

/// Address of the app client with this name.
pub(super) fn address_of(name: &str) -> String {
    format!("aws_cognito_user_pool_client.{}", address::name(name))
}

/// The ID of an app client.
pub(super) fn client_id(client: &Client) -> Expression {
    reference(&format!("{}.id", client_address(client)))
}

/// The arguments that every app client starts with.
pub(super) fn base(model: &Model, client: &Client, secret: bool, flows: &[&str]) -> Block {
    let floor = model.provider.floor;
    let [access, id, refresh] = durations(client);
    Block::resource("aws_cognito_user_pool_client", address::name(&client.name))
        .attr(
            "name",
            named(model, format!("{}-{}", model.name.value, client.name.value)),
        )
        .attr("user_pool_id", pool_id(model))
        .attr("generate_secret", secret)
        .attr("explicit_auth_flows", texts(flows.iter().copied()))
        .attr(
            "supported_identity_providers",
            federated::of_client(model, client),
        )
        .attr("prevent_user_existence_errors", text("ENABLED"))
        .attr_if(
            "enable_token_revocation",
            (floor >= TOKEN_REVOCATION).then_some(true),
        )
        .gap()
        .attr("read_attributes", reference(attributes::READ))
        .attr("write_attributes", reference(attributes::WRITE))
        .gap()
        .attr("access_token_validity", access.count)
        .attr("id_token_validity", id.count)
        .attr("refresh_token_validity", refresh.count)
}

/// Adds the units of the token validities.
pub(super) fn validity(client: &Client, block: Block) -> Block {
    let [access, id, refresh] = durations(client);
    block.block(
        Block::new("token_validity_units")
            .attr("access_token", text(access.unit))
            .attr("id_token", text(id.unit))
            .attr("refresh_token", text(refresh.unit)),
    )
}

/// How long access, ID and refresh tokens are valid.
fn durations(client: &Client) -> [Duration; 3] {
    let hour = Duration {
        count: 1,
        unit: "hours",
    };
    let month = Duration {
        count: 30,
        unit: "days",
    };
    let or = |text: &Option<Spanned<String>>, usual| {
        // A value that cannot be parsed has been reported.
        text.as_ref()
            .and_then(|text| Duration::parse(text))
            .unwrap_or(usual)
    };
    let validity = &client.validity;
    [
        or(&validity.access, hour),
        or(&validity.id, hour),
        or(&validity.refresh, month),
    ]
}

/// An app client for users.
pub(super) fn app_client(model: &Model, client: &Client) -> Block {
    let mut flows: Vec<&str> = client
        .auth_flows
        .iter()
        .map(|flow| flow_name(*flow))
        .collect();
    flows.push("ALLOW_REFRESH_TOKEN_AUTH");
    flows.sort_unstable();
    flows.dedup();
    // All five are always written: for an omitted argument, the provider keeps
    // the value of the last apply.
    let urls = |urls: &[Spanned<Value>]| list(urls.iter().map(|url| value(url)));
    let scopes = client.oauth.iter().flat_map(|oauth| &oauth.scopes);
    let code = client.oauth.iter().any(|oauth| oauth.code);
    let block = base(model, client, client.secret, &flows)
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
    validity(client, block)
}

fn flow_name(flow: AuthFlow) -> &'static str {
    match flow {
        AuthFlow::UserPassword => "ALLOW_USER_PASSWORD_AUTH",
        AuthFlow::UserSrp => "ALLOW_USER_SRP_AUTH",
        AuthFlow::AdminUserPassword => "ALLOW_ADMIN_USER_PASSWORD_AUTH",
        AuthFlow::Custom => "ALLOW_CUSTOM_AUTH",
        AuthFlow::UserAuth => "ALLOW_USER_AUTH",
    }
}

/// The URL of the hosted sign-in page, with the first callback URL.
pub(super) fn sign_in_url(model: &Model, client: Id<Client>) -> Option<Expression> {
    let client = &model.clients[client];
    let oauth = client.oauth.as_ref()?;
    let callback = client.callback_urls.first()?;
    let encoded = |value: Expression| call("urlencode", [value]);
    let scopes: Vec<&str> = oauth.scopes.iter().map(|scope| scope.as_str()).collect();
    let query = [
        "/login?response_type=code&client_id=".into(),
        Part::Value(client_id(client)),
        "&redirect_uri=".into(),
        Part::Value(encoded(value(callback))),
        "&scope=".into(),
        Part::Value(encoded(text(scopes.join(" ")))),
    ];
    Some(template(outputs::hosted(model).into_iter().chain(query)))
}
