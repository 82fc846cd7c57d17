//! Input variables: those that are declared and those that are used.

use crate::diagnostic::Diagnostics;
use crate::model::{Value, Variable};
use crate::rules::invalid_variable;
use crate::source::{Span, Spanned};
use crate::syntax::Blueprint;
use std::collections::BTreeMap;

/// What a variable's value is used for, by an example.
const URL: &str = "https://example.com/sample";
const NAME: &str = "sample";
const LOG_GROUP: &str = "arn:aws:logs:us-east-1:123456789012:log-group:sample";

/// Gathers the variables of a blueprint; using one declares it.
pub fn resolve(blueprint: &Blueprint, out: &mut Diagnostics) -> BTreeMap<String, Variable> {
    let mut variables = BTreeMap::new();
    for (name, written) in &blueprint.variables {
        invalid_variable::check(name, name.span, out);
        let text = |text: &Option<Spanned<String>>| text.as_ref().map(|text| text.value.clone());
        variables.insert(
            name.value.clone(),
            Variable {
                span: name.span,
                description: text(&written.description),
                default: text(&written.default),
                sensitive: written.sensitive,
                sample: NAME,
            },
        );
    }
    let domain = blueprint.identity.iter().flat_map(|i| &i.domain);
    let urls = blueprint
        .clients
        .iter()
        .flat_map(|(_, client)| client.callback_urls.iter().chain(&client.logout_urls));
    let origins = blueprint.api.cors.iter().flat_map(|cors| &cors.origins);
    let stage = &blueprint.stage;
    let uses = domain
        .map(|value| (value, NAME))
        .chain(stage.variables.iter().map(|(_, value)| (value, NAME)))
        .chain(blueprint.api.tags.iter().map(|(_, value)| (value, NAME)))
        .chain(stage.log_group.iter().map(|value| (value, LOG_GROUP)))
        .chain(origins.map(|value| (value, URL)))
        .chain(urls.map(|value| (value, URL)));
    for (value, sample) in uses {
        if let Value::Variable(name) = &value.value {
            use_variable(name, value.span, sample, &mut variables, out);
        }
    }
    variables
}

fn use_variable(
    name: &str,
    span: Span,
    sample: &'static str,
    variables: &mut BTreeMap<String, Variable>,
    out: &mut Diagnostics,
) {
    if let Some(known) = variables.get_mut(name) {
        // A name is the least strict of all.
        if sample != NAME {
            known.sample = sample;
        }
        return;
    }
    invalid_variable::check(name, span, out);
    variables.insert(
        name.to_owned(),
        Variable {
            span,
            description: None,
            default: None,
            sensitive: false,
            sample,
        },
    );
}
