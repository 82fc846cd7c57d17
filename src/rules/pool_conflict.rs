//! Settings of a user pool that exclude each other.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{AuthFlow, Client, TokenKind};
use crate::rules::{Docs, Input, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0215",
    name: "pool-conflict",
    severity: Severity::Error,
    docs: Docs {
        what: "Two settings of `[identity]` exclude each other. These are `sign_in` and `aliases`, `domain` and `custom_domain`, `admin` and other recovery methods, and a tier and a feature that it lacks.",
        why: "Cognito rejects the pool. Scopes in access tokens and choice-based sign-in need `essentials`; threat protection needs `plus`.",
        example: "[identity]\nsign_in = [\"email\"]\naliases = [\"phone_number\"]\n",
        fixed: "[identity]\nsign_in = [\"email\"]\n",
        sources: &[
            "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/cognito_user_pool",
            "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html",
            "https://github.com/hashicorp/terraform-provider-aws/issues/40734",
        ],
    },
};

/// Checks pairs of settings.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let Some(identity) = &model.identity else {
        return;
    };
    let pool = &identity.pool;
    let mut refuse = |span: Span, other: Span, message: &str, help: &str| {
        out.push(
            Diagnostic::new(&RULE, span, message)
                .also(other, "because of this")
                .help(help),
        );
    };
    if let (Some(sign_in), Some(alias)) = (pool.sign_in.first(), pool.aliases.first()) {
        let message = "`aliases` need a user name, and `sign_in` replaces it";
        refuse(alias.span, sign_in.span, message, "remove one of the two");
    }
    if let (Some(domain), Some(own)) = (&identity.domain, &pool.custom_domain) {
        refuse(
            own.span,
            domain.span,
            "a user pool can have only one sign-in domain",
            "remove one of the two",
        );
    }
    if let Some(ways) = &pool.recovery
        && let Some(admin) = ways.iter().find(|way| way.as_str() == "admin")
        && let Some(other) = ways.iter().find(|way| way.as_str() != "admin")
    {
        refuse(
            admin.span,
            other.span,
            "`admin` cannot be combined with other recovery methods",
            "remove one of the two",
        );
    }
    // Any other word has been reported.
    let protection = pool.threat_protection.as_ref();
    let protection = protection.filter(|mode| matches!(mode.as_str(), "audit" | "enforced"));
    let Some(tier) = &pool.tier else {
        if let Some(mode) = protection {
            let message = "threat protection needs the tier `plus`";
            refuse(mode.span, identity.span, message, "set `tier = \"plus\"`");
        }
        return;
    };
    if tier.as_str() == "lite" {
        if identity.token.value == TokenKind::Access {
            let message = "the tier `lite` does not support scopes in access tokens";
            let help = "choose `essentials`, or use ID tokens: `token = \"id\"`";
            refuse(tier.span, identity.token.span, message, help);
        }
        let chosen = |client: &&Client| client.auth_flows.contains(&AuthFlow::UserAuth);
        if let Some(client) = model.clients.iter().find(chosen) {
            let message = "the tier `lite` does not support choice-based sign-in";
            refuse(
                tier.span,
                client.name.span,
                message,
                "choose `essentials`, or remove `user-auth`",
            );
        }
    }
    if let Some(mode) = protection
        && tier.as_str() != "plus"
    {
        let message = "threat protection needs the tier `plus`";
        refuse(mode.span, tier.span, message, "set `tier = \"plus\"`");
    }
}
