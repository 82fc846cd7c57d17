//! Blocks of which a resource has several. Plans and states hold them as a set, in
//! an order of their own; a test derives from the provider's schemas that none of
//! those that are compiled is a list.

use super::Both;
use super::values::alike;
use std::collections::{BTreeMap, BTreeSet};

/// Which block of ours is which of theirs.
#[derive(Default)]
pub(super) struct Blocks {
    /// Paths of blocks, as `schema.1`.
    moved: BTreeMap<String, String>,
}

impl Blocks {
    /// Pairs the blocks of a resource: first those that are the same, then those
    /// that may be, then the others in their order.
    pub(super) fn pair(both: &Both<'_>, address: &str, paths: &[String]) -> Blocks {
        let mut blocks = Blocks::default();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for path in paths {
            for (at, _) in path.match_indices('.') {
                let (name, rest) = (&path[..at], &path[at + 1..]);
                let index: Option<usize> =
                    rest.split('.').next().and_then(|step| step.parse().ok());
                if let Some(index) = index {
                    let count = counts.entry(name).or_default();
                    *count = index.max(*count);
                }
            }
        }
        // An outer block is before those inside it.
        for (name, last) in counts.into_iter().filter(|(_, last)| *last > 0) {
            blocks.pair_all(both, address, paths, (name, last + 1));
        }
        blocks
    }

    fn pair_all(
        &mut self,
        both: &Both<'_>,
        address: &str,
        paths: &[String],
        (name, count): (&str, usize),
    ) {
        let there = both.there(address);
        let outer = self.there(name);
        let fits = |ours: usize, theirs: usize| {
            let below = format!("{name}.{ours}.");
            let inner = paths.iter().filter_map(|path| path.strip_prefix(&below));
            let mut all = Some(true);
            for rest in inner {
                let ours = both.expected.value(address, &format!("{below}{rest}"));
                let ours = both.evidence.settle(&ours, &both.prefix);
                let theirs = both
                    .evidence
                    .value(&there, &format!("{outer}.{theirs}.{rest}"));
                match alike(rest, &ours, &theirs) {
                    Some(true) => {}
                    Some(false) => return Some(false),
                    None => all = None,
                }
            }
            all
        };
        let mut ours: BTreeSet<usize> = (0..count).collect();
        let mut theirs = ours.clone();
        for wanted in [
            |fits| fits == Some(true),
            |fits| fits != Some(false),
            |_| true,
        ] {
            for at in ours.clone() {
                let found = theirs
                    .iter()
                    .copied()
                    .find(|there| wanted(fits(at, *there)));
                if let Some(found) = found {
                    ours.remove(&at);
                    theirs.remove(&found);
                    let moved = format!("{outer}.{found}");
                    self.moved.insert(format!("{name}.{at}"), moved);
                }
            }
        }
    }

    /// The path of an argument among theirs.
    pub(super) fn there(&self, path: &str) -> String {
        if self.moved.is_empty() {
            return path.to_owned();
        }
        let mut ends: Vec<usize> = path.match_indices('.').map(|(at, _)| at).collect();
        ends.push(path.len());
        let found = ends.into_iter().rev().find_map(|end| {
            let moved = self.moved.get(&path[..end])?;
            Some(format!("{moved}{}", &path[end..]))
        });
        found.unwrap_or_else(|| path.to_owned())
    }
}
