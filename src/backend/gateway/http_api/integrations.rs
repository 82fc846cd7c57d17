//! What answers routes: integrations, and leave to call functions.

use super::{api_id, cors};
use crate::arena::Id;
use crate::backend::lambda;
use crate::model::{Function, Model, Route, RouteSettings, Target};
use crate::terraform::expr::{Part, reference, template, text};
use crate::terraform::{Block, Expression, File, Graph, address};
use std::collections::BTreeMap;

/// The id of the integration of a route.
pub fn id(model: &Model, route: &Route) -> Expression {
    let name = match route.target {
        Target::Function(function) => name(&model.functions[function], &route.settings),
        Target::Preflight => cors::INTEGRATION.to_owned(),
    };
    reference(&format!("aws_apigatewayv2_integration.{name}.id"))
}

/// One integration for each function that answers a route, and one for each
/// other way in which routes want it called.
fn name(function: &Function, settings: &RouteSettings) -> String {
    match settings.variant() {
        Some(variant) => address::pair(&function.key, &variant),
        None => address::name(&function.key),
    }
}

/// Adds integrations, and one permission for each function.
pub fn lower(model: &Model, graph: &mut Graph) {
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
        let module = lambda::module_name(function);
        for (name, settings) in integrations {
            graph.push(File::Api, integration(&name, &module, settings));
        }
        let name = format!("api_{}", address::name(&function.key));
        graph.push(File::Api, permission(&name, &module));
    }
}

/// An integration with a function.
pub fn integration(name: &str, module: &str, settings: &RouteSettings) -> Block {
    Block::resource("aws_apigatewayv2_integration", name)
        .attr("api_id", api_id())
        .attr("integration_type", text("AWS_PROXY"))
        .attr("integration_method", text("POST"))
        .attr("integration_uri", lambda::output(module, "invoke_arn"))
        .attr("payload_format_version", text(settings.payload()))
        .attr("timeout_milliseconds", settings.timeout())
}

/// Lets every route of the API call a function.
pub fn permission(name: &str, module: &str) -> Block {
    lambda::permission(
        name,
        module,
        "apigateway.amazonaws.com",
        template([
            Part::Value(reference("aws_apigatewayv2_api.main.execution_arn")),
            // Stage and route; a third star would miss `$default`.
            Part::Text("/*/*".into()),
        ]),
    )
}

/// Where the gateway calls a function that exists already. Partition and
/// Region are those of the API.
pub fn invoke_arn(arn: Expression, graph: &mut Graph) -> Expression {
    for data in ["aws_partition", "aws_region"] {
        graph.data(File::Api, data);
    }
    template([
        "arn:".into(),
        Part::Value(reference("data.aws_partition.current.partition")),
        ":apigateway:".into(),
        // The id of this data source is the Region in every provider version.
        Part::Value(reference("data.aws_region.current.id")),
        ":lambda:path/2015-03-31/functions/".into(),
        Part::Value(arn),
        "/invocations".into(),
    ])
}
