//! What answers routes: integrations, and leave to call functions.

use super::{api_id, cors};
use crate::arena::Id;
use crate::backend::lambda;
use crate::model::{Function, Model, Route, Target};
use crate::terraform::expr::{Part, reference, template, text};
use crate::terraform::{Block, Expression, File, Graph, address};
use std::collections::BTreeSet;

/// Time limit of an integration, in milliseconds: the most there is
/// (b:CreateIntegrationRequest).
const TIMEOUT: i64 = 30_000;

/// The id of the integration of a route.
pub fn id(model: &Model, route: &Route) -> Expression {
    let name = match route.target {
        Target::Function(function) => address::name(&model.functions[function].key),
        Target::Preflight => cors::INTEGRATION.to_owned(),
    };
    reference(&format!("aws_apigatewayv2_integration.{name}.id"))
}

/// One integration and one permission for each function that answers a route.
pub fn lower(model: &Model, graph: &mut Graph) {
    let used: BTreeSet<Id<Function>> = model
        .routes
        .iter()
        .filter_map(|route| match route.target {
            Target::Function(function) => Some(function),
            Target::Preflight => None,
        })
        .collect();
    for function in used {
        let function = &model.functions[function];
        let name = address::name(&function.key);
        let module = lambda::module_name(function);
        graph.push(File::Api, integration(&name, &module));
        graph.push(File::Api, permission(&format!("api_{name}"), &module));
    }
}

/// An integration with a function.
pub fn integration(name: &str, module: &str) -> Block {
    Block::resource("aws_apigatewayv2_integration", name)
        .attr("api_id", api_id())
        .attr("integration_type", text("AWS_PROXY"))
        .attr("integration_method", text("POST"))
        .attr("integration_uri", lambda::output(module, "invoke_arn"))
        // The provider's own default is 1.0.
        .attr("payload_format_version", text("2.0"))
        .attr("timeout_milliseconds", TIMEOUT)
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
