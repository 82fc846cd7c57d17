//! Outputs that the blueprint does not have and that show a secret of it: whoever
//! may read outputs may not be whoever may read the state.

use super::foreign::finding;
use super::kinds::SECRETS;
use super::{Audit, Both, Verdict};
use crate::evidence::Term;
use std::collections::{BTreeMap, BTreeSet};

/// Judges the output values of a plan or state.
pub(super) fn outputs(both: &Both<'_>, audit: &mut Audit) {
    let secrets = secrets(both);
    let ours: BTreeSet<&str> = match both.prefix.is_empty() {
        true => both.resolved.output_names().collect(),
        false => BTreeSet::new(),
    };
    let foreign = both.evidence.outputs.iter();
    for (name, value) in foreign.filter(|(name, _)| !ours.contains(name.as_str())) {
        let texts = value.iter().flat_map(Term::texts);
        let shown = texts
            .flat_map(|text| {
                secrets
                    .iter()
                    .find(|(secret, _)| text.contains(secret.as_str()))
            })
            .next();
        if let Some((_, at)) = shown {
            let why = format!("it shows a secret: {at}");
            let address = format!("output.{name}");
            let found = finding(both, &address, Verdict::Unknown, &why);
            audit.findings.push(found);
        }
    }
}

/// Where each secret is.
fn secrets(both: &Both<'_>) -> BTreeMap<String, String> {
    let mut secrets = BTreeMap::new();
    for (kind, arguments) in SECRETS {
        for address in both.evidence.of_kind(kind) {
            for argument in arguments {
                let path = match *argument {
                    "provider_details" => "provider_details.client_secret",
                    // Not everything in it is a secret.
                    "environment" => continue,
                    whole => whole,
                };
                let value = both.evidence.value(address, path);
                if let Some(text) = value.as_text().filter(|text| !text.is_empty()) {
                    secrets.insert(text.to_owned(), format!("`{path}` of `{address}`"));
                }
            }
        }
    }
    secrets
}
