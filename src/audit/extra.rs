//! What plans and states hold beyond the arguments that a blueprint compiles to.

use super::blocks::Blocks;
use super::defaults::{CHOSEN, COMPUTED, DEFAULTS};
use super::foreign::finding;
use super::kinds::{DESCRIBING, META, PROVIDER};
use super::place::place;
use super::{Audit, Both, Finding, Verdict};
use crate::evidence::{Block, Expr, Term};
use serde_json::Value;
use std::collections::BTreeSet;

/// Judges everything that a plan does beyond its values.
pub(super) fn plan(both: &Both<'_>, audit: &mut Audit) {
    for remark in &both.evidence.remarks {
        let found = finding(both, &remark.address, Verdict::Unknown, &remark.why);
        audit.findings.push(found);
    }
    for (key, (block, is_root)) in &both.evidence.providers {
        let is_aws = key
            .rsplit(':')
            .next()
            .is_some_and(|key| key == "aws" || key.starts_with("aws."));
        let why = match is_root {
            false if !block.attributes.is_empty() || !block.blocks.is_empty() => {
                Some("resources of a module are created with it".to_owned())
            }
            true if is_aws => provider(block),
            _ => None,
        };
        if let Some(why) = why {
            let address = format!("provider \"{key}\"");
            audit
                .findings
                .push(finding(both, &address, Verdict::Unknown, &why));
        }
    }
    let mut keys: BTreeSet<&str> = BTreeSet::new();
    for address in both.expected.addresses() {
        let there = both.there(address);
        let own = both.evidence.provider_keys.get(&there);
        for key in own.into_iter().flatten() {
            keys.insert(key);
        }
    }
    if keys.len() > 1 {
        let keys: Vec<&str> = keys.into_iter().collect();
        audit.doubts.push(format!(
            "resources of the blueprint are created with several providers: {}",
            keys.join(", ")
        ));
    }
}

/// Why an AWS provider may create some resources elsewhere than others.
fn provider(block: &Block) -> Option<String> {
    let names = block.attributes.keys().chain(block.blocks.keys());
    for name in names {
        if name != "endpoints" && !PROVIDER.contains(&name.as_str()) {
            return Some(format!("what its `{name}` does is not known"));
        }
    }
    let endpoints = block.blocks.get("endpoints").into_iter().flatten();
    let endpoints = endpoints.flat_map(|block| block.attributes.values());
    let endpoints: BTreeSet<String> = endpoints.map(|value| format!("{value:?}")).collect();
    (endpoints.len() > 1).then(|| "its endpoints lead to different places".to_owned())
}

/// Finds further arguments of a resource of the blueprint.
pub(super) fn arguments(
    both: &Both<'_>,
    address: &str,
    paths: &[String],
    blocks: &Blocks,
    audit: &mut Audit,
) {
    let there = both.there(address);
    let mut found = Vec::new();
    let values = both.evidence.values_of(&there);
    let (left_out, emitted): (Vec<&String>, Vec<&String>) = paths
        .iter()
        .partition(|path| both.expected.value(address, path) == Term::Null);
    let theirs = |paths: Vec<&String>| -> BTreeSet<String> {
        paths.into_iter().map(|path| blocks.there(path)).collect()
    };
    let (left_out, emitted) = (theirs(left_out), theirs(emitted));
    let state = values.map(|values| State {
        kind: both.expected.kind(address).unwrap_or_default(),
        emitted,
        values,
    });
    match (
        state,
        both.expected.block(address),
        both.evidence.block(&there),
    ) {
        (Some(state), ..) if both.evidence.is_state() && !state.kind.starts_with("data.") => {
            state.look("", "", state.values, &mut found);
        }
        (state, Some(ours), Some(theirs)) => {
            compare(ours, theirs, "", &mut found);
            // What is compiled to nothing.
            for path in left_out
                .iter()
                .filter(|path| !META.contains(&path.as_str()))
            {
                let Some(state) = &state else { continue };
                let pointer = format!("/{}", path.replace('.', "/"));
                if let Some(value) = state.values.pointer(&pointer) {
                    let short = path
                        .split('.')
                        .filter(|step| step.parse::<usize>().is_err());
                    let short = short.collect::<Vec<_>>().join(".");
                    state.look(path, &short, value, &mut found);
                }
            }
        }
        _ => {}
    }
    for (argument, verdict, shown) in found {
        audit.findings.push(Finding {
            foreign: false,
            verdict,
            address: there.clone(),
            cause: match verdict {
                Verdict::Unknown => format!("whether `{argument}` was set by somebody"),
                _ => String::new(),
            },
            argument,
            expected: "not set".into(),
            found: shown,
            place: place(both, address),
        });
    }
}

