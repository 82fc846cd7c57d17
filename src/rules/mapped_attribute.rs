//! An attribute that an identity provider cannot set.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Attribute;
use crate::rules::{Docs, Input, Rule};
use std::collections::BTreeMap;

pub static RULE: Rule = Rule {
    code: "JG0220",
    name: "mapped-attribute",
    severity: Severity::Error,
    docs: Docs {
        what: "An identity provider maps a custom attribute that is not declared or is immutable.",
        why: "Cognito writes mapped attributes at every sign-in: an immutable one makes the second sign-in fail.",
        example: "[identity]\nattributes = { tenant = { mutable = false } }\n\n[identity.providers.corporate]\nsaml = { metadata_url = \"https://idp.example.com/metadata\" }\nmapping = { \"custom:tenant\" = \"tenant\" }\n\n[expect]\n\"GET /items\" = { signed-in = 403 }\n",
        fixed: "[identity]\nattributes = { tenant = {} }\n\n[identity.providers.corporate]\nsaml = { metadata_url = \"https://idp.example.com/metadata\" }\nmapping = { \"custom:tenant\" = \"tenant\" }\n\n[expect]\n\"GET /items\" = { signed-in = 403 }\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html",
        ],
    },
};

/// Compares every mapping with the custom attributes.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let Some(identity) = &input.model.identity else {
        return;
    };
    let attributes: BTreeMap<&str, &Attribute> = identity
        .pool
        .attributes
        .iter()
        .map(|(name, attribute)| (name.as_str(), attribute))
        .collect();
    let mappings = identity
        .pool
        .providers
        .iter()
        .flat_map(|(_, provider)| &provider.mapping);
    for (target, _) in mappings {
        let Some(name) = target.strip_prefix("custom:") else {
            continue;
        };
        match attributes.get(name) {
            None => out.push(
                Diagnostic::new(
                    &RULE,
                    target.span,
                    format!("the user pool has no attribute `{name}`"),
                )
                .help("declare it in `attributes` of `[identity]`"),
            ),
            Some(attribute) => {
                if let Some(fixed) = attribute.mutable.filter(|flag| !flag.value) {
                    out.push(
                        Diagnostic::new(
                            &RULE,
                            target.span,
                            format!("`{name}` is immutable, but every sign-in sets it"),
                        )
                        .also(fixed.span, "made immutable here")
                        .help("make the attribute mutable, or remove the mapping"),
                    );
                }
            }
        }
    }
}
