//! A sign-in that sends the password.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::AuthFlow;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0224",
    name: "password-without-secret",
    severity: Severity::Warning,
    docs: Docs {
        what: "An app client without a secret allows the flow `user-password`.",
        why: "The application sees the password itself, and anyone who knows the client ID, which is not a secret, can try passwords through the API. With `user-srp` the password never leaves the user's device.",
        example: "[clients.web]\nauth_flows = [\"user-password\"]\n",
        fixed: "[clients.web]\nauth_flows = [\"user-srp\"]\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html",
        ],
    },
};

/// Checks the flows of clients without a secret.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for client in input.model.clients.iter() {
        if client.auth_flows.contains(&AuthFlow::UserPassword) && !client.secret {
            let message = format!(
                "`{}` accepts passwords and has no secret",
                client.name.value
            );
            out.push(
                Diagnostic::new(&RULE, client.name.span, message)
                    .about(&client.name)
                    .help("remove `user-password`, or allow this rule and give the reason"),
            );
        }
    }
}
