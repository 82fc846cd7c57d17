//! A hosted sign-in that cannot work.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0208",
    name: "incomplete-oauth",
    severity: Severity::Error,
    docs: Docs {
        what: "An app client has `oauth` without callback URLs, flows or scopes, or redirect URLs without `oauth`; or a machine client holds no scope.",
        why: "Cognito refuses the one and ignores the other.",
        example: "[clients.web]\noauth = { flows = [\"code\"], scopes = [\"openid\"] }\n",
        fixed: "[clients.web]\ncallback_urls = [\"https://example.com\"]\noauth = { flows = [\"code\"], scopes = [\"openid\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html",
        ],
    },
};

/// Looks at each client's OAuth settings together.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for (id, machine) in input.model.machines() {
        if machine.scopes.is_empty() {
            let name = input.model.clients[id].name.span;
            out.push(
                Diagnostic::new(&RULE, machine.span, "this machine client holds no scope")
                    .also(name, "it could get no token")
                    .help("give it a role that lists a scope"),
            );
        }
    }
    for client in input.model.clients.iter() {
        match &client.oauth {
            Some(oauth) => {
                let missing = [
                    (client.callback_urls.is_empty(), "`callback_urls`"),
                    (!oauth.code, "a flow"),
                    (oauth.scopes.is_empty(), "a scope"),
                ];
                for (_, what) in missing.into_iter().filter(|(missing, _)| *missing) {
                    let message = format!("the hosted sign-in lacks {what}");
                    out.push(
                        Diagnostic::new(&RULE, oauth.span, message)
                            .also(client.name.span, "for this app client")
                            .help("it needs `callback_urls` of the client, `flows` and `scopes`"),
                    );
                }
            }
            None => {
                if let Some(url) = client
                    .callback_urls
                    .iter()
                    .chain(&client.logout_urls)
                    .next()
                {
                    out.push(
                        Diagnostic::new(
                            &RULE,
                            url.span,
                            "a redirect URL without `oauth` has no effect",
                        )
                        .help("add `oauth = { flows = [\"code\"], scopes = [\"openid\"] }`"),
                    );
                }
            }
        }
    }
}