type Extra = (String, Verdict, String);

/// Arguments of a plan's configuration that are not compiled.
fn compare(ours: &Block, theirs: &Block, path: &str, found: &mut Vec<Extra>) {
    let below = |name: &str| match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    };
    let knows = |name: &String| {
        ours.attributes.contains_key(name)
            || ours.blocks.contains_key(name)
            || ours.dynamic.contains_key(name)
    };
    for (name, value) in &theirs.attributes {
        let plain = DESCRIBING.contains(&name.as_str());
        let empty = matches!(value, Expr::Constant(term) if *term == Term::Null);
        if !knows(name) && !plain && !empty {
            let shown = match value {
                Expr::Constant(term) => term.to_string(),
                _ => "set".to_owned(),
            };
            found.push((below(name), Verdict::Different, shown));
        }
    }
    for (name, theirs) in &theirs.blocks {
        match ours.blocks.get(name) {
            Some(ours) if ours.len() == theirs.len() => {
                for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
                    compare(ours, theirs, &format!("{}.{index}", below(name)), found);
                }
            }
            Some(_) => found.push((
                below(name),
                Verdict::Different,
                format!("{} blocks", theirs.len()),
            )),
            // Blocks that are made dynamically are compared by their values.
            None if knows(name) => {}
            None => found.push((below(name), Verdict::Different, "set".to_owned())),
        }
    }
}

/// A resource of a state.
struct State<'a> {
    kind: &'a str,
    /// Paths of the compiled arguments.
    emitted: BTreeSet<String>,
    values: &'a Value,
}

impl State<'_> {
    /// Looks for values that were set by somebody. The short path leaves the
    /// indices of blocks out.
    fn look(&self, path: &str, short: &str, value: &Value, found: &mut Vec<Extra>) {
        let emitted = self.emitted.contains(path) || META.contains(&path);
        if !path.is_empty() && (emitted || self.is_allowed(short, value)) {
            return;
        }
        let has_default = DEFAULTS
            .iter()
            .any(|(kind, name, _)| *kind == self.kind && *name == short);
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) if has_default => {
                found.push((path.to_owned(), Verdict::Unknown, shown(value)));
            }
            Value::Object(entries) => {
                for (name, value) in entries {
                    let path = join(path, name);
                    self.look(&path, &join(short, name), value, found);
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let path = join(path, &index.to_string());
                    let short = match item.is_object() {
                        true => short.to_owned(),
                        false => join(short, &index.to_string()),
                    };
                    self.look(&path, &short, item, found);
                }
            }
            Value::Null | Value::Bool(false) => {}
            Value::String(text) if text.is_empty() => {}
            Value::Number(number) if number.as_f64() == Some(0.0) => {}
            value => found.push((path.to_owned(), Verdict::Unknown, shown(value))),
        }
    }

    fn is_allowed(&self, path: &str, value: &Value) -> bool {
        let computed = COMPUTED.iter().find(|(kind, _)| *kind == self.kind);
        let chosen = CHOSEN
            .iter()
            .any(|(kind, name)| [self.kind, "*"].contains(kind) && *name == path);
        let text = shown(value);
        let default = DEFAULTS
            .iter()
            .any(|(kind, name, default)| *kind == self.kind && *name == path && *default == text);
        chosen
            || DESCRIBING.contains(&path)
            || computed.is_some_and(|(_, names)| names.contains(&path))
            || default
            || self.follows(path, value)
    }

    /// Whether a value follows from another one.
    fn follows(&self, path: &str, value: &Value) -> bool {
        let of = |pointer: &str| self.values.pointer(pointer);
        match (self.kind, path) {
            // Newer providers say the trigger twice.
            ("aws_cognito_user_pool", "lambda_config.pre_token_generation") => {
                let config = "/lambda_config/0/pre_token_generation_config/0/lambda_arn";
                of(config) == Some(value)
            }
            ("aws_lambda_function", "code_sha256") => of("/source_code_hash") == Some(value),
            ("aws_lambda_function", "logging_config.log_group") => {
                let name = of("/function_name").and_then(Value::as_str);
                name.is_some_and(|name| *value == format!("/aws/lambda/{name}"))
            }
            // Only Lambda authorizers use them.
            (
                "aws_apigatewayv2_authorizer",
                "authorizer_payload_format_version" | "authorizer_result_ttl_in_seconds",
            ) => of("/authorizer_type").is_some_and(|kind| kind == "JWT"),
            // Every user has one.
            ("aws_cognito_user", "attributes.sub") => of("/sub").is_none_or(|sub| sub == value),
            _ => false,
        }
    }
}

fn join(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}
