//! `[audit.accept]`: what is unknown and taken to be harmless, with the reason.

use super::{Audit, Both, Verdict};
use std::collections::BTreeSet;

/// Turns what is unknown about accepted addresses into assumptions. What is
/// different stays so, and so does everything about the blueprint's own resources.
/// An entry that nothing is unknown about is noted: it would hide the next thing at
/// its address.
pub(super) fn apply(both: &Both<'_>, audit: &mut Audit) {
    let mut used = BTreeSet::new();
    let accepted = &both.checked.model.accepted;
    if accepted.is_empty() {
        return;
    }
    let named: BTreeSet<&str> = accepted.iter().map(|(name, _)| name.as_str()).collect();
    let own = both.expected.addresses();
    let own: BTreeSet<String> = own.map(|address| both.there(address)).collect();
    audit.findings.retain(|finding| {
        let is_open = finding.verdict == Verdict::Unknown && finding.foreign;
        let accepts =
            is_open && named.contains(finding.address.as_str()) && !own.contains(&finding.address);
        if accepts {
            used.insert(finding.address.clone());
        }
        !accepts
    });
    for (address, reason) in accepted {
        match used.contains(address.as_str()) {
            true => audit
                .assumed
                .push(format!("`{}` is harmless: {}", address.value, reason.value)),
            false => audit.origins.notes.push(format!(
                "`[audit.accept]` lists `{}`, about which nothing is unknown",
                address.value
            )),
        }
    }
}
