//! What `compile` says of an apply: from the last compile into the output folder
//! and this one.

use super::Examined;
use crate::backend::{self, Consequence, Effect, Lifecycle};
use crate::cli::Deny;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Model, Value};
use crate::output::{Change, WritePlan};
use crate::rules::{
    interrupted_calls, recreated_resource, refused_change, removed_throttle, replaced_resource,
};
use crate::source::Span;
use crate::terraform::Graph;

/// Adds what applying the graph does to what the folder says exists.
pub(super) fn warn(
    examined: &mut Examined,
    plan: &WritePlan,
    (graph, next): (&Graph, &Lifecycle),
    deny: Option<Deny>,
) {
    let Some(checked) = examined.checked() else {
        return;
    };
    let mut found = plan.before().consequences(next, graph);
    found.retain(|one| !matches!(one.effect, Effect::Interrupted(_)) || !keeps_code(plan, one));
    if found.is_empty() {
        return;
    }
    let model = &checked.model;
    let places = backend::places(model);
    let usual = model.name.span;
    let mut later = Diagnostics::default();
    for consequence in &found {
        let values = consequence.argument.and_then(|name| {
            let old = plan.before().argument(&consequence.address, name)?;
            Some((old, next.argument(&consequence.address, name)?))
        });
        let prefix = values.and_then(|(old, new)| changed_prefix(model, old, new));
        let argument = consequence.argument.unwrap_or_default();
        let argument = format!("{}.{argument}", consequence.address);
        let part = match &consequence.effect {
            Effect::Kept { name, .. } | Effect::TooMany { name, .. } => {
                places.get(&format!("{argument}.{name}"))
            }
            _ => None,
        };
        let exact = part.or(prefix.as_ref()).or_else(|| places.get(&argument));
        let place = exact.or_else(|| places.get(&consequence.address));
        let found = diagnostic(model, consequence, *place.unwrap_or(&usual));
        later.push(by_default(model, consequence, found));
    }
    checked.lints.judge(&mut later);
    examined.diagnostics.append(later, 0);
    examined.diagnostics.sort();
    if deny == Some(Deny::Warnings) {
        examined.diagnostics.deny_warnings();
    }
    if examined.diagnostics.has_errors() {
        examined.refuse();
    }
}

/// Whether the code of a function is what it was: its handler or runtime alone
/// changes.
fn keeps_code(plan: &WritePlan, function: &Consequence) -> bool {
    let module = function.address.trim_start_matches("module.");
    let package = backend::package_path(module);
    let mut entries = plan.entries().iter();
    entries.any(|entry| entry.path == package && entry.change == Change::Same)
}

/// Says of a change that comes from a default where it comes from.
fn by_default(model: &Model, found: &Consequence, diagnostic: Diagnostic) -> Diagnostic {
    let Some(name) = &found.variable else {
        return diagnostic;
    };
    let note = format!("this depends on the value of the variable `{name}`: see the plan");
    match model.variables.get(name) {
        Some(variable) => diagnostic.also(variable.span, "declared here").note(note),
        None => diagnostic.note(note),
    }
}

/// Where the prefix is written, if two values differ only in it.
fn changed_prefix(model: &Model, old: &str, new: &str) -> Option<Span> {
    let prefix = model.prefix.as_ref()?;
    let text = match &prefix.value {
        Value::Literal(text) => text.clone(),
        Value::Variable(name) => format!("${{var.{name}}}"),
    };
    let rest = new
        .strip_prefix('"')?
        .strip_prefix(&text)?
        .strip_prefix('-')?;
    let old = old.strip_prefix('"')?.strip_suffix(rest)?;
    (old.is_empty() || old.ends_with('-')).then_some(prefix.span)
}

/// What keeps the name that a user pool had, as a value in `[identity]`.
fn kept_name(model: &Model, before: &str) -> Option<String> {
    let prefix = match model.prefix.as_deref() {
        None => return Some(before.to_owned()).filter(|name| !name.contains("${")),
        Some(Value::Literal(prefix)) => prefix,
        Some(Value::Variable(name)) => model.variables.get(name)?.default.as_ref()?,
    };
    let name = before.strip_prefix('"')?.strip_prefix(prefix.as_str())?;
    Some(format!("\"{}", name.strip_prefix('-')?))
}

fn diagnostic(model: &Model, found: &Consequence, place: Span) -> Diagnostic {
    match &found.effect {
        Effect::Lost(loses) => replaced_resource::diagnostic(found, loses, place),
        Effect::Replaced(known) => recreated_resource::diagnostic(found, known, place),
        Effect::Protected { loses, before } => {
            refused_change::protected(found, loses, kept_name(model, before), place)
        }
        Effect::Guarded(reason) => refused_change::guarded(found, reason, place),
        Effect::Taken => refused_change::taken(found, place),
        Effect::Kept {
            name,
            removed,
            reason,
        } => refused_change::kept(found, name, (*removed, reason), place),
        Effect::TooMany { count, at_once, .. } => {
            refused_change::too_many(found, (*count, *at_once), place)
        }
        Effect::Refused(reason) => refused_change::refused(found, reason, place),
        Effect::Interrupted(reason) => interrupted_calls::diagnostic(found, reason, place),
        Effect::Unlimited => removed_throttle::diagnostic(place),
    }
}
