//! A redirect URL with a wildcard.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0242",
    name: "literal-redirect",
    severity: Severity::Warning,
    docs: Docs {
        what: "A callback or logout URL has a `*`, which is not a wildcard there.",
        why: "Cognito compares redirect URLs as a whole: sign-in ends with `redirect_mismatch`.",
        example: "[clients.web]\ncallback_urls = [\"https://*.example.com/callback\"]\noauth = { flows = [\"code\"], scopes = [\"openid\"] }\n",
        fixed: "[clients.web]\ncallback_urls = [\"https://app.example.com/callback\"]\noauth = { flows = [\"code\"], scopes = [\"openid\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-app-idp-settings.html",
        ],
    },
};

/// Looks for stars in the redirect URLs of every client.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for client in input.model.clients.iter() {
        for url in client.callback_urls.iter().chain(&client.logout_urls) {
            if url.literal().is_some_and(|text| text.contains('*')) {
                out.push(
                    Diagnostic::new(&RULE, url.span, "a redirect URL takes no wildcard")
                        .label("`*` is literal text")
                        .help(
                            "list each URL; for previews, add a client or an overlay with theirs",
                        ),
                );
            }
        }
    }
}
