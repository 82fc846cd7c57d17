//! A token handler that somebody else has to attach.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{Issuer, TokenKind};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0232",
    name: "unattached-handler",
    severity: Severity::Warning,
    docs: Docs {
        what: "The user pool exists already, and the blueprint makes the token handler for it.",
        why: "A pool has one trigger, and it is its owner's: until the handler is attached no token holds a scope, and every route that asks for one answers 403.",
        example: "[identity]\npool = { var = \"user_pool_id\" }\n",
        fixed: "[identity]\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html",
        ],
    },
};

/// Reminds of the owner's step.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    if let Some(identity) = &input.model.identity
        && !identity.shared
        && let Issuer::ExistingPool(pool) = &identity.issuer
    {
        let version = match identity.token.value {
            TokenKind::Access => "V2_0",
            TokenKind::Id => "V1_0",
        };
        let message = "the owner of this user pool has to attach the token handler";
        out.push(
            Diagnostic::new(&RULE, pool.span, message).help(format!(
                "give them the output `token_handler_arn`: it is the pre token generation trigger, version {version}"
            )),
        );
    }
}
