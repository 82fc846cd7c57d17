//! A machine client with settings for people.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    code: "JG0314",
    name: "machine-for-people",
    severity: Severity::Error,
    docs: Docs {
        what: "A machine client has settings for signing people in. An app client with `roles` is a machine client.",
        why: "Client credentials must be the only OAuth flow of an app client, so people cannot sign in through a machine client.",
        example: "[identity]\nscope_format = \"{name}/{scope}\"\ndomain = \"shop-demo\"\n\n[clients.web]\n\n[clients.batch]\nroles = [\"reader\"]\nauth_flows = [\"user-srp\"]\n",
        fixed: "[identity]\nscope_format = \"{name}/{scope}\"\ndomain = \"shop-demo\"\n\n[clients.web]\n\n[clients.batch]\nroles = [\"reader\"]\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html",
        ],
    },
};

/// Points at the roles and at the first other key.
pub fn diagnostic(name: &Spanned<String>, roles: Span, other: Span) -> Diagnostic {
    let message = format!(
        "`{}` is a machine client, so people cannot sign in through it",
        name.value
    );
    Diagnostic::new(&RULE, other, message)
        .also(roles, "`roles` makes it a machine client")
        .help("declare a separate app client for people")
}
