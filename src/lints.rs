//! What a blueprint says of rules: `[lints]`.

use crate::diagnostic::{Diagnostics, Severity};
use crate::explain;
use crate::rules::{invalid_lint, unused_allow};
use crate::syntax::{Blueprint, Lint};
use std::collections::{BTreeMap, BTreeSet};

/// Applies what the blueprint says to everything found. Errors stay errors.
/// `complete` says whether all of the blueprint was looked at.
pub fn apply(blueprint: &Blueprint, complete: bool, out: &mut Diagnostics) {
    let mut lints = BTreeMap::new();
    let mut found = Diagnostics::default();
    for (name, lint) in &blueprint.lints {
        match explain::find(name) {
            Err(near) => {
                let taken = |near: &&str| {
                    blueprint
                        .lints
                        .iter()
                        .any(|(name, _)| name.as_str() == *near)
                };
                let near = near.filter(|near| !taken(near));
                found.push(invalid_lint::unknown(name, near));
            }
            Ok(rule) if rule.severity == Severity::Error => {
                found.push(invalid_lint::error(name, rule));
            }
            Ok(rule) => {
                if let Lint::Allow(reason) = lint
                    && reason.trim().is_empty()
                {
                    found.push(invalid_lint::no_reason(reason));
                }
                if lints.insert(rule.code, (name, lint)).is_some() {
                    found.push(invalid_lint::twice(name, rule));
                }
            }
        }
    }
    let mut silenced = BTreeSet::new();
    out.judge(|diagnostic| match lints.get(diagnostic.rule.code) {
        Some((_, Lint::Allow(_))) => {
            silenced.insert(diagnostic.rule.code);
            false
        }
        Some((_, Lint::Warn)) => {
            diagnostic.level = Some(Severity::Warning);
            true
        }
        Some((_, Lint::Deny)) => {
            diagnostic.level = Some(Severity::Error);
            true
        }
        None => true,
    });
    for (code, (name, lint)) in &lints {
        if complete && matches!(lint, Lint::Allow(_)) && !silenced.contains(code) {
            found.push(unused_allow::diagnostic(name));
        }
    }
    out.append(found, 0);
}
