//! An app client that could ask for more than its user holds.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity, nearest};
use crate::rules::standard_scope::STANDARD_SCOPES;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0205",
    name: "requested-role-scope",
    severity: Severity::Error,
    docs: Docs {
        what: "An app client for people lists an OAuth scope that is not one of OpenID Connect's.",
        why: "Whoever signs in could ask for that scope at the hosted sign-in, whatever their groups. Scopes of roles come from the token handler alone.",
        example: "[clients.web]\ncallback_urls = [\"https://example.com\"]\noauth = { flows = [\"code\"], scopes = [\"openid\", \"read\"] }\n",
        fixed: "[clients.web]\ncallback_urls = [\"https://example.com\"]\noauth = { flows = [\"code\"], scopes = [\"openid\"] }\n",
        sources: &[],
    },
};

/// Looks at the OAuth scopes of every client.
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
                    .also(known.name.span, "roles grant it, through groups")
                    .help("take it away here: the token handler adds it for members of the right groups"),
                None => diagnostic
                    .did_you_mean(nearest(scope, STANDARD_SCOPES).map(|near| format!("\"{near}\"")))
                    .help(format!("it may request {}", STANDARD_SCOPES.join(", "))),
            });
        }
    }
}
