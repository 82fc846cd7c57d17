//! The stage: its access log, throttling and variables.

use super::{api_id, route_address, tags};
use crate::backend::{TokenContract, lambda};
use crate::model::{Access, Model, Throttle, TokenKind};
use crate::terraform::expr::{Part, call, object, reference, template, text, value};
use crate::terraform::{Block, File, Graph};

/// Default retention of access logs, in days.
const LOG_RETENTION: i64 = 365;

/// The fields of an access log entry. The request ID is required; the last ones
/// say why a call was rejected or failed. See
/// <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html>
/// and <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html>.
const LOG_FIELDS: [(&str, &str); 13] = [
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
    ("integrationError", "$context.integrationErrorMessage"),
    ("integrationStatus", "$context.integrationStatus"),
    ("integrationLatency", "$context.integrationLatency"),
];

/// The caller of a route that IAM decides about.
const IAM_CALLER: (&str, &str) = ("userArn", "$context.identity.userArn");

/// The caller of a route that a Lambda authorizer decides about.
const LAMBDA_CALLER: (&str, &str) = ("principal", "$context.authorizer.principalId");

/// Adds the stage, and its log group unless an existing one is used.
pub(super) fn lower(model: &Model, contract: Option<&TokenContract>, graph: &mut Graph) {
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
            // ID tokens and access tokens name the app client in different
            // claims.
            let client = contract.map(|contract| match contract.token {
                TokenKind::Access => ("client", "$context.authorizer.claims.client_id"),
                TokenKind::Id => ("client", "$context.authorizer.claims.aud"),
            });
            let has = |fits: fn(&Access) -> bool| {
                let mut routes = model.routes.iter();
                routes.any(|route| fits(&route.access))
            };
            let iam = has(|access| matches!(access, Access::Iam));
            let lambda = has(|access| matches!(access, Access::Lambda { .. }));
            let callers = [
                client,
                iam.then_some(IAM_CALLER),
                lambda.then_some(LAMBDA_CALLER),
            ];
            let fields = LOG_FIELDS.into_iter().chain(callers.into_iter().flatten());
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
        // The reference creates the route first: AWS rejects settings for an
        // unknown route.
        let key = reference(&format!("{}.route_key", route_address(route)));
        let block = Block::new("route_settings").attr("route_key", key);
        Some(limits(block, throttle, settings.is_detailed()))
    });
    let stage = routes.fold(stage, Block::block);
    // AWS refuses to delete the stage of a custom domain.
    graph.push(File::Api, stage.create_before_destroy());
}

/// Always both numbers: the provider sends 0 for an omitted one, and every call
/// would get a 429. A route's settings replace those of the stage entirely, so
/// metrics are in both.
fn limits(block: Block, throttle: Throttle, detailed: bool) -> Block {
    block
        .attr("throttling_rate_limit", throttle.rate)
        .attr("throttling_burst_limit", throttle.burst)
        .attr_if("detailed_metrics_enabled", detailed.then_some(true))
}

/// The log group of the access log. Its name has the ID of the API, which stays
/// the same whatever is renamed. Below `/aws/vendedlogs/`, API Gateway does not
/// add a statement for each log group to the resource policy of CloudWatch Logs,
/// whose length is limited. See
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html>.
fn log_group(model: &Model) -> Block {
    let name = template(["/aws/vendedlogs/apigateway/".into(), Part::Value(api_id())]);
    let retention = model.stage.settings.log_retention;
    Block::resource("aws_cloudwatch_log_group", "api")
        .attr_with_comment(
            "checkov:skip=CKV_AWS_158:CloudWatch Logs encrypts data at rest; a customer managed key needs a key policy for it",
            "name",
            name,
        )
        .attr("retention_in_days", retention.unwrap_or(LOG_RETENTION))
        .attr_if(
            "skip_destroy",
            lambda::keeps_logs(model).then_some(true),
        )
        .attr_if("tags", tags(model))
        .create_before_destroy()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The longest format that AWS accepts. Source:
    /// <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html>
    const LONGEST: usize = 1024;

    #[test]
    fn the_longest_format_fits() {
        let client = ("client", "$context.authorizer.claims.client_id");
        let fields = LOG_FIELDS.into_iter();
        let fields = fields.chain([client, IAM_CALLER, LAMBDA_CALLER]);
        let fields: serde_json::Map<String, serde_json::Value> = fields
            .map(|(field, variable)| (field.to_owned(), variable.into()))
            .collect();
        let text = serde_json::Value::from(fields).to_string();
        assert!(text.len() <= LONGEST, "{}", text.len());
    }
}
