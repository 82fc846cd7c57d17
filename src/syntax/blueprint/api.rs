//! Reads the API and its stage.

use super::{flag, number, span, table, text, texts, value, values};
use crate::model::{Alarms, Api, Cors, Domain, RouteSettings, StageSettings, Throttle, Value};
use crate::source::Spanned;
use toml::de::DeTable;

/// `[api]`.
pub(super) fn api(root: &DeTable<'_>) -> Api {
    let Some((_, api)) = table(root, "api") else {
        return Api::default();
    };
    Api {
        description: text(api, "description"),
        domain: table(api, "domain").and_then(|(span, domain)| {
            Some(Domain {
                span,
                name: text(domain, "name")?,
                certificate: domain.get("certificate").and_then(value),
                zone: domain.get("zone").and_then(value),
                base_path: text(domain, "base_path"),
            })
        }),
        tags: pairs(api, "tags"),
        generated_endpoint: flag(api, "generated_endpoint"),
        ip_address_type: text(api, "ip_address_type"),
        cors: table(api, "cors").map(|(span, cors)| Cors {
            span,
            origins: values(cors, "origins"),
            methods: texts(cors, "methods"),
            headers: texts(cors, "headers"),
            expose: texts(cors, "expose").unwrap_or_default(),
            max_age: number(cors, "max_age"),
            credentials: flag(cors, "credentials"),
        }),
    }
}

/// `[stage]`, except its name.
pub(super) fn stage(root: &DeTable<'_>) -> StageSettings {
    let Some((_, stage)) = table(root, "stage") else {
        return StageSettings::default();
    };
    StageSettings {
        variables: pairs(stage, "variables"),
        throttle: throttle(stage),
        detailed_metrics: flag(stage, "detailed_metrics"),
        log_format: text(stage, "log_format"),
        log_retention: number(stage, "log_retention"),
        log_group: stage.get("log_group").and_then(value),
    }
}

/// `[alarms]`.
pub(super) fn alarms(root: &DeTable<'_>) -> Option<Alarms> {
    let (_, alarms) = table(root, "alarms")?;
    Some(Alarms {
        topic: alarms.get("topic").and_then(value)?,
        latency: number(alarms, "latency"),
    })
}

/// The settings of a route.
pub(super) fn route(route: &DeTable<'_>) -> RouteSettings {
    let timeout = route.get("timeout");
    RouteSettings {
        timeout: timeout
            .and_then(|entry| Some(Spanned::new(number(route, "timeout")?, span(entry)))),
        payload: text(route, "payload"),
        throttle: throttle(route),
    }
}

fn throttle(owner: &DeTable<'_>) -> Option<Throttle> {
    let (_, throttle) = table(owner, "throttle")?;
    Some(Throttle {
        rate: number(throttle, "rate")?,
        burst: number(throttle, "burst")?,
    })
}

/// Values by name.
fn pairs(owner: &DeTable<'_>, key: &str) -> Vec<(Spanned<String>, Spanned<Value>)> {
    let entries = table(owner, key).map(|(_, table)| table.iter());
    entries
        .into_iter()
        .flatten()
        .filter_map(|(name, entry)| {
            let name = Spanned::new(name.get_ref().to_string(), span(name));
            Some((name, value(entry)?))
        })
        .collect()
}
