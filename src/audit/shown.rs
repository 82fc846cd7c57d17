//! Outputs that the blueprint does not have and that show a secret of it: whoever
//! may read outputs may not be whoever may read the state.

use super::foreign::finding;
use super::kinds::SECRETS;
use super::names::Names;
use super::{Audit, Both, Verdict};
use crate::evidence::Term;
use std::collections::{BTreeMap, BTreeSet};

/// Judges the outputs of a plan or state. In a folder they are judged as they are
/// written.
pub(super) fn outputs(both: &Both<'_>, names: &Names, audit: &mut Audit) {
    let secrets = secrets(both);
    let ours: BTreeSet<&str> = match both.prefix.is_empty() {
        true => both.resolved.output_names().collect(),
        false => BTreeSet::new(),
    };
    let foreign = both.evidence.outputs.iter();
    for (name, value) in foreign.filter(|(name, _)| !ours.contains(name.as_str())) {
        let texts: Vec<&str> = value.iter().flat_map(Term::texts).collect();
        let mut all = secrets.iter();
        let shown = all.find(|(secret, _)| texts.iter().any(|text| text.contains(secret.as_str())));
        let mentioned = both.evidence.mentioned_by_output(name);
        let mut locals = mentioned.addresses.iter();
        let local = locals.find(|address| address.split('.').any(|part| part == "local"));
        let why = match (shown, local) {
            (Some((_, at)), _) => format!("it shows a secret: {at}"),
            _ if names.is_secret(&mentioned) || mentioned.cut => {
                "it may use a secret of the blueprint".to_owned()
            }
            (None, Some(local)) if names.has_secrets() => {
                format!("whether `{local}` holds a secret is not known")
            }
            _ => continue,
        };
        let address = format!("output.{name}");
        let found = finding(both, &address, Verdict::Unknown, &why);
        audit.findings.push(found);
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
