//! Choice-based sign-in with nothing to choose.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::AuthFlow;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0235",
    name: "choice-without-factors",
    severity: Severity::Warning,
    docs: Docs {
        what: "An app client signs users in with `user-auth`, where they choose how. jwtgen generates no sign-in policy, so the only choice is the password.",
        why: "Passkeys and one-time codes need a sign-in policy of the pool. Without it, the flow is the same as `user-srp` or `user-password`.",
        example: "[clients.web]\nauth_flows = [\"user-auth\"]\n",
        fixed: "[clients.web]\nauth_flows = [\"user-srp\"]\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignInPolicyType.html",
        ],
    },
};

/// Looks for the flow in pools of the blueprint.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    if !model.identity.as_ref().is_some_and(|i| i.owns_pool()) {
        return;
    }
    for client in model.clients.iter() {
        if client.auth_flows.contains(&AuthFlow::UserAuth) {
            let message = format!(
                "`user-auth` offers users of `{}` nothing but their password",
                client.name.value
            );
            out.push(
                Diagnostic::new(&RULE, client.name.span, message)
                    .about(&client.name)
                    .help("use `\"user-srp\"`; for passkeys or one-time codes, use an existing pool (`pool`) with a sign-in policy"),
            );
        }
    }
}
