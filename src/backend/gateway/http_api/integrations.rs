//! What handles routes: integrations, and permissions to invoke functions.

use super::{api_id, cors};
use crate::arena::Id;
use crate::backend::lambda;
use crate::model::{Function, Model, Route, RouteKey, RouteSettings, Target, Value};
use crate::terraform::expr::{Part, reference, template, text, value};
use crate::terraform::{Block, Expression, File, Graph, address};
use std::collections::BTreeMap;

/// The ID of a route's integration.
pub(super) fn id(model: &Model, route: &Route) -> Expression {
    let name = match &route.target {
        Target::Function(function) => name(&model.functions[*function], &route.settings),
        Target::Url(_) => url_name(route),
        Target::Preflight => cors::INTEGRATION.to_owned(),
    };
    reference(&format!("aws_apigatewayv2_integration.{name}.id"))
}

/// One integration per function that handles routes, and another for each
/// different set of integration settings.
fn name(function: &Function, settings: &RouteSettings) -> String {
    match settings.variant() {
        Some(variant) => address::pair(&function.key, &variant),
        None => address::name(&function.key),
    }
}

/// A route with a `url` has its own integration, which depends on the route's
/// method and path parameters.
fn url_name(route: &Route) -> String {
    format!("url_-_{}", address::route(&route.key))
}

/// Adds integrations, and one permission for each function.
pub(super) fn lower(model: &Model, graph: &mut Graph) {
    let mut used: BTreeMap<Id<Function>, BTreeMap<String, &RouteSettings>> = BTreeMap::new();
    for route in model.routes.iter() {
        if let Target::Function(function) = route.target {
            let name = name(&model.functions[function], &route.settings);
            let integrations = used.entry(function).or_default();
            integrations.insert(name, &route.settings);
        }
    }
    for (function, integrations) in used {
        let function = &model.functions[function];
        let (uri, called) = lambda::invocation(function, graph);
        let permission = format!("api_{}", address::name(&function.key));
        for (name, settings) in integrations {
            let block = integration(&name, uri.clone(), settings, &permission);
            graph.push(File::Api, block);
        }
        graph.push(File::Api, self::permission(&permission, called));
    }
    for route in model.routes.iter() {
        if let Target::Url(url) = &route.target {
            graph.push(File::Api, proxy(route, url));
        }
    }
}

/// An integration with a function, which the permission lets it invoke.
///
/// It depends on the permission: no call is forwarded before it, and none after
/// it is gone. AWS refuses to delete an integration that a route names, so the
/// route comes first then, too.
pub(super) fn integration(
    name: &str,
    uri: Expression,
    settings: &RouteSettings,
    permission: &str,
) -> Block {
    Block::resource("aws_apigatewayv2_integration", name)
        .attr("api_id", api_id())
        .attr("integration_type", text("AWS_PROXY"))
        .attr("integration_method", text("POST"))
        .attr("integration_uri", uri)
        .attr("payload_format_version", text(settings.payload()))
        .attr("timeout_milliseconds", settings.timeout())
        .create_before_destroy()
        .depends_on([format!("aws_lambda_permission.{permission}")])
}

/// An integration with a URL, called with the route's method.
fn proxy(route: &Route, url: &Value) -> Block {
    let method = match &route.key {
        RouteKey::Path { method, .. } => method.as_str(),
        RouteKey::Default => "ANY",
    };
    Block::resource("aws_apigatewayv2_integration", url_name(route))
        .attr("api_id", api_id())
        .attr("integration_type", text("HTTP_PROXY"))
        .attr("integration_method", text(method))
        .attr("integration_uri", value(url))
        // The only format that forwards a request as it is.
        .attr("payload_format_version", text("1.0"))
        .attr("timeout_milliseconds", route.settings.timeout())
        .create_before_destroy()
}

/// Lets every route of the API invoke a function.
pub(super) fn permission(name: &str, function: lambda::Callee) -> Block {
    lambda::permission_for(
        name,
        function,
        "apigateway.amazonaws.com",
        template([
            Part::Value(reference("aws_apigatewayv2_api.main.execution_arn")),
            // Stage and route; a third `*` would not match `$default`.
            Part::Text("/*/*".into()),
        ]),
    )
}
