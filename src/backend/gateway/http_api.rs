//! API Gateway HTTP APIs.

mod authorizers;
mod callers;
mod cors;
mod domain;
mod integrations;
mod lifecycle;
mod stage;
mod test;

pub use cors::preflight_handler;

use crate::access::AccessMatrix;
use crate::backend::{Gateway, Mock, Requirement, TokenContract, features, named};
use crate::model::{Access, Decision, Model, Route};
use crate::source::Span;
use crate::terraform::expr::{Part, call, list, object, reference, template, text, texts, value};
use crate::terraform::{Block, Expression, File, Graph, address};
use authorizers::{Authorizers, Guard};
pub(in crate::backend) use lifecycle::KINDS;

/// An HTTP API with JWT authorizers.
pub(crate) struct HttpApi;

impl Gateway for HttpApi {
    fn requirements(&self, model: &Model) -> Vec<Requirement> {
        let kind = model.api.ip_address_type.iter();
        kind.map(|kind| Requirement {
            what: "the IP address type of the API",
            since: features::IP_ADDRESS_TYPE,
            span: kind.span,
            essential: true,
            instead: "or remove `ip_address_type` to use IPv4",
        })
        .collect()
    }

    fn places(&self, model: &Model) -> Vec<(String, Span)> {
        lifecycle::places(model)
    }

    fn lower(
        &self,
        model: &Model,
        matrix: &AccessMatrix,
        contract: Option<&TokenContract>,
        mocks: &[Mock],
        graph: &mut Graph,
    ) {
        api(model, graph);
        stage::lower(model, contract, graph);
        let authorizers = Authorizers::new(model, contract);
        authorizers.lower(graph);
        domain::lower(model, graph);
        integrations::lower(model, graph);
        cors::lower(model, graph);
        for route in model.routes.iter() {
            let guard = authorizers.guard(route);
            graph.push(File::Routes, self::route(model, route, &guard));
        }
        outputs(model, matrix, graph);
        if let Some(tokens) = callers::tokens(model, matrix, contract) {
            graph.push(File::Outputs, callers::output(tokens));
        }
        test::lower(model, matrix, &authorizers, mocks, graph);
    }
}

/// The ID of the API.
fn api_id() -> Expression {
    reference("aws_apigatewayv2_api.main.id")
}

/// What the metrics of the API's stage are about.
pub(crate) fn metric_dimensions() -> Expression {
    object([
        ("ApiId", api_id()),
        ("Stage", reference("aws_apigatewayv2_stage.main.name")),
    ])
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
    let api = &model.api;
    let disabled = !api.has_generated_endpoint();
    graph.push(
        File::Api,
        Block::resource("aws_apigatewayv2_api", "main")
            .attr("name", named(model, model.name.as_str()))
            .attr("protocol_type", text("HTTP"))
            .attr_if("description", api.description.as_deref().map(text))
            .attr_if("disable_execute_api_endpoint", disabled.then_some(true))
            .attr_if("ip_address_type", api.ip_address_type.as_deref().map(text))
            .attr_if("tags", tags(model))
            .block_if(model.api.cors.as_ref().map(|cors| cors::block(model, cors))),
    );
}

fn route(model: &Model, route: &Route, guard: &Guard) -> Block {
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
        Access::Token { .. } | Access::Foreign { .. } | Access::Lambda { .. } | Access::Iam => {
            block.attr("api_id", api_id())
        }
    };
    block
        .attr("route_key", text(route.text.as_str()))
        .attr("target", target)
        .attr("authorization_type", text(guard.kind))
        .attr_if("authorizer_id", guard.authorizer.clone())
        .attr_if(
            "authorization_scopes",
            (!guard.scopes.is_empty()).then(|| list(guard.scopes.clone())),
        )
}

/// An output that is known once every route can be called.
pub(super) fn output_after_routes(
    model: &Model,
    name: &str,
    description: &str,
    value: Expression,
) -> Block {
    let routes = model.routes.iter();
    let routes = routes.map(|route| reference(&route_address(route)));
    Block::new("output")
        .label(name)
        .attr("description", text(description))
        .attr("value", value)
        .attr_if(
            "depends_on",
            (!model.routes.is_empty()).then(|| list(routes)),
        )
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
    output("api_id", "ID of the API.", api_id());
    output(
        "execution_arn",
        "Start of the ARN of every call, for permissions and IAM policies; the stage, the method and the path follow.",
        reference("aws_apigatewayv2_api.main.execution_arn"),
    );
    output(
        "stage_name",
        "Name of the API's stage.",
        reference("aws_apigatewayv2_stage.main.name"),
    );
    if model.stage.settings.log_group.is_none() {
        output(
            "access_log_group_name",
            "Name of the access log's log group.",
            reference("aws_cloudwatch_log_group.api.name"),
        );
    }
    let stage = call(
        "trimsuffix",
        [
            reference("aws_apigatewayv2_stage.main.invoke_url"),
            text("/"),
        ],
    );
    let url = match &model.api.domain {
        Some(domain) if !model.api.has_generated_endpoint() => Some(domain::url(domain)),
        // Nothing answers at the address of a disabled endpoint.
        None if !model.api.has_generated_endpoint() => None,
        _ => Some(stage),
    };
    if let Some(url) = url {
        let description = "URL of the API's stage, without a trailing slash.";
        let block = output_after_routes(model, "invoke_url", description, url);
        graph.push(File::Outputs, block);
    }
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
            Access::Foreign { scopes, .. } if !scopes.is_empty() => {
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
    let description = "Each route's authorization type, scopes, accepted app clients and callers.";
    graph.push(
        File::Outputs,
        Block::new("output")
            .label("routes")
            .attr("description", text(description))
            .attr("value", object(routes)),
    );
}
