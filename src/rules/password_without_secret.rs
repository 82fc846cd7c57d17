//! A sign-in that hands the password over.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::AuthFlow;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0224",
    name: "password-without-secret",
    severity: Severity::Warning,
    docs: Docs {
        what: "An app client without a secret lets people sign in with the flow `user-password`.",
        why: "The application gets to see the password itself, and anyone who knows the client's id, which is no secret, can try passwords by API. With `user-srp` the password never leaves the person's side.",
        example: "[clients.web]\nauth_flows = [\"user-password\"]\n",
        fixed: "[clients.web]\nauth_flows = [\"user-srp\"]\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html",
        ],
    },
};

/// Looks at the flows of clients without a secret.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for client in input.model.clients.iter() {
        if client.auth_flows.contains(&AuthFlow::UserPassword) && !client.secret {
            let message = format!("`{}` takes passwords and has no secret", client.name.value);
            out.push(
                Diagnostic::new(&RULE, client.name.span, message)
                    .help("take `user-password` away, or allow the rule with the reason"),
            );
        }
    }
}
