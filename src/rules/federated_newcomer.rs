//! People from another identity provider, who start in no group.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{Access, Principal};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0339",
    name: "federated-newcomer",
    severity: Severity::Note,
    docs: Docs {
        what: "Users sign in through another provider, and routes require scopes that groups grant.",
        why: "Cognito creates a user at the first sign-in through a provider, in no group of the blueprint. Until somebody adds the user to a group, every such route answers 403, although the access matrix says that the group may call it. An expectation for `signed-in` shows that this is known.",
        example: "[identity]\ndomain = \"shop-demo\"\n\n[identity.providers.corporate]\nsaml = { metadata_url = \"https://idp.example.com/metadata\" }\nmapping = { email = \"email\" }\n\n[clients.web]\ncallback_urls = [\"https://example.com/callback\"]\noauth = { flows = [\"code\"], scopes = [\"openid\"] }\n",
        fixed: "[identity]\ndomain = \"shop-demo\"\n\n[identity.providers.corporate]\nsaml = { metadata_url = \"https://idp.example.com/metadata\" }\nmapping = { email = \"email\" }\n\n[clients.web]\ncallback_urls = [\"https://example.com/callback\"]\noauth = { flows = [\"code\"], scopes = [\"openid\"] }\n\n[expect]\n\"GET /items\" = { signed-in = 403, readers = \"allow\" }\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-user-groups.html",
        ],
    },
};

/// Looks for providers and for routes that require a scope.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let Some(identity) = &model.identity else {
        return;
    };
    let scoped =
        |access: &Access| matches!(access, Access::Token { scopes, .. } if !scopes.is_empty());
    let Some(route) = model.routes.iter().find(|route| scoped(&route.access)) else {
        return;
    };
    // Whoever states what they are answered knows.
    let mut expected = model.expectations.iter();
    if expected.any(|expected| expected.caller.value == Principal::SignedIn) {
        return;
    }
    for (name, _) in &identity.pool.providers {
        let message = format!(
            "users who sign in through `{}` for the first time are in no group",
            name.value
        );
        out.push(
            Diagnostic::new(&RULE, name.span, message)
                .about(name)
                .also(route.text.span, "this route answers them with 403")
                .help("add them to a group after their first sign-in, or state the decision in `[expect]`: `signed-in = 403`"),
        );
    }
}
