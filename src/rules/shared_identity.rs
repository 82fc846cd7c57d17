//! Settings that belong to the owner of an identity.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0222",
    name: "shared-identity",
    severity: Severity::Error,
    docs: Docs {
        what: "A blueprint whose identity has an `owner` defines what only the owner can define. It cannot have roles, groups, users, scopes, `attributes`, `scope_format`, `self_service`, `token` or machine clients, nor the owner's custom domain for its API, nor use `allow` or `all`, which need scopes made by jwtgen.",
        why: "A user pool has one token handler, and it belongs to the owner: it grants only what the owner's blueprint says. Grants in another blueprint would have no effect. AWS accepts a domain name once: the second apply fails, and it may disturb the domain that is in use.",
        example: "[identity]\npool = { var = \"user_pool_id\" }\nowner = \"../people/blueprint.toml\"\n\n[routes]\n\"GET /items\" = { function = \"api\", allow = [\"readers\"] }\n",
        fixed: "[identity]\npool = { var = \"user_pool_id\" }\nowner = \"../people/blueprint.toml\"\n\n[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[
            "https://github.com/hashicorp/terraform-provider-aws/issues/27358",
            "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html",
        ],
    },
};

/// Points at a custom domain that the owner creates too.
pub fn domain(name: &str, span: Span) -> Diagnostic {
    let message = format!("the owner of the identity also creates the domain `{name}`");
    Diagnostic::new(&RULE, span, message).help(
        "use another name, or map this API to the owner's domain in Terraform beside the output",
    )
}

/// Points at what belongs to the owner.
pub fn diagnostic(key: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        &RULE,
        span,
        format!("only the owner of the identity can set `{key}`"),
    )
    .help("remove it here, and set it in the owner's blueprint")
}

/// Looks for settings that need a token handler of this blueprint.
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
            .help("use `scopes` with a scope of the owner's roles"),
        );
    }
    for (client, machine) in model.machines() {
        let name = &model.clients[client].name;
        out.push(
            Diagnostic::new(&RULE, machine.span, format!("the machine client `{}` cannot have roles here", name.value))
                .help("declare machine clients in the owner's blueprint: its resource server defines their scopes"),
        );
    }
}
