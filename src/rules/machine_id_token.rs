//! Machine clients in a blueprint that uses ID tokens.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::TokenKind;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0316",
    name: "machine-id-token",
    severity: Severity::Error,
    docs: Docs {
        what: "There is a machine client, and `token` is `id`.",
        why: "Client credentials yield only access tokens. People would send one kind of token and machines the other, but a route's scopes fit only one kind.",
        example: "[identity]\nscope_format = \"{name}/{scope}\"\ntoken = \"id\"\ndomain = \"shop-demo\"\n\n[clients.web]\n\n[clients.batch]\nroles = [\"reader\"]\n",
        fixed: "[identity]\nscope_format = \"{name}/{scope}\"\ndomain = \"shop-demo\"\n\n[clients.web]\n\n[clients.batch]\nroles = [\"reader\"]\n",
        sources: &["https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html"],
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
        let message = "machine clients cannot get ID tokens";
        out.push(
            Diagnostic::new(&RULE, identity.token.span, message)
                .also(client.span, "this is a machine client")
                .suggest(
                    "use access tokens",
                    [(identity.token.span, "\"access\"".to_owned())],
                ),
        );
    }
}
