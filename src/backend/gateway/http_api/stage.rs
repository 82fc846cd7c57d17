//! The stage: its access log, its limits and its variables.

use super::{api_id, route_address, tags};
use crate::backend::TokenContract;
use crate::model::{Model, Throttle, TokenKind};
use crate::terraform::expr::{Part, call, object, reference, template, text, value};
use crate::terraform::{Block, File, Graph};

/// Days that access logs are kept; one of b:Days.
const LOG_RETENTION: i64 = 365;

/// What an access log entry holds. The request id is required
/// (b:AccessLogSettings); the last two tell why a call was refused.
const LOG_FIELDS: [(&str, &str); 10] = [
    ("requestId", "$context.requestId"),
    ("requestTime", "$context.requestTime"),
    ("sourceIp", "$context.identity.sourceIp"),
    ("routeKey", "$context.routeKey"),
    ("path", "$context.path"),
    ("status", "$context.status"),
    ("responseLatency", "$context.responseLatency"),
    ("subject", "$context.authorizer.claims.sub"),
    ("authorizerError", "$context.authorizer.error"),
    ("error", "$context.error.message"),
];

/// Adds the stage, and its log group unless there is one.
pub fn lower(model: &Model, contract: Option<&TokenContract>, graph: &mut Graph) {
    let settings = &model.stage.settings;
    let destination = match &settings.log_group {
        Some(group) => value(group),
        None => {
            graph.push(File::Api, log_group(model));
            reference("aws_cloudwatch_log_group.api.arn")
        }
    };
    let format = match &settings.log_format {
        Some(format) => text(format.as_str()),
        None => {
            // An ID token names the app client in another claim than an access
            // token.
            let client = contract.map(|contract| match contract.token {
                TokenKind::Access => ("client", "$context.authorizer.claims.client_id"),
                TokenKind::Id => ("client", "$context.authorizer.claims.aud"),
            });
            let fields = LOG_FIELDS.into_iter().chain(client);
            let fields = fields.map(|(field, variable)| (field, text(variable)));
            call("jsonencode", [object(fields)])
        }
    };
    let variables = settings.variables.iter();
    let variables = variables.map(|(name, variable)| (name.as_str(), value(variable)));
    let stage = Block::resource("aws_apigatewayv2_stage", "main")
        .attr("api_id", api_id())
        .attr("name", text(model.stage.name.as_str()))
        .attr("auto_deploy", true)
        .attr_if(
            "stage_variables",
            (!settings.variables.is_empty()).then(|| object(variables)),
        )
        .attr_if("tags", tags(model))
        .block(
            Block::new("access_log_settings")
                .attr("destination_arn", destination)
                .attr("format", format),
        )
        .block_if(settings.throttle.map(|throttle| {
            limits(
                Block::new("default_route_settings"),
                throttle,
                settings.is_detailed(),
            )
        }));
    let routes = model.routes.iter().filter_map(|route| {
        let throttle = route.settings.throttle?;
        // The reference makes the route first: AWS refuses settings of a route
        // that it does not know.
        let key = reference(&format!("{}.route_key", route_address(route)));
        let block = Block::new("route_settings").attr("route_key", key);
        Some(limits(block, throttle, settings.is_detailed()))
    });
    graph.push(File::Api, routes.fold(stage, Block::block));
}

/// Both numbers, always: the provider writes 0 for one that is left out, and
/// every call answers 429. A route's settings take the place of the stage's as
/// a whole, so that metrics stand in both.
fn limits(block: Block, throttle: Throttle, detailed: bool) -> Block {
    block
        .attr("throttling_rate_limit", throttle.rate)
        .attr("throttling_burst_limit", throttle.burst)
        .attr_if("detailed_metrics_enabled", detailed.then_some(true))
}

fn log_group(model: &Model) -> Block {
    let stage = model.stage.name.trim_start_matches('$');
    let name = format!("{}/{stage}", model.name.value);
    let name = match &model.prefix {
        None => text(format!("/aws/apigateway/{name}")),
        Some(prefix) => template([
            "/aws/apigateway/".into(),
            Part::Value(value(prefix)),
            Part::Text(format!("-{name}")),
        ]),
    };
    let retention = model.stage.settings.log_retention;
    Block::resource("aws_cloudwatch_log_group", "api")
        .attr_with_comment(
            "checkov:skip=CKV_AWS_158:CloudWatch encrypts logs at rest; a key of your own needs a key policy for the logs service",
            "name",
            name,
        )
        .attr("retention_in_days", retention.unwrap_or(LOG_RETENTION))
        .attr_if("tags", tags(model))
}
