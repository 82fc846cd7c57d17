//! Input variables in the arguments of resources: a name that holds one changes with
//! its default.

use super::{Arguments, Lifecycle};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// How the address of an input variable starts.
const START: &str = "var.";

/// The argument of an input variable that counts.
pub(super) const DEFAULT: &str = "default";

/// The address of an input variable.
pub(super) fn address(name: &str) -> String {
    format!("{START}{name}")
}

/// What two compiles say of input variables.
pub(super) struct Defaults<'a> {
    before: BTreeMap<&'a str, &'a str>,
    after: BTreeMap<&'a str, &'a str>,
}

impl<'a> Defaults<'a> {
    pub(super) fn new(before: &'a Lifecycle, after: &'a Lifecycle) -> Defaults<'a> {
        Defaults {
            before: defaults(before),
            after: defaults(after),
        }
    }

    /// The first variable in an argument on whose value it depends what an apply
    /// changes: it has another default than before, or none.
    pub(super) fn deciding(&self, argument: &str) -> Option<String> {
        let mut names = variables(argument);
        let decides = |name: &&str| {
            let after = self.after.get(name);
            after.is_none() || self.before.get(name) != after
        };
        names.find(decides).map(str::to_owned)
    }
}

/// The defaults by the name of the variable, as printed.
fn defaults(lifecycle: &Lifecycle) -> BTreeMap<&str, &str> {
    let all = lifecycle.0.iter();
    let all = all.filter_map(|(address, arguments)| {
        let name = address.strip_prefix(START)?;
        Some((name, arguments.get(DEFAULT)?.as_str()))
    });
    all.collect()
}

/// The resources with defaults in place of variables: what an apply sets unless
/// somebody gives another value. Who had to give one before, or has to now, is
/// taken to give the same, whatever the default of the `other` compile is.
pub(super) fn resolved<'l>(lifecycle: &'l Lifecycle, other: &Lifecycle) -> Cow<'l, Lifecycle> {
    let mut defaults = defaults(lifecycle);
    let (own, others) = (used(lifecycle), used(other));
    let elsewhere = self::defaults(other);
    let is_given =
        |name: &str| own.contains(name) && others.contains(name) && !elsewhere.contains_key(name);
    defaults.retain(|name, _| !is_given(name));
    if defaults.is_empty() {
        return Cow::Borrowed(lifecycle);
    }
    let resources = lifecycle.0.iter().map(|(address, arguments)| {
        let arguments = arguments.iter();
        let resolved: Arguments = arguments
            .map(|(name, value)| (name.clone(), replaced(value, &defaults)))
            .collect();
        (address.clone(), resolved)
    });
    Cow::Owned(Lifecycle(resources.collect()))
}

fn replaced(argument: &str, defaults: &BTreeMap<&str, &str>) -> String {
    let parts = parts(argument).map(|part| {
        let default = part.variable.and_then(|name| defaults.get(name));
        match default {
            Some(default) if part.interpolated => default.trim_matches('"'),
            Some(default) => default,
            None => part.text,
        }
    });
    parts.collect()
}

/// The variables in the arguments of resources.
pub(super) fn used(lifecycle: &Lifecycle) -> BTreeSet<&str> {
    let arguments = lifecycle.0.values().flat_map(BTreeMap::values);
    arguments.flat_map(|text| variables(text)).collect()
}

/// The names of the variables in an argument.
fn variables(argument: &str) -> impl Iterator<Item = &str> {
    parts(argument).filter_map(|part| part.variable)
}

/// A piece of an argument: a variable, or what stands between two.
struct Part<'a> {
    text: &'a str,
    variable: Option<&'a str>,
    /// Whether the piece is `${var.name}`.
    interpolated: bool,
}

fn parts(argument: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = argument;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let interpolated = rest.starts_with("${var.");
        let start = if interpolated { "${var." } else { START };
        let Some(name) = rest.strip_prefix(start).map(identifier) else {
            let next = [rest.find("${var."), rest.find(START)];
            let next = next.into_iter().flatten().min().unwrap_or(rest.len());
            let (text, after) = rest.split_at(next);
            rest = after;
            return Some(Part {
                text,
                variable: None,
                interpolated: false,
            });
        };
        let end = start.len() + name.len();
        let closed = interpolated && rest[end..].starts_with('}');
        let (text, after) = rest.split_at(end + usize::from(closed));
        rest = after;
        Some(Part {
            text,
            variable: Some(name).filter(|_| closed == interpolated),
            interpolated: closed,
        })
    })
}

/// The identifier at the start of a text.
fn identifier(text: &str) -> &str {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter);
    let end = text.find(|letter| !is_part(letter)).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(default: &str, argument: &str) -> String {
        replaced(argument, &BTreeMap::from([("env", default)]))
    }

    #[test]
    fn defaults_take_the_place_of_variables() {
        assert_eq!(with("\"dev\"", "\"${var.env}-jwt\""), "\"dev-jwt\"");
        assert_eq!(with("\"dev\"", "var.env"), "\"dev\"");
        assert_eq!(
            with("\"dev\"", "[var.env, var.envoy]"),
            "[\"dev\", var.envoy]"
        );
        assert_eq!(
            with("\"dev\"", "lower(\"${var.env }\")"),
            "lower(\"${var.env }\")"
        );
        for plain in ["", "var.", "${var.", "\"größe\""] {
            assert_eq!(with("\"dev\"", plain), plain);
        }
    }
}
