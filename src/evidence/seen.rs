//! Known and unknown values of plans.

use serde_json::Value;

/// The value at a path of a plan or state.
pub(super) enum Seen<'a> {
    /// This.
    Known(&'a Value),
    /// It is not known yet.
    Unknown,
    /// Nothing.
    Absent,
}

/// Looks up a path in the values and in the map of unknown values.
pub(super) fn look<'a>(values: &'a Value, unknown: &Value, path: &str) -> Seen<'a> {
    let (mut value, mut mask) = (Some(values), Some(unknown));
    for step in path.split('.') {
        if mask == Some(&Value::Bool(true)) {
            return Seen::Unknown;
        }
        let down =
            |at: &'_ Value| -> Option<usize> { at.is_array().then(|| step.parse().ok()).flatten() };
        value = value.and_then(|at| match down(at) {
            Some(index) => at.get(index),
            None => at.get(step),
        });
        mask = mask.and_then(|at| match down(at) {
            Some(index) => at.get(index),
            None => at.get(step),
        });
    }
    match (value, mask.is_some_and(masked)) {
        (_, true) => Seen::Unknown,
        (Some(value), false) => Seen::Known(value),
        (None, false) => Seen::Absent,
    }
}

/// Whether some part is unknown.
pub(super) fn masked(mask: &Value) -> bool {
    match mask {
        Value::Bool(flag) => *flag,
        Value::Array(items) => items.iter().any(masked),
        Value::Object(entries) => entries.values().any(masked),
        _ => false,
    }
}
