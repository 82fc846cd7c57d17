//! Which changes are tried: some of each kind, the same ones in every run, or all.
//!
//! `JWTGEN_MUTATIONS=200 cargo test --test live mutations::` tries up to 200 of each
//! kind, and `JWTGEN_MUTATIONS_SEED=7` others.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// How many of each kind are tried.
pub(super) fn of_each_kind(usual: usize) -> usize {
    let asked = std::env::var("JWTGEN_MUTATIONS").ok();
    asked.and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// A number that depends on the seed and on a name.
fn rank(name: &str) -> Vec<u8> {
    let seed = std::env::var("JWTGEN_MUTATIONS_SEED").unwrap_or_default();
    Sha256::digest(format!("{seed}\n{name}")).to_vec()
}

/// Some items of each kind.
pub(super) fn sample<T>(
    items: Vec<T>,
    most: usize,
    kind_and_name: impl Fn(&T) -> (String, String),
) -> Vec<T> {
    let mut ranked: Vec<_> = items
        .into_iter()
        .map(|item| {
            let (kind, name) = kind_and_name(&item);
            (rank(&name), kind, item)
        })
        .collect();
    ranked.sort_by(|one, other| one.0.cmp(&other.0));
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    let chosen = ranked.into_iter().filter_map(|(_, kind, item)| {
        let count = taken.entry(kind).or_default();
        *count += 1;
        (*count <= most).then_some(item)
    });
    chosen.collect()
}
