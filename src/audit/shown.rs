//! Outputs that the blueprint does not have and that show a secret of it: whoever
//! may read outputs may not be whoever may read the state.

use super::foreign::finding;
use super::{Audit, Both, Verdict};
use crate::evidence::Term;
use std::collections::BTreeMap;

/// Arguments whose values are secrets, by type.
const SECRETS: [(&str, &[&str]); 4] = [
    ("aws_acm_certificate", &["private_key"]),
    (
        "aws_cognito_identity_provider",
        &["provider_details.client_secret"],
    ),
    ("aws_cognito_user", &["password", "temporary_password"]),
    ("aws_cognito_user_pool_client", &["client_secret"]),
];

/// Judges the output values of a plan or state.
pub(super) fn outputs(both: &Both<'_>, audit: &mut Audit) {
    let secrets = secrets(both);
    let is_ours =
        |name: &str| both.prefix.is_empty() && both.resolved.output_names().any(|own| own == name);
    for (name, value) in &both.evidence.outputs {
        let texts = value.iter().flat_map(Term::texts);
        let shown = texts
            .flat_map(|text| {
                secrets
                    .iter()
                    .find(|(secret, _)| text.contains(secret.as_str()))
            })
            .next();
        if let Some((_, at)) = shown.filter(|_| !is_ours(name)) {
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
    for (kind, paths) in SECRETS {
        for address in both.evidence.of_kind(kind) {
            for path in paths {
                let value = both.evidence.value(address, path);
                if let Some(text) = value.as_text().filter(|text| !text.is_empty()) {
                    secrets.insert(text.to_owned(), format!("`{path}` of `{address}`"));
                }
            }
        }
    }
    secrets
}
