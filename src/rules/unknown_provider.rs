//! Sign-in through an identity provider that is not declared.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};
use crate::similar::nearest;
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0219",
    name: "unknown-provider",
    severity: Severity::Error,
    docs: Docs {
        what: "An app client lists an undeclared identity provider, or none. Declared are `cognito` and those in `[identity.providers]`.",
        why: "Cognito rejects the app client, and without any provider nobody could sign in.",
        example: "[clients.web]\nidentity_providers = [\"corporat\"]\n",
        fixed: "[clients.web]\nidentity_providers = [\"cognito\"]\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html",
        ],
    },
};

/// Checks the providers of every app client.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let Some(identity) = &model.identity else {
        return;
    };
    let declared = identity
        .pool
        .providers
        .iter()
        .map(|(name, _)| name.as_str());
    let known: Vec<&str> = declared.chain(["cognito"]).collect();
    for client in model.clients.iter() {
        let Some(listed) = &client.identity_providers else {
            continue;
        };
        if listed.is_empty() {
            let message = format!("nobody can sign in through `{}`", client.name.value);
            out.push(
                Diagnostic::new(&RULE, client.name.span, message)
                    .help("list `cognito` or a provider declared in `[identity.providers]`"),
            );
        }
        for name in listed.iter().filter(|name| !known.contains(&name.as_str())) {
            let near = nearest(name, known.iter().copied()).map(quote);
            let message = format!("there is no identity provider `{}`", name.value);
            let diagnostic = Diagnostic::new(&RULE, name.span, message);
            out.push(match near {
                Some(near) => diagnostic.did_you_mean(Some(near)),
                None => diagnostic.help("declare it in `[identity.providers]`"),
            });
        }
    }
}
