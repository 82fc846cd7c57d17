//! Functions: their own settings, and those of `[defaults.function]`.

use crate::arena::Arena;
use crate::backend::runtimes;
use crate::diagnostic::Diagnostics;
use crate::model::{Architecture, Function, OwnSettings, Tracing, Value};
use crate::rules::function_origin;
use crate::source::Spanned;
use crate::syntax::{Blueprint, FunctionSettings};
use crate::version::Version;
use std::collections::BTreeMap;

/// Resolves every function. A function's own key overrides the default, except
/// for environment variables, which are merged. `floor` is the lowest allowed
/// version of the AWS provider.
pub(super) fn resolve(
    blueprint: &Blueprint,
    prefix: &str,
    floor: Version,
    out: &mut Diagnostics,
) -> Arena<Function> {
    let defaults = &blueprint.function_defaults;
    let functions = blueprint.functions.iter().map(|(key, written)| {
        function_origin::check(key, written, out);
        let own = &written.settings;
        Function {
            key: key.clone(),
            name: written
                .name
                .clone()
                .unwrap_or_else(|| key.clone().map(|key| format!("{prefix}-{key}"))),
            existing: written.arn.clone(),
            // A missing source has been reported, and an empty one is never read.
            source: written
                .source
                .clone()
                .unwrap_or_else(|| Spanned::new(String::new(), key.span)),
            package: written.package.clone(),
            handler: own.handler.clone().or_else(|| defaults.handler.clone()),
            runtime: own
                .runtime
                .clone()
                .or_else(|| defaults.runtime.clone())
                .unwrap_or_else(|| Spanned::new(runtimes::default(floor).into(), key.span)),
            memory: own.memory.or(defaults.memory).unwrap_or(128),
            timeout: own
                .timeout
                .or(defaults.timeout)
                .unwrap_or(Spanned::new(3, key.span)),
            description: own
                .description
                .clone()
                .or_else(|| defaults.description.clone()),
            env: env(own, defaults),
            architecture: own
                .architecture
                .as_ref()
                .or(defaults.architecture.as_ref())
                .and_then(architecture),
            layers: own.layers.clone().or_else(|| defaults.layers.clone()),
            vpc: own.vpc.clone().or_else(|| defaults.vpc.clone()),
            tracing: own
                .tracing
                .as_ref()
                .or(defaults.tracing.as_ref())
                .and_then(|word| tracing(word)),
            reserved_concurrency: own.reserved_concurrency.or(defaults.reserved_concurrency),
            dead_letter: own
                .dead_letter
                .clone()
                .or_else(|| defaults.dead_letter.clone()),
            log_retention: own.log_retention.or(defaults.log_retention),
            log_key: own.log_key.clone().or_else(|| defaults.log_key.clone()),
            policy: own
                .policy
                .clone()
                .or_else(|| defaults.policy.clone())
                .unwrap_or_default(),
        }
    });
    functions.collect()
}

/// The defaults that suit the functions that jwtgen adds: what they run on and
/// where their logs go, but not the code, permissions, network or limits of the
/// blueprint's functions.
pub(super) fn own(defaults: &FunctionSettings) -> OwnSettings {
    OwnSettings {
        memory: defaults.memory,
        architecture: defaults.architecture.as_ref().and_then(architecture),
        tracing: defaults.tracing.as_ref().and_then(|word| tracing(word)),
        log_retention: defaults.log_retention,
        log_key: defaults.log_key.clone(),
    }
}

fn env(
    own: &FunctionSettings,
    defaults: &FunctionSettings,
) -> Vec<(Spanned<String>, Spanned<Value>)> {
    let both = defaults.env.iter().chain(&own.env);
    let by_name: BTreeMap<&str, _> = both.map(|entry| (entry.0.as_str(), entry)).collect();
    by_name.into_values().cloned().collect()
}

fn architecture(word: &Spanned<String>) -> Option<Spanned<Architecture>> {
    let architecture = match word.as_str() {
        "x86_64" => Architecture::X86,
        "arm64" => Architecture::Arm,
        _ => return None,
    };
    Some(Spanned::new(architecture, word.span))
}

fn tracing(word: &str) -> Option<Tracing> {
    match word {
        "active" => Some(Tracing::Active),
        "passthrough" => Some(Tracing::PassThrough),
        _ => None,
    }
}
