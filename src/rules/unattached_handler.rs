//! A token handler that the owner of the pool has to attach.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{Issuer, TokenKind};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0232",
    name: "unattached-handler",
    severity: Severity::Warning,
    docs: Docs {
        what: "The blueprint makes a token handler for a user pool that already exists.",
        why: "A pool has only one pre token generation trigger, and it belongs to the pool's owner. Until the handler is attached no token has scopes, and every route that requires one answers 403.",
        example: "[identity]\npool = { var = \"user_pool_id\" }\n",
        fixed: "[identity]\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html",
        ],
    },
};

/// Names the owner's step.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    if let Some(identity) = &input.model.identity
        && !identity.shared
        && let Issuer::ExistingPool(pool) = &identity.issuer
    {
        let version = match identity.token.value {
            TokenKind::Access => "V2_0",
            TokenKind::Id => "V1_0",
        };
        let message = "the owner of this user pool must attach the token handler";
        out.push(
            Diagnostic::new(&RULE, pool.span, message).help(format!(
                "attach the output `token_handler_arn` as the pre token generation trigger, version {version}"
            )),
        );
    }
}
