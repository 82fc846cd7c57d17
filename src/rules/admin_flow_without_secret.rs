//! A flow for servers without a secret.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::AuthFlow;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0221",
    name: "admin-flow-without-secret",
    severity: Severity::Warning,
    docs: Docs {
        what: "An app client allows the flow `admin-user-password` and has no secret.",
        why: "The flow is for servers with AWS credentials. A server can keep a secret, and with a secret nobody else can use its app client.",
        example: "[clients.web]\nauth_flows = [\"admin-user-password\"]\n",
        fixed: "[clients.web]\nauth_flows = [\"admin-user-password\"]\nsecret = true\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html",
        ],
    },
};

/// Checks the flows of clients without a secret.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for client in input.model.clients.iter() {
        if client.auth_flows.contains(&AuthFlow::AdminUserPassword) && !client.secret {
            let message = format!(
                "`{}` allows `admin-user-password` but has no secret",
                client.name.value
            );
            out.push(
                Diagnostic::new(&RULE, client.name.span, message)
                    .about(&client.name)
                    .help("set `secret = true`, or remove `admin-user-password`"),
            );
        }
    }
}
