//! Input variables, whether declared or only used.

use crate::diagnostic::Diagnostics;
use crate::model::{Sample, Value, Variable};
use crate::rules::invalid_variable;
use crate::source::{Span, Spanned};
use crate::syntax::{Blueprint, FunctionSettings};
use std::collections::BTreeMap;

/// Collects the variables of a blueprint; using one declares it.
pub(super) fn resolve(blueprint: &Blueprint, out: &mut Diagnostics) -> BTreeMap<String, Variable> {
    let mut variables = BTreeMap::new();
    for (name, written) in &blueprint.variables {
        invalid_variable::check(name, name.span, out);
        if let Some(pattern) = &written.pattern
            && written.default.is_none()
            && written.example.is_none()
        {
            out.push(invalid_variable::no_example(name, pattern.span));
        }
        let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
        variables.insert(
            name.value.clone(),
            Variable {
                span: name.span,
                declared: true,
                description: text(&written.description),
                default: text(&written.default),
                pattern: text(&written.pattern),
                example: text(&written.example),
                sensitive: written.sensitive,
                sample: Sample::Name,
                uses: Vec::new(),
            },
        );
    }
    let settings = blueprint.identity.iter().map(|written| &written.settings);
    let pool_values = settings.clone().flat_map(|settings| settings.values());
    let prefix = blueprint.prefix.iter();
    let domain = blueprint.identity.iter().flat_map(|i| &i.domain);
    let urls = blueprint
        .clients
        .iter()
        .flat_map(|(_, client)| client.callback_urls.iter().chain(&client.logout_urls));
    let identity = blueprint.identity.iter();
    let pools = identity.clone().flat_map(|written| &written.pool);
    let own_issuers = identity.clone().flat_map(|written| &written.issuer);
    let own_audiences = identity.flat_map(|written| &written.audience);
    let authorizers = blueprint.authorizers.iter().map(|(_, written)| written);
    let issuers = authorizers.clone().flat_map(|written| &written.issuer);
    let audiences = authorizers.clone().flat_map(|written| &written.audience);
    let routes = blueprint
        .routes
        .iter()
        .filter_map(|(_, route)| route.as_ref());
    let targets = routes.flat_map(|route| &route.url);
    let arns = blueprint
        .functions
        .iter()
        .flat_map(|(_, function)| &function.arn);
    let domain_values = blueprint.api.domain.iter();
    let certificates = domain_values.clone().flat_map(|domain| &domain.certificate);
    let zones = domain_values.flat_map(|domain| &domain.zone);
    let deciders = authorizers.flat_map(|written| &written.arn);
    let origins = blueprint.api.cors.iter().flat_map(|cors| &cors.origins);
    let stage = &blueprint.stage;
    let names = stage.variables.iter().chain(&blueprint.api.tags);
    let stored = blueprint.functions.iter();
    let stored = stored.flat_map(|(_, function)| &function.package);
    let stored = stored.flat_map(|package| package.values());
    let functions = blueprint
        .functions
        .iter()
        .map(|(_, function)| &function.settings)
        .chain([&blueprint.function_defaults]);
    let uses = domain
        .chain(prefix)
        .chain(names.map(|(_, value)| value))
        .map(|value| (value, Sample::Name))
        .chain(pools.map(|value| (value, Sample::Pool)))
        .chain(
            audiences
                .chain(own_audiences)
                .map(|value| (value, Sample::Name)),
        )
        .chain(stored.map(|value| (value, Sample::Name)))
        .chain(zones.map(|value| (value, Sample::Zone)))
        .chain(pool_values)
        .chain(certificates.map(|value| (value, Sample::Certificate)))
        .chain(deciders.chain(arns).map(|value| (value, Sample::Function)))
        .chain(
            urls.chain(origins)
                .chain(issuers)
                .chain(own_issuers)
                .chain(targets)
                .map(|value| (value, Sample::Url)),
        )
        .chain(
            stage
                .log_group
                .iter()
                .map(|value| (value, Sample::LogGroup)),
        )
        .chain(
            blueprint
                .alarms
                .iter()
                .map(|alarms| (&alarms.topic, Sample::Topic)),
        )
        .chain(functions.flat_map(FunctionSettings::values));
    for (value, sample) in uses {
        if let Value::Variable(name) = &value.value {
            use_variable(name, value.span, sample, &mut variables, out);
        }
    }
    // A secret is always sensitive, whatever the declaration says.
    for secret in settings.flat_map(|settings| settings.secrets()) {
        if let Value::Variable(name) = &secret.value
            && let Some(variable) = variables.get_mut(name)
        {
            variable.sensitive = true;
        }
    }
    for (name, place) in &blueprint.variable_uses {
        if let Some(variable) = variables.get_mut(name) {
            variable.uses.push(place.clone());
        }
    }
    variables
}

fn use_variable(
    name: &str,
    span: Span,
    sample: Sample,
    variables: &mut BTreeMap<String, Variable>,
    out: &mut Diagnostics,
) {
    if let Some(known) = variables.get_mut(name) {
        known.sample = known.sample.max(sample);
        return;
    }
    invalid_variable::check(name, span, out);
    variables.insert(
        name.to_owned(),
        Variable {
            span,
            declared: false,
            description: None,
            default: None,
            pattern: None,
            example: None,
            sensitive: false,
            sample,
            uses: Vec::new(),
        },
    );
}
