//! `[lints]`: the severities that a blueprint sets for rules.

use crate::diagnostic::{Diagnostics, Severity};
use crate::explain;
use crate::rules::{LATER, Rule, any_token, invalid_lint, open_catch_all, unused_allow};
use crate::source::Spanned;
use crate::syntax::{Blueprint, Lint};
use std::collections::{BTreeMap, BTreeSet};

/// Rules about who may call: what is accepted for one route says nothing about
/// the next one, so an entry that allows them names the routes.
const ACCESS: [&Rule; 2] = [&any_token::RULE, &open_catch_all::RULE];

/// What the blueprint sets for the findings of each rule, by code.
#[derive(Debug, Default)]
pub struct Lints(BTreeMap<&'static str, Level>);

/// What becomes of the findings of a rule.
#[derive(Debug)]
enum Level {
    /// They have this severity.
    Set(Severity),
    /// They are not shown.
    Hidden,
    /// Those about these routes or names are not shown.
    HiddenFor(BTreeSet<String>),
}

impl Lints {
    /// Applies the severities to findings; returns those that are not shown, by
    /// rule and by what they are about.
    pub fn judge(&self, out: &mut Diagnostics) -> BTreeSet<(&'static str, Option<String>)> {
        let mut silenced = BTreeSet::new();
        out.judge(|diagnostic| {
            let subject = &diagnostic.subject;
            let hidden = match self.0.get(diagnostic.rule.code) {
                Some(Level::Hidden) => true,
                Some(Level::HiddenFor(names)) => {
                    subject.as_ref().is_some_and(|it| names.contains(it))
                }
                Some(Level::Set(level)) => {
                    diagnostic.level = Some(*level);
                    false
                }
                None => false,
            };
            if hidden {
                silenced.insert((diagnostic.rule.code, subject.clone()));
            }
            !hidden
        });
        silenced
    }
}

fn is_access(rule: &Rule) -> bool {
    ACCESS.iter().any(|access| access.code == rule.code)
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
                if let Lint::Allow { reason, subjects } = lint {
                    if reason.trim().is_empty() {
                        found.push(invalid_lint::no_reason(reason));
                    }
                    if subjects.is_none() && is_access(rule) {
                        let about = out.iter().filter(|it| it.rule.code == rule.code);
                        let about = about.filter_map(|it| it.subject.clone()).collect();
                        found.push(invalid_lint::no_subject(name, reason, about));
                    }
                }
                if lints.insert(rule.code, (name, lint)).is_some() {
                    found.push(invalid_lint::twice(name, rule));
                }
            }
        }
    }
    let level = |lint: &Lint| match lint {
        Lint::Warn => Level::Set(Severity::Warning),
        Lint::Deny => Level::Set(Severity::Error),
        Lint::Allow { subjects, .. } => match subjects {
            None => Level::Hidden,
            Some(names) => Level::HiddenFor(names.iter().map(|it| it.value.clone()).collect()),
        },
    };
    let levels = lints.iter().map(|(code, (_, lint))| (*code, level(lint)));
    let levels = Lints(levels.collect());
    let silenced = levels.judge(out);
    // What only `compile` checks may still be found.
    let later = LATER.map(|rule| rule.code);
    for (code, (name, lint)) in lints
        .iter()
        .filter(|(code, _)| complete && !later.contains(code))
    {
        let Lint::Allow { subjects, .. } = lint else {
            continue;
        };
        match subjects {
            None if !silenced.iter().any(|(found, _)| found == code) => {
                found.push(unused_allow::diagnostic(name));
            }
            None => {}
            Some(names) => {
                let unused =
                    |it: &&Spanned<String>| !silenced.contains(&(*code, Some(it.value.clone())));
                let unused = names.iter().filter(unused);
                found.extend(unused.map(|it| unused_allow::for_nothing(name, it)));
            }
        }
    }
    out.append(found, 0);
    levels
}
