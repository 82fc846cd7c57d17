//! Alarms for what stops callers, where a blueprint asks for them.
//!
//! A function that is throttled answers nothing, which the gateway reports as a
//! server error; so only the token handler, which no gateway calls, has an alarm of
//! its own for this. Source of the metrics:
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html>
//! and <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html>

use super::{PREFLIGHT, TOKEN_HANDLER, gateway, lambda, named};
use crate::model::{Alarms, Model};
use crate::terraform::expr::{list, object, text, value};
use crate::terraform::{Block, Expression, File, Graph};

/// Milliseconds that nearly all calls have to be answered in.
const LATENCY: i64 = 5000;

/// Cognito waits 5 seconds for the token handler. Source:
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html>
const HANDLER_LIMIT: i64 = 4000;

/// What is measured.
struct Metric {
    name: &'static str,
    statistic: Statistic,
    comparison: &'static str,
    threshold: i64,
    /// Minutes that a value stands for, and how many of these it takes.
    minutes: i64,
    times: i64,
}

enum Statistic {
    Sum,
    Maximum,
    Percentile(&'static str),
}

const AT_LEAST: &str = "GreaterThanOrEqualToThreshold";
const ABOVE: &str = "GreaterThanThreshold";

/// Any of something that should not happen at all.
const fn any(name: &'static str, minutes: i64) -> Metric {
    Metric {
        name,
        statistic: Statistic::Sum,
        comparison: AT_LEAST,
        threshold: 1,
        minutes,
        times: 1,
    }
}

/// Adds the alarms of a blueprint.
pub(super) fn lower(model: &Model, graph: &mut Graph) {
    let Some(alarms) = &model.alarms else {
        return;
    };
    let mut add = |of: &Watched, suffix: &str, description: &str, metric: Metric| {
        graph.push(
            File::Alarms,
            alarm(model, alarms, of, suffix, description, &metric),
        );
    };
    let api = Watched {
        address: "api".to_owned(),
        namespace: "AWS/ApiGateway",
        name: format!("{}-api", model.name.value),
        dimensions: gateway::http_api::metric_dimensions(),
    };
    add(
        &api,
        "5xx",
        "Calls of the API failed: see integrationError in the access log.",
        any("5xx", 5),
    );
    add(
        &api,
        "latency",
        "Calls of the API are slow.",
        Metric {
            name: "Latency",
            statistic: Statistic::Percentile("p99"),
            comparison: ABOVE,
            threshold: alarms.latency.unwrap_or(LATENCY),
            minutes: 5,
            times: 3,
        },
    );
    if model.identity.as_ref().is_some_and(|i| i.has_handler()) {
        let handler = Watched::function(model, TOKEN_HANDLER, "token-handler");
        add(
            &handler,
            "errors",
            "The token handler failed: people cannot sign in.",
            any("Errors", 1),
        );
        add(
            &handler,
            "throttles",
            "The token handler was throttled: people cannot sign in.",
            any("Throttles", 1),
        );
        add(
            &handler,
            "duration",
            "The token handler is slow. After 5 seconds, Cognito gives up and people cannot sign in.",
            Metric {
                name: "Duration",
                statistic: Statistic::Maximum,
                comparison: ABOVE,
                threshold: HANDLER_LIMIT,
                minutes: 1,
                times: 1,
            },
        );
    }
    if gateway::http_api::preflight_handler(model).is_some() {
        let preflight = Watched::function(model, PREFLIGHT, "preflight");
        add(
            &preflight,
            "errors",
            "The function that answers preflight requests failed.",
            any("Errors", 5),
        );
    }
    let made = model.functions.iter();
    for function in made.filter(|function| function.existing.is_none()) {
        let module = lambda::module_name(function);
        // No function of the blueprint has a name that one of jwtgen's has.
        let name = format!("function-{}", function.key.value);
        let watched = Watched::function(model, &module, &name);
        let description = format!("The function {} failed.", function.key.value);
        add(&watched, "errors", &description, any("Errors", 5));
    }
}

/// What an alarm watches.
struct Watched {
    /// Start of the alarm's address.
    address: String,
    namespace: &'static str,
    /// Start of the alarm's name.
    name: String,
    dimensions: Expression,
}

impl Watched {
    fn function(model: &Model, module: &str, name: &str) -> Watched {
        let dimensions = [("FunctionName", lambda::output(module, "function_name"))];
        Watched {
            address: module.to_owned(),
            namespace: "AWS/Lambda",
            name: format!("{}-{name}", model.name.value),
            dimensions: object(dimensions),
        }
    }
}

fn alarm(
    model: &Model,
    alarms: &Alarms,
    of: &Watched,
    suffix: &str,
    description: &str,
    metric: &Metric,
) -> Block {
    let (statistic, extended) = match metric.statistic {
        Statistic::Sum => (Some("Sum"), None),
        Statistic::Maximum => (Some("Maximum"), None),
        Statistic::Percentile(percentile) => (None, Some(percentile)),
    };
    Block::resource(
        "aws_cloudwatch_metric_alarm",
        format!("{}_{suffix}", of.address),
    )
    .attr("alarm_name", named(model, format!("{}-{suffix}", of.name)))
    .attr("alarm_description", text(description))
    .gap()
    .attr("namespace", text(of.namespace))
    .attr("metric_name", text(metric.name))
    .attr("dimensions", of.dimensions.clone())
    .attr_if("statistic", statistic.map(text))
    .attr_if("extended_statistic", extended.map(text))
    .attr("period", metric.minutes * 60)
    .attr("evaluation_periods", metric.times)
    .attr("comparison_operator", text(metric.comparison))
    .attr("threshold", metric.threshold)
    // Nothing is measured while nobody calls.
    .attr("treat_missing_data", text("notBreaching"))
    .gap()
    .attr("alarm_actions", list([value(&alarms.topic)]))
    .attr("ok_actions", list([value(&alarms.topic)]))
}
