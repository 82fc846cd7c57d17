//! CORS: the settings of the API, and what answers preflight requests that a
//! route would catch.
//!
//! A route without a target answers 404, and HTTP APIs have no mock
//! integrations, so answering a preflight request takes a function. It is a
//! separate one, so that no function of the blueprint is called without a token.

use super::integrations;
use crate::backend::{PREFLIGHT, PREFLIGHT_SUFFIX, lambda, named, runtimes};
use crate::model::{Cors, Model, RouteSettings, Target};
use crate::template;
use crate::terraform::expr::{list, texts, value};
use crate::terraform::{Block, File, Graph};

/// Name of the integration of preflight routes; no function can have this
/// address.
pub(super) const INTEGRATION: &str = "cors_-_preflight";

/// Name of the permission to invoke its function.
const PERMISSION: &str = "cors_preflight";

/// The settings of the API.
pub(super) fn block(model: &Model, cors: &Cors) -> Block {
    let exposed = cors.expose.iter().map(|header| header.as_str());
    let credentials = cors.credentials.as_ref().filter(|flag| flag.value);
    Block::new("cors_configuration")
        .attr(
            "allow_origins",
            list(cors.origins.iter().map(|origin| value(origin))),
        )
        .attr("allow_methods", texts(cors.methods(model)))
        .attr("allow_headers", texts(cors.headers()))
        .attr_if(
            "expose_headers",
            (!cors.expose.is_empty()).then(|| texts(exposed)),
        )
        .attr_if("max_age", cors.max_age)
        .attr_if("allow_credentials", credentials.map(|flag| flag.value))
}

/// Source of the function that answers preflight requests, if a route needs it.
pub fn preflight_handler(model: &Model) -> Option<&'static str> {
    let answers = |target: &Target| *target == Target::Preflight;
    let needed = model.routes.iter().any(|route| answers(&route.target));
    needed.then_some(template::PREFLIGHT)
}

/// Adds the function that answers preflight requests.
pub(super) fn lower(model: &Model, graph: &mut Graph) {
    if preflight_handler(model).is_none() {
        return;
    }
    let name = format!("{}{PREFLIGHT_SUFFIX}", model.name.value);
    let call = lambda::Call {
        module: PREFLIGHT.to_owned(),
        name: named(model, name),
        stored: None,
        handler: "index.handler",
        runtime: runtimes::default(model.provider.floor),
        memory: model.own_functions.memory.unwrap_or(128),
        timeout: 3,
    };
    graph.push(
        File::Functions,
        lambda::own_settings(model, lambda::call(model, &call)).comment(
            "Answers CORS preflight requests for paths whose routes require a token: preflight/index.js.",
        ),
    );
    let settings = RouteSettings::default();
    graph.push(
        File::Api,
        integrations::integration(
            INTEGRATION,
            lambda::output(PREFLIGHT, "invoke_arn"),
            &settings,
            PERMISSION,
        ),
    );
    graph.push(
        File::Api,
        integrations::permission(PERMISSION, lambda::Callee::made(PREFLIGHT)),
    );
}
