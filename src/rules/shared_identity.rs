//! What only the owner of an identity can say.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0222",
    name: "shared-identity",
    severity: Severity::Error,
    docs: Docs {
        what: "A blueprint whose identity has an `owner` has roles, groups, users, scopes, a spelling or a kind of token of its own, asks for scopes that jwtgen would have to make (`allow`, `all`), or has a machine client.",
        why: "A user pool has one token handler, the owner's: it grants what the owner's blueprint says and nothing else. What is said elsewhere would be granted to nobody.",
        example: "[identity]\npool = { var = \"user_pool_id\" }\nowner = \"../people/blueprint.toml\"\n\n[routes]\n\"GET /items\" = { function = \"api\", allow = [\"readers\"] }\n",
        fixed: "[identity]\npool = { var = \"user_pool_id\" }\nowner = \"../people/blueprint.toml\"\n\n[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html",
        ],
    },
};

/// Points at what belongs to the owner.
pub fn diagnostic(key: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        span,
        format!("`{key}` is said by the owner of the identity"),
    )
    .help("take it away here, and say it there")
}

/// Looks for what would need a token handler of the blueprint's own.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    if !model
        .identity
        .as_ref()
        .is_some_and(|identity| identity.shared)
    {
        return;
    }
    for scope in model.scopes.iter().filter(|scope| scope.minted) {
        out.push(
            Diagnostic::new(
                &RULE,
                scope.name.span,
                "the owner's token handler does not know this scope",
            )
            .help("name a scope of the owner's roles in `scopes`"),
        );
    }
    for (client, machine) in model.machines() {
        let name = &model.clients[client].name;
        out.push(
            Diagnostic::new(&RULE, machine.span, format!("`{}` has roles of its own", name.value))
                .help("make machine clients in the owner's blueprint: its resource server has their scopes"),
        );
    }
}
