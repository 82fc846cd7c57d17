//! IAM policies that are not the blueprint's.

use super::kinds::OTHER_SERVICES;
use crate::evidence::{Piece, Term};
use std::collections::BTreeMap;

/// Elements of a statement that are understood.
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html>.
const ELEMENTS: [&str; 5] = ["Sid", "Effect", "Action", "Resource", "Condition"];

/// Whether a policy neither allows nor denies what concerns a blueprint: every action
/// is one of another service, or on a resource that is foreign for certain.
///
/// Without `others`, actions of other services count as well: the blueprint refers to
/// things of these services.
pub(super) fn does_nothing(
    policy: &Term,
    others: bool,
    is_foreign: impl Fn(&Term) -> bool,
) -> bool {
    let Some(policy) = document(policy) else {
        return false;
    };
    let Term::Map(elements) = &policy else {
        return false;
    };
    let known = ["Version", "Id", "Statement"];
    let statements = match elements.get("Statement") {
        Some(Term::List(statements)) => statements.as_slice(),
        Some(statement @ Term::Map(_)) => std::slice::from_ref(statement),
        _ => return false,
    };
    elements.keys().all(|key| known.contains(&key.as_str()))
        && statements.iter().all(|statement| match statement {
            Term::Map(statement) => is_harmless(statement, others, &is_foreign),
            _ => false,
        })
}

/// The document of a policy: JSON, or what is made into JSON.
fn document(policy: &Term) -> Option<Term> {
    if let Some(text) = policy.as_text() {
        let value: serde_json::Value = serde_json::from_str(text).ok()?;
        return Some(Term::known(&value));
    }
    let call = policy.as_call()?;
    match (call.function.as_str(), call.arguments.as_slice()) {
        ("jsonencode", [value]) => Some(value.clone()),
        _ => None,
    }
}

fn is_harmless(
    statement: &BTreeMap<String, Term>,
    others: bool,
    is_foreign: &impl Fn(&Term) -> bool,
) -> bool {
    if !statement.keys().all(|key| ELEMENTS.contains(&key.as_str())) {
        return false;
    }
    let other = |action: &Term| {
        let action = action.as_text().unwrap_or_default();
        let service = action.split_once(':').map(|(service, _)| service);
        service
            .is_some_and(|service| OTHER_SERVICES.contains(&service.to_ascii_lowercase().as_str()))
    };
    others && all(statement.get("Action"), other) || all(statement.get("Resource"), is_foreign)
}

/// Whether something holds for one value, or for each of a list with some.
fn all(value: Option<&Term>, holds: impl Fn(&Term) -> bool) -> bool {
    match value {
        Some(Term::List(items)) => !items.is_empty() && items.iter().all(holds),
        Some(value) => holds(value),
        None => false,
    }
}

/// Whether a value is a text that is known, or an attribute that is foreign, with
/// what is below it, such as `:*` or `/*`.
pub(super) fn is_below(
    value: &Term,
    is_named: impl Fn(&str) -> bool,
    is_foreign: impl Fn(&str, &str) -> bool,
) -> bool {
    if let Some(text) = value.as_text() {
        let ends = text.match_indices([':', '/']).map(|(at, _)| &text[..at]);
        return ends.chain([text]).any(is_named);
    }
    let Term::Text(pieces) = value else {
        return false;
    };
    match pieces.as_slice() {
        [Piece::Of(one)] => is_foreign(&one.address, &one.attribute),
        [Piece::Of(one), Piece::Literal(rest)] => {
            is_foreign(&one.address, &one.attribute) && rest.starts_with([':', '/'])
        }
        _ => false,
    }
}
