//! An app client through which nobody can sign in.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::AuthFlow;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0209",
    name: "no-sign-in",
    severity: Severity::Warning,
    docs: Docs {
        what: "An app client has no way to sign in: no sign-in through the API, and no hosted sign-in with a domain. The flow `custom` needs challenge triggers, which the pool does not have. A machine client needs the domain.",
        why: "Nobody gets a token through it, so routes that accept it alone answer 401 to everyone.",
        example: "[clients.web]\nauth_flows = []\n",
        fixed: "[clients.web]\nauth_flows = [\"user-srp\"]\n",
        sources: &[],
    },
};

/// Looks at the ways to sign in of every client.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let domain = model.identity.as_ref().is_some_and(|i| i.has_domain());
    for client in model.clients.iter() {
        if let Some(machine) = &client.machine {
            // The domain of a pool that exists is its owner's.
            let owned = model.identity.as_ref().is_some_and(|i| i.owns_pool());
            if !domain && owned {
                let message = format!("`{}` has nowhere to get a token", client.name.value);
                out.push(
                    Diagnostic::new(&RULE, client.name.span, message)
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
        let diagnostic = Diagnostic::new(&RULE, client.name.span, message);
        out.push(match &client.oauth {
            Some(oauth) => diagnostic
                .also(oauth.span, "the hosted sign-in has no domain")
                .help("set `domain` in `[identity]`, or list a flow in `auth_flows`"),
            None => diagnostic
                .help("list `user-srp` or `user-password` in `auth_flows`, or add `oauth`"),
        });
    }
}
