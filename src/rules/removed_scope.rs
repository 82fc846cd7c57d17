//! A requested scope that the token handler removes.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::TokenKind;
use crate::rules::standard_scope::SELF_SERVICE;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0240",
    name: "removed-scope",
    severity: Severity::Warning,
    docs: Docs {
        what: "An app client requests `aws.cognito.signin.user.admin`, which the token handler removes.",
        why: "With this scope, an access token may change its user's own attributes, password and second factor. Without `self_service`, no access token has it, so Cognito refuses these calls.",
        example: "[clients.web]\ncallback_urls = [\"https://example.com/callback\"]\noauth = { flows = [\"code\"], scopes = [\"openid\", \"aws.cognito.signin.user.admin\"] }\n\n[identity]\ndomain = \"shop-demo\"\n",
        fixed: "[clients.web]\ncallback_urls = [\"https://example.com/callback\"]\noauth = { flows = [\"code\"], scopes = [\"openid\", \"aws.cognito.signin.user.admin\"] }\n\n[identity]\ndomain = \"shop-demo\"\nself_service = true\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html",
        ],
    },
};

/// Checks the OAuth scopes of every client.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let Some(identity) = &input.model.identity else {
        return;
    };
    let removes = identity.oidc().is_none() && identity.token.value == TokenKind::Access;
    if !removes || identity.pool.self_service() {
        return;
    }
    for client in input.model.clients.iter() {
        let scopes = client.oauth.iter().flat_map(|oauth| &oauth.scopes);
        for scope in scopes.filter(|scope| scope.as_str() == SELF_SERVICE) {
            let message = format!("the token handler removes the scope `{SELF_SERVICE}`");
            let finding = Diagnostic::new(&RULE, scope.span, message).about(&client.name);
            out.push(match identity.shared {
                true => {
                    finding.help("remove it, or set `self_service = true` in the owner's blueprint")
                }
                false => finding
                    .help("remove it, or set `self_service = true` in `[identity]` to keep it"),
            });
        }
    }
}
