//! OAuth settings that cannot work.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0208",
    name: "incomplete-oauth",
    severity: Severity::Error,
    docs: Docs {
        what: "The OAuth settings of an app client are incomplete. `oauth` needs callback URLs, flows and scopes; redirect URLs need `oauth`; a machine client needs a scope.",
        why: "Cognito rejects incomplete settings, and ignores redirect URLs without `oauth`.",
        example: "[clients.web]\noauth = { flows = [\"code\"], scopes = [\"openid\"] }\n",
        fixed: "[clients.web]\ncallback_urls = [\"https://example.com\"]\noauth = { flows = [\"code\"], scopes = [\"openid\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html",
        ],
    },
};

/// Checks each client's OAuth settings together.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for (id, machine) in input.model.machines() {
        if machine.scopes.is_empty() {
            let name = input.model.clients[id].name.span;
            out.push(
                Diagnostic::new(&RULE, machine.span, "this machine client holds no scopes")
                    .also(name, "it could not get a token")
                    .help("give it a role with a scope"),
            );
        }
    }
    for client in input.model.clients.iter() {
        match &client.oauth {
            Some(oauth) => {
                let missing = [
                    (client.callback_urls.is_empty(), "a callback URL"),
                    (!oauth.code, "a flow"),
                    (oauth.scopes.is_empty(), "a scope"),
                ];
                for (_, what) in missing.into_iter().filter(|(missing, _)| *missing) {
                    let message = format!("the sign-in pages need {what}");
                    out.push(
                        Diagnostic::new(&RULE, oauth.span, message)
                            .also(client.name.span, "for this app client")
                            .help("set `callback_urls` of the client, and `flows` and `scopes` in `oauth`"),
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
