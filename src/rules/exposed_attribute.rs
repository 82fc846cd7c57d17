//! A mapped attribute that its user can overwrite.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::TokenKind;
use crate::rules::{Docs, Input, Rule};
use std::collections::BTreeMap;

pub static RULE: Rule = Rule {
    code: "JG0241",
    name: "exposed-attribute",
    severity: Severity::Warning,
    docs: Docs {
        what: "An identity provider maps a custom attribute, and users can overwrite it.",
        why: "App clients must be able to write a mapped attribute. A user whose access token has the scope `aws.cognito.signin.user.admin` can then set it to anything until the next sign-in. The token handler removes that scope from access tokens, but not with `self_service`, and not with `token = \"id\"`, where Cognito does not let it. A `writable` attribute is meant to be overwritten.",
        example: "[identity]\nself_service = true\nattributes = { tenant = {} }\n\n[identity.providers.corporate]\nsaml = { metadata_url = \"https://idp.example.com/metadata\" }\nmapping = { \"custom:tenant\" = \"tenant\" }\n\n[expect]\n\"GET /items\" = { signed-in = 403 }\n",
        fixed: "[identity]\nattributes = { tenant = {} }\n\n[identity.providers.corporate]\nsaml = { metadata_url = \"https://idp.example.com/metadata\" }\nmapping = { \"custom:tenant\" = \"tenant\" }\n\n[expect]\n\"GET /items\" = { signed-in = 403 }\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-specifying-attribute-mapping.html",
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html",
        ],
    },
};

/// Compares every mapping with what users may do.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let Some(identity) = &input.model.identity else {
        return;
    };
    let settings = &identity.pool;
    let (reason, help) = match (&settings.self_service, identity.token.value) {
        (Some(flag), _) if flag.value => (
            Some(flag.span),
            "remove `self_service`, or set `writable = true` on the attribute to accept this",
        ),
        (_, TokenKind::Id) => (
            None,
            "let callers send access tokens, or set `writable = true` on the attribute to accept this",
        ),
        (_, TokenKind::Access) => return,
    };
    let attributes: BTreeMap<&str, bool> = settings
        .attributes
        .iter()
        .map(|(name, attribute)| (name.as_str(), attribute.is_writable()))
        .collect();
    let mappings = settings.providers.iter();
    for (target, _) in mappings.flat_map(|(_, provider)| &provider.mapping) {
        let name = target.strip_prefix("custom:");
        // What is not declared has been reported.
        let Some((name, false)) = name.and_then(|name| Some((name, *attributes.get(name)?))) else {
            continue;
        };
        let message = format!("users can overwrite `{name}`, which the identity provider sets");
        let finding = Diagnostic::new(&RULE, target.span, message).about(target);
        out.push(match reason {
            Some(span) => finding
                .also(span, "lets users change their attributes")
                .help(help),
            None => finding.help(help),
        });
    }
}
