//! An app client that could request more than its user holds.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::standard_scope::STANDARD_SCOPES;
use crate::rules::{Docs, Input, Rule};
use crate::similar::nearest;
use crate::text::any_of;

pub static RULE: Rule = Rule {
    code: "JG0205",
    name: "requested-role-scope",
    severity: Severity::Error,
    docs: Docs {
        what: "An app client for users requests an OAuth scope that is not a standard one.",
        why: "Anyone who signs in could request that scope on the sign-in pages, regardless of their groups. Only the token handler grants the scopes of roles.",
        example: "[clients.web]\ncallback_urls = [\"https://example.com\"]\noauth = { flows = [\"code\"], scopes = [\"openid\", \"read\"] }\n",
        fixed: "[clients.web]\ncallback_urls = [\"https://example.com\"]\noauth = { flows = [\"code\"], scopes = [\"openid\"] }\n",
        sources: &[],
    },
};

/// Checks the OAuth scopes of every client.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    for oauth in model
        .clients
        .iter()
        .filter_map(|client| client.oauth.as_ref())
    {
        for scope in &oauth.scopes {
            if STANDARD_SCOPES.contains(&scope.as_str()) {
                continue;
            }
            let message = format!("an app client cannot request the scope `{}`", scope.value);
            let diagnostic = Diagnostic::new(&RULE, scope.span, message);
            let role_scope = model.scopes.iter().find(|known| known.name == *scope);
            out.push(match role_scope {
                Some(known) => diagnostic
                    .also(known.name.span, "roles grant it through groups")
                    .help(
                        "remove it here: the token handler adds it for members of the right groups",
                    ),
                None if scope.as_str() == "offline_access" => diagnostic
                    .help("remove it: with `\"code\"`, Cognito always issues a refresh token"),
                None => diagnostic
                    .did_you_mean(nearest(scope, STANDARD_SCOPES).map(|near| format!("\"{near}\"")))
                    .help(format!("use {}", any_of(&STANDARD_SCOPES))),
            });
        }
    }
}
