//! An app client through which nobody can sign in.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::AuthFlow;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0209",
    name: "no-sign-in",
    severity: Severity::Warning,
    docs: Docs {
        what: "An app client has no way to sign in. A client for users needs a flow in `auth_flows`, or sign-in pages with a domain; a machine client needs the domain. The flow `custom` does not count: it needs challenge triggers, which the pool does not have.",
        why: "Nobody gets a token through it, so a route that accepts only this app client always answers 401.",
        example: "[clients.web]\nauth_flows = []\n",
        fixed: "[clients.web]\nauth_flows = [\"user-srp\"]\n",
        sources: &[],
    },
};

/// Checks how users sign in through every client.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let domain = model.identity.as_ref().is_some_and(|i| i.has_domain());
    for client in model.clients.iter() {
        if let Some(machine) = &client.machine {
            // The domain of an existing pool belongs to its owner.
            let owned = model.identity.as_ref().is_some_and(|i| i.owns_pool());
            if !domain && owned {
                let message = format!("`{}` has no token endpoint", client.name.value);
                out.push(
                    Diagnostic::new(&RULE, client.name.span, message)
                        .about(&client.name)
                        .also(
                            machine.span,
                            "client credentials need the token endpoint of a domain",
                        )
                        .help("set `domain` in `[identity]`"),
                );
            }
            continue;
        }
        let by_api = client
            .auth_flows
            .iter()
            .any(|flow| *flow != AuthFlow::Custom);
        if by_api || (client.oauth.is_some() && domain) {
            continue;
        }
        let message = format!("nobody can sign in through `{}`", client.name.value);
        let diagnostic = Diagnostic::new(&RULE, client.name.span, message).about(&client.name);
        out.push(match &client.oauth {
            Some(oauth) => diagnostic
                .also(oauth.span, "its sign-in pages have no domain")
                .help("set `domain` in `[identity]`, or add a flow to `auth_flows`"),
            None => {
                diagnostic.help("add `user-srp` or `user-password` to `auth_flows`, or add `oauth`")
            }
        });
    }
}
