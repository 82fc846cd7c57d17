//! Fixing a blueprint: the edits of findings, applied to its text.
//!
//! Nothing here touches the disk.

use crate::diagnostic::{Diagnostic, Diagnostics, Edit, edited};
use crate::rules::{duplicate_key, invalid_toml};
use crate::source::{Source, Span};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How often a blueprint is checked again after a fix: fixing one error may
/// reveal another that can be fixed too.
const ROUNDS: usize = 50;

/// Something that was fixed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Code of the rule.
    pub code: &'static str,
    /// What was wrong.
    pub message: String,
    /// How it was fixed.
    pub help: String,
    /// The file.
    pub path: String,
    /// The line, one-based, in the text before the fix.
    pub line: usize,
}

/// Fixes a blueprint and checks it with `check` until nothing more can be
/// fixed. Applies what is certain; with `suggestions`, also a finding's only
/// suggestion.
pub fn apply(
    source: Source,
    suggestions: bool,
    mut check: impl FnMut(&Source) -> Diagnostics,
) -> (Source, Vec<Repair>) {
    let mut source = source;
    let mut repairs = Vec::new();
    let mut found = check(&source);
    let mut wanted = usize::MAX;
    let mut refused = BTreeSet::new();
    let mut waiting = BTreeSet::new();
    for _ in 0..ROUNDS {
        let (next, done) = once(&source, &found, suggestions, wanted, |repair| {
            refused.contains(repair) || waiting.contains(repair)
        });
        if done.is_empty() {
            break;
        }
        let left = check(&next);
        // The fix of one name may collide with that of another.
        if unreadable(&left) > unreadable(&found) {
            match done.as_slice() {
                [repair] => refused.extend([repair.key()]),
                several => wanted = several.len() / 2,
            }
            continue;
        }
        // What is still found was not fixed, unless another repair revealed it
        // elsewhere: it waits until the others are done.
        let idle = idle(&done, &found, &left);
        if !idle.is_empty() {
            waiting.extend(idle);
            continue;
        }
        waiting.clear();
        wanted = usize::MAX;
        (source, found) = (next, left);
        repairs.extend(done);
    }
    repairs.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    (source, repairs)
}

/// The repairs whose findings are as many as if they had not been repaired. A syntax
/// error may give way to the next one like it.
fn idle(
    done: &[Repair],
    before: &Diagnostics,
    after: &Diagnostics,
) -> Vec<(&'static str, String, usize)> {
    let mut more: HashMap<(&str, &str), i64> = HashMap::new();
    for (found, change) in [(before, -1), (after, 1)] {
        for found in found.iter() {
            *more.entry((found.rule.code, &found.message)).or_default() += change;
        }
    }
    for repair in done {
        *more.entry((repair.code, &repair.message)).or_default() += 1;
    }
    done.iter()
        .filter(|repair| repair.code != invalid_toml::RULE.code)
        .filter(|repair| more[&(repair.code, repair.message.as_str())] > 0)
        .map(Repair::key)
        .collect()
}

/// How much of a text cannot be read.
fn unreadable(found: &Diagnostics) -> usize {
    let codes = [invalid_toml::RULE.code, duplicate_key::RULE.code];
    found
        .iter()
        .filter(|found| codes.contains(&found.rule.code))
        .count()
}

impl Repair {
    /// Identifies it from one round to the next.
    fn key(&self) -> (&'static str, String, usize) {
        (self.code, self.message.clone(), self.line)
    }
}

/// Applies edits that do not overlap, and at most `wanted` repairs.
fn once(
    source: &Source,
    found: &Diagnostics,
    suggestions: bool,
    wanted: usize,
    refused: impl Fn(&(&'static str, String, usize)) -> bool,
) -> (Source, Vec<Repair>) {
    let mut edits: BTreeMap<Span, &Edit> = BTreeMap::new();
    let mut repairs = Vec::new();
    let lines = source.lines();
    for diagnostic in found.iter() {
        if repairs.len() == wanted {
            break;
        }
        let Some((help, changes)) = repair(diagnostic, suggestions) else {
            continue;
        };
        let free = |edit: &&Edit| {
            let part = source.part_at(edit.span.start);
            let inside = edit.span.end <= part.start + part.text.len();
            // Where two files meet, it is unclear which one is meant.
            let inside =
                inside && (edit.span.start != part.start || edit.span.start < edit.span.end);
            // Never change another team's blueprint.
            inside && !part.is_owner && apart(&edits, edit.span)
        };
        let start = diagnostic.primary.span.start;
        let repair = Repair {
            code: diagnostic.rule.code,
            message: diagnostic.message.clone(),
            help: help.to_owned(),
            path: source.part_at(start).path.to_owned(),
            line: lines.position(start).line,
        };
        if refused(&repair.key()) || !changes.iter().all(|edit| free(&edit)) {
            continue;
        }
        edits.extend(changes.iter().map(|edit| (edit.span, edit)));
        repairs.push(repair);
    }
    let texts = source.parts().map(|part| {
        let local: Vec<Edit> = edits
            .values()
            .filter(|edit| source.part_at(edit.span.start).start == part.start)
            .map(|edit| Edit {
                span: Span::from(edit.span.start - part.start..edit.span.end - part.start),
                text: edit.text.clone(),
            })
            .collect();
        edited(part.text, &local)
    });
    (source.with_texts(texts), repairs)
}

/// The only way to fix a finding, if there is exactly one.
fn repair(diagnostic: &Diagnostic, suggestions: bool) -> Option<(&str, &[Edit])> {
    let mut ways = diagnostic
        .help
        .iter()
        .filter(|help| !help.edits.is_empty() && (help.certain || suggestions && !help.by_hand));
    let way = ways.next()?;
    ways.next()
        .is_none()
        .then_some((&way.text, way.edits.as_slice()))
}

/// Whether a span does not touch what is already changed. Two insertions at the
/// same place would depend on their order.
fn apart(edits: &BTreeMap<Span, &Edit>, span: Span) -> bool {
    let before = edits.range(..=span).next_back();
    let after = edits.range(span..).next();
    before.is_none_or(|(other, _)| other.end <= span.start && *other != span)
        && after.is_none_or(|(other, _)| span.end <= other.start && *other != span)
}
