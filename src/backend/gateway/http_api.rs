//! API Gateway HTTP APIs.

mod authorizers;
mod cors;
mod integrations;
mod stage;
mod test;

pub use cors::preflight_handler;

use crate::access::AccessMatrix;
use crate::backend::{Gateway, Requirement, TokenContract, features};
use crate::model::{Access, Decision, Model, Route};
use crate::terraform::expr::{Part, call, list, object, reference, template, text, texts, value};
use crate::terraform::{Block, Expression, File, Graph, address};
use authorizers::Authorizers;

/// An HTTP API with JWT authorizers.
pub struct HttpApi;

impl Gateway for HttpApi {
    fn requirements(&self, model: &Model) -> Vec<Requirement> {
        let kind = model.api.ip_address_type.iter();
        kind.map(|kind| Requirement {
            what: "the type of IP addresses",
            since: features::IP_ADDRESS_TYPE,
            span: kind.span,
            essential: true,
            instead: "or leave `ip_address_type` out, which is IPv4",
        })
        .collect()
    }

    fn lower(
        &self,
        model: &Model,
        matrix: &AccessMatrix,
        contract: Option<&TokenContract>,
        graph: &mut Graph,
    ) {
        api(model, graph);
        stage::lower(model, contract, graph);
        let authorizers = Authorizers::new(model);
        if let Some(contract) = contract {
            authorizers.lower(model, contract, graph);
        }
        integrations::lower(model, graph);
        cors::lower(model, graph);
        for route in model.routes.iter() {
            graph.push(
                File::Routes,
                self::route(model, route, &authorizers, contract),
            );
        }
        outputs(model, matrix, graph);
        test::lower(model, &authorizers, contract, graph);
    }
}

/// The id of the API.
fn api_id() -> Expression {
    reference("aws_apigatewayv2_api.main.id")
}

/// Name of a route's resource.
fn route_address(route: &Route) -> String {
    format!("aws_apigatewayv2_route.{}", address::route(&route.key))
}

/// Tags, if there are any.
fn tags(model: &Model) -> Option<Expression> {
    let tags = model.api.tags.iter();
    let tags = tags.map(|(name, tag)| (name.as_str(), value(tag)));
    (!model.api.tags.is_empty()).then(|| object(tags))
}

fn api(model: &Model, graph: &mut Graph) {
    let name = model.name.as_str();
    let api = &model.api;
    let disabled = api
        .generated_endpoint
        .as_ref()
        .is_some_and(|flag| !flag.value);
    graph.push(
        File::Api,
        Block::resource("aws_apigatewayv2_api", "main")
            .attr("name", text(name))
            .attr("protocol_type", text("HTTP"))
            .attr_if("description", api.description.as_deref().map(text))
            .attr_if("disable_execute_api_endpoint", disabled.then_some(true))
            .attr_if("ip_address_type", api.ip_address_type.as_deref().map(text))
            .attr_if("tags", tags(model))
            .block_if(model.api.cors.as_ref().map(|cors| cors::block(model, cors))),
    );
}

fn route(
    model: &Model,
    route: &Route,
    authorizers: &Authorizers,
    contract: Option<&TokenContract>,
) -> Block {
    let target = template([
        Part::Text("integrations/".into()),
        Part::Value(integrations::id(model, route)),
    ]);
    let block = Block::resource("aws_apigatewayv2_route", address::route(&route.key));
    let block = match &route.access {
        Access::Public { reason } => block
            .comment(format!("Public: {}", reason.value))
            .attr_with_comment(
                format!("checkov:skip=CKV_AWS_309:Public: {}", reason.value),
                "api_id",
                api_id(),
            ),
        Access::Token { .. } => block.attr("api_id", api_id()),
    };
    let block = block
        .attr("route_key", text(route.text.as_str()))
        .attr("target", target);
    match &route.access {
        Access::Public { .. } => block.attr("authorization_type", text("NONE")),
        Access::Token { .. } => {
            let contract = expect_contract(contract);
            let scopes = spelled_scopes(model, route, contract);
            block
                .attr("authorization_type", text("JWT"))
                .attr("authorizer_id", authorizers.id(model, &route.access))
                .attr_if(
                    "authorization_scopes",
                    (!scopes.is_empty()).then(|| list(scopes)),
                )
        }
    }
}

/// The contract that a route with tokens relies on. Without one the route must
/// never be written as an open one.
fn expect_contract(contract: Option<&TokenContract>) -> &TokenContract {
    // INVARIANT: the rule `missing-identity` refuses such a route.
    contract.expect("a route that asks for a token has an identity provider")
}

/// What a route lists as its scopes.
fn spelled_scopes(model: &Model, route: &Route, contract: &TokenContract) -> Vec<Expression> {
    match &route.access {
        Access::Public { .. } => Vec::new(),
        Access::Token {
            scopes, clients, ..
        } => scopes
            .iter()
            .flat_map(|scope| contract.spell(&model.scopes[*scope].name, clients))
            .collect(),
    }
}

fn outputs(model: &Model, matrix: &AccessMatrix, graph: &mut Graph) {
    let mut output = |name: &str, description: &str, value: Expression| {
        graph.push(
            File::Outputs,
            Block::new("output")
                .label(name)
                .attr("description", text(description))
                .attr("value", value),
        );
    };
    output("api_id", "Id of the API.", api_id());
    output(
        "invoke_url",
        "Address of the stage, without a slash at the end.",
        call(
            "trimsuffix",
            [
                reference("aws_apigatewayv2_stage.main.invoke_url"),
                text("/"),
            ],
        ),
    );
    let routes = model.routes.entries().map(|(id, route)| {
        let address = route_address(route);
        let callers = matrix
            .row(id)
            .iter()
            .filter(|cell| cell.decision == Decision::Allow)
            .map(|cell| model.principal_name(cell.principal));
        let scopes = match &route.access {
            Access::Token { scopes, .. } if !scopes.is_empty() => {
                reference(&format!("{address}.authorization_scopes"))
            }
            _ => list([]),
        };
        let fields = object([
            (
                "authorization",
                reference(&format!("{address}.authorization_type")),
            ),
            ("scopes", scopes),
            ("clients", texts(route.access.client_names(model))),
            ("callers", texts(callers)),
        ]);
        (route.text.value.clone(), fields)
    });
    output(
        "routes",
        "Each route with its scopes, with who may call it, and with the app clients whose tokens it accepts.",
        object(routes),
    );
}
