//! `[lints]`: the severities that a blueprint sets for rules.

use crate::diagnostic::{Diagnostics, Severity};
use crate::explain;
use crate::rules::{invalid_lint, removed_throttle, replaced_resource, unused_allow};
use crate::syntax::{Blueprint, Lint};
use std::collections::{BTreeMap, BTreeSet};

/// The severity of rules' findings, by code; `None` where they are not shown.
#[derive(Debug, Default)]
pub struct Lints(BTreeMap<&'static str, Option<Severity>>);

impl Lints {
    /// Applies the severities to findings; returns the rules whose findings are
    /// not shown.
    pub fn judge(&self, out: &mut Diagnostics) -> BTreeSet<&'static str> {
        let mut silenced = BTreeSet::new();
        out.judge(|diagnostic| match self.0.get(diagnostic.rule.code) {
            Some(None) => {
                silenced.insert(diagnostic.rule.code);
                false
            }
            Some(level) => {
                diagnostic.level = *level;
                true
            }
            None => true,
        });
        silenced
    }
}

/// Applies the blueprint's `[lints]` to the findings. Errors stay errors.
/// `complete` says whether the whole blueprint was checked.
pub fn apply(blueprint: &Blueprint, complete: bool, out: &mut Diagnostics) -> Lints {
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
    let level = |lint: &Lint| match lint {
        Lint::Warn => Some(Severity::Warning),
        Lint::Deny => Some(Severity::Error),
        Lint::Allow(_) => None,
    };
    let levels = lints.iter().map(|(code, (_, lint))| (*code, level(lint)));
    let levels = Lints(levels.collect());
    let mut silenced = levels.judge(out);
    // What only `compile` checks may still be found.
    silenced.extend([replaced_resource::RULE.code, removed_throttle::RULE.code]);
    for (code, (name, lint)) in &lints {
        if complete && matches!(lint, Lint::Allow(_)) && !silenced.contains(code) {
            found.push(unused_allow::diagnostic(name));
        }
    }
    out.append(found, 0);
    levels
}
