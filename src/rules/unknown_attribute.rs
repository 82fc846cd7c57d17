//! A mapped attribute that users do not have.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{STANDARD_ATTRIBUTES, VERIFIED_ATTRIBUTES};
use crate::rules::{Docs, Input, Rule};
use crate::similar::nearest;

pub static RULE: Rule = Rule {
    code: "JG0237",
    name: "unknown-attribute",
    severity: Severity::Error,
    docs: Docs {
        what: "An identity provider maps an attribute that users do not have.",
        why: "Cognito knows its standard attributes and the custom ones of the pool, and rejects any other when the provider is created. Custom attributes start with `custom:`.",
        example: "[identity.providers.corporate]\nsaml = { metadata_url = \"https://idp.example.com/metadata\" }\nmapping = { mail = \"mail\" }\n\n[expect]\n\"GET /items\" = { signed-in = 403 }\n",
        fixed: "[identity.providers.corporate]\nsaml = { metadata_url = \"https://idp.example.com/metadata\" }\nmapping = { email = \"mail\" }\n\n[expect]\n\"GET /items\" = { signed-in = 403 }\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html",
            "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html",
        ],
    },
};

/// The user name of people from an identity provider, which may be mapped too.
const USERNAME: &str = "username";

/// Checks the attributes of every mapping.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let Some(identity) = &input.model.identity else {
        return;
    };
    let providers = identity.pool.providers.iter();
    for (target, _) in providers.flat_map(|(_, provider)| &provider.mapping) {
        let mut known = STANDARD_ATTRIBUTES
            .into_iter()
            .chain(VERIFIED_ATTRIBUTES)
            .chain([USERNAME]);
        if target.starts_with("custom:") || known.any(|known| known == target.as_str()) {
            continue;
        }
        let custom = identity.pool.attributes.iter();
        let custom = custom.map(|(name, _)| name.as_str());
        let custom = custom.filter(|name| *name == target.as_str());
        let custom = custom.map(|name| format!("\"custom:{name}\"")).next();
        let standard = nearest(target, STANDARD_ATTRIBUTES).map(str::to_owned);
        let message = format!("users have no attribute `{}`", target.value);
        out.push(
            Diagnostic::new(&RULE, target.span, message)
                .did_you_mean(custom.or(standard))
                .help("use a standard attribute, or a custom one as `custom:NAME`"),
        );
    }
}
