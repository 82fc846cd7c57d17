//! Machine clients where callers send ID tokens.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::TokenKind;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0316",
    name: "machine-id-token",
    severity: Severity::Error,
    docs: Docs {
        what: "There is a machine client, and `token` is `id`.",
        why: "Client credentials give access tokens alone. People would send the one kind and machines the other, and a route lists scopes for one of them.",
        example: "[identity]\nscope_format = \"{name}/{scope}\"\ntoken = \"id\"\ndomain = \"shop-demo\"\n\n[clients.web]\n\n[clients.batch]\nroles = [\"reader\"]\n",
        fixed: "[identity]\nscope_format = \"{name}/{scope}\"\ndomain = \"shop-demo\"\n\n[clients.web]\n\n[clients.batch]\nroles = [\"reader\"]\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html",
        ],
    },
};

/// Points at the token and at the first machine client.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let (Some(identity), Some((client, _))) = (&model.identity, model.machines().next()) else {
        return;
    };
    if identity.token.value == TokenKind::Id {
        let client = &model.clients[client].name;
        let message = "machine clients have no ID tokens";
        out.push(
            Diagnostic::new(&RULE, identity.token.span, message)
                .also(client.span, "this is a machine client")
                .suggest(
                    "let callers send access tokens",
                    [(identity.token.span, "\"access\"".to_owned())],
                ),
        );
    }
}
