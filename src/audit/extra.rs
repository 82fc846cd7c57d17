//! What plans and states hold beyond the arguments that a blueprint compiles to.

use super::blocks::Blocks;
use super::defaults::{CHOSEN, COMPUTED, DEFAULTS};
use super::foreign::finding;
use super::kinds::{DESCRIBING, RESOURCE_META};
use super::place::place;
use super::{Audit, Both, Finding, Verdict, providers};
use crate::evidence::{Block, Expr, Term};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Judges everything that a plan does beyond its values.
pub(super) fn plan(both: &Both<'_>, audit: &mut Audit) {
    for remark in &both.evidence.remarks {
        let found = finding(both, &remark.address, Verdict::Unknown, &remark.why);
        audit.findings.push(found);
    }
    moves(both, audit);
    plan_providers(both, audit);
}

/// Judges the providers of a plan.
fn plan_providers(both: &Both<'_>, audit: &mut Audit) {
    let mut add = |key: &str, why: &str| {
        let address = format!("provider \"{key}\"");
        let found = finding(both, &address, Verdict::Unknown, why);
        audit.findings.push(found);
    };
    for (key, provider) in &both.evidence.providers {
        let block = &provider.block;
        let name = key.rsplit(':').next().unwrap_or_default();
        let is_aws = name == "aws" || name.starts_with("aws.");
        let why = match provider.is_root {
            false if !block.attributes.is_empty() || !block.blocks.is_empty() => {
                Some("resources of a module are created with it".to_owned())
            }
            true if is_aws => providers::planned(block),
            _ => None,
        };
        if let Some(why) = why {
            add(key, &why);
        }
        let ours = &both.checked.model.provider.text;
        let is_own = key == "aws" && both.prefix.is_empty();
        let others = provider.versions.as_deref().unwrap_or_default();
        if is_own && !providers::same_versions(ours, others) {
            add(key, &format!("its version is `{others}`, and not `{ours}`"));
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
    for key in &keys {
        if !both.evidence.providers.contains_key(*key) {
            add(key, "the plan does not say what it is");
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

/// Judges resources that a plan moves: what is at an address now was something else
/// before. The blueprint moves what it renames.
fn moves(both: &Both<'_>, audit: &mut Audit) {
    let files = both.expected.files(None);
    let compiled: BTreeSet<&str> = files
        .iter()
        .flat_map(|(_, module)| module.declared.keys())
        .map(String::as_str)
        .collect();
    for (address, before) in &both.evidence.moved {
        let own = |address: &str| {
            let address = both.evidence.without_key(address);
            let own = address.strip_prefix(&both.prefix);
            own.map(str::to_owned)
        };
        let is_compiled = own(address).zip(own(before)).is_some_and(|(to, from)| {
            // A module takes along what is in it.
            let parts = |address: &str| {
                let ends = address.match_indices('.').map(|(at, _)| at);
                ends.chain([address.len()]).collect::<Vec<usize>>()
            };
            parts(&to).into_iter().any(|end| {
                let rest = &to[end..];
                from.strip_suffix(rest).is_some_and(|from| {
                    let to = &to[..end];
                    compiled.contains(format!("moved from = {from} to = {to}").as_str())
                })
            })
        });
        if !is_compiled {
            let why = format!("it was `{before}` before");
            let found = finding(both, address, Verdict::Unknown, &why);
            audit.findings.push(found);
        }
    }
}

/// Finds further arguments of a resource of the blueprint.
pub(super) fn arguments(
    both: &Both<'_>,
    address: &str,
    paths: &[String],
    blocks: &Blocks,
    attached: &Attached<'_>,
    audit: &mut Audit,
) {
    let there = both.there(address);
    let mut found = Vec::new();
    let values = both.evidence.values_of(&there);
    let emitted = paths
        .iter()
        .filter(|path| both.expected.value(address, path) != Term::Null)
        .map(|path| blocks.there(path))
        .collect();
    let kind = both.expected.kind(address).unwrap_or_default();
    if let Some(values) = values.filter(|_| !kind.starts_with("data.")) {
        let state = State {
            kind,
            emitted,
            values,
            is_plan: !both.evidence.is_state(),
            attached: attached.to(kind, values),
        };
        state.look("", "", values, &mut found);
    }
    if !both.evidence.is_state()
        && let (Some(ours), Some(theirs)) =
            (both.expected.block(address), both.evidence.block(&there))
    {
        compare(ours, theirs, "", &mut found);
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
            place: Some(place(both, address)),
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
    /// Whether it is one that a plan expects.
    is_plan: bool,
    /// Of a role, the resources that attach policies to it.
    attached: &'a [&'a Value],
}

/// The resources that attach policies to roles, by the role's name; they are judged
/// themselves.
pub(super) struct Attached<'a>(BTreeMap<&'a str, Vec<&'a Value>>);

impl<'a> Attached<'a> {
    pub(super) fn find(both: &'a Both<'_>) -> Attached<'a> {
        let kinds = ["aws_iam_role_policy", "aws_iam_role_policy_attachment"];
        let all = kinds.iter().flat_map(|kind| both.evidence.of_kind(kind));
        let mut found: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
        for values in all.filter_map(|address| both.evidence.values_of(address)) {
            if let Some(role) = values.get("role").and_then(Value::as_str) {
                found.entry(role).or_default().push(values);
            }
        }
        Attached(found)
    }

    fn to(&self, kind: &str, role: &Value) -> &[&'a Value] {
        let name = role.get("name").and_then(Value::as_str);
        let name = name.filter(|_| kind == "aws_iam_role");
        let found = name.and_then(|name| self.0.get(name));
        found.map_or(&[], Vec::as_slice)
    }
}

impl State<'_> {
    /// Looks for values that were set by somebody. The short path leaves the
    /// indices of blocks out.
    fn look(&self, path: &str, short: &str, value: &Value, found: &mut Vec<Extra>) {
        let emitted = self.emitted.contains(path) || RESOURCE_META.contains(&path);
        if !path.is_empty() && (emitted || self.is_allowed(short, value)) {
            return;
        }
        let has_default = DEFAULTS
            .iter()
            .any(|(kind, name, _)| *kind == self.kind && *name == short);
        match value {
            // AWS has not chosen yet.
            Value::Null if self.is_plan => {}
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
            // The provider says with what the ID that it chose begins.
            ("aws_lambda_permission", "statement_id_prefix") => {
                let id = of("/statement_id").and_then(Value::as_str);
                let prefix = value.as_str();
                id.zip(prefix)
                    .is_some_and(|(id, prefix)| id.starts_with(prefix))
            }
            // A role shows the policies that other resources attach to it.
            ("aws_iam_role", "inline_policy") => {
                let policies = value.as_array().into_iter().flatten();
                let own = |policy: &Value| {
                    self.attached.iter().any(|attached| {
                        ["name", "policy"]
                            .iter()
                            .all(|part| attached.get(part) == policy.get(part))
                    })
                };
                policies.into_iter().all(own)
            }
            ("aws_iam_role", "managed_policy_arns") => {
                let arns = value.as_array().into_iter().flatten();
                let own = |arn: &Value| {
                    let mut attached = self.attached.iter();
                    attached.any(|attached| attached.get("policy_arn") == Some(arn))
                };
                arns.into_iter().all(own)
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
