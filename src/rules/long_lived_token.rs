//! A token with a long lifetime.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Duration;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0217",
    name: "long-lived-token",
    severity: Severity::Warning,
    docs: Docs {
        what: "Access or ID tokens of an app client are valid for more than an hour.",
        why: "API Gateway does not know about sign-outs and changed groups: a token works until it expires.",
        example: "[clients.web]\nvalidity = { access = \"8h\" }\n",
        fixed: "[clients.web]\nvalidity = { access = \"1h\" }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html",
        ],
    },
};

/// Checks the validity of the tokens that callers send.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for client in input.model.clients.iter() {
        for text in [&client.validity.access, &client.validity.id]
            .into_iter()
            .flatten()
        {
            let minutes = Duration::parse(text).map_or(0, Duration::minutes);
            if (61..=24 * 60).contains(&minutes) {
                let message = format!("a token works for up to {} after a sign-out", text.value);
                out.push(
                    Diagnostic::new(&RULE, text.span, message)
                        .help("use an hour or less: applications refresh it without a new sign-in"),
                );
            }
        }
    }
}
