//! Environments whose tokens open each other.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{AuthorizerKind, Issuer, Value};
use crate::rules::{Docs, Input, Rule};
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    code: "JG0225",
    name: "same-audience",
    severity: Severity::Warning,
    docs: Docs {
        what: "`prefix` is a variable, so the output is for several environments; issuer and audience, or the user pool, are the same in all of them.",
        why: "A token of one environment opens the API of every other.",
        example: "prefix = { var = \"environment\" }\n\n[identity]\nissuer = \"https://id.example.com\"\naudience = [\"shop\"]\n\n[clients]\n",
        fixed: "prefix = { var = \"environment\" }\n\n[identity]\nissuer = \"https://id.example.com\"\naudience = [{ var = \"audience\" }]\n\n[clients]\n",
        sources: &[],
    },
};

/// Looks for issuers and audiences that no variable changes.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let Some(prefix) = &model.prefix else { return };
    if prefix.literal().is_some() {
        return;
    }
    let mut found = |span: Span, what: &str| {
        let message = format!("every environment takes the tokens of {what}");
        out.push(
            Diagnostic::new(&RULE, span, message)
                .also(prefix.span, "this tells environments apart")
                .help("give each environment its own by a variable"),
        );
    };
    let fixed = |issuer: &Spanned<Value>, audience: &[Spanned<Value>]| {
        let mut all = audience.iter().chain([issuer]);
        all.all(|value| value.literal().is_some())
    };
    match model.identity.as_ref().map(|identity| &identity.issuer) {
        Some(Issuer::ExistingPool(pool)) if pool.literal().is_some() => {
            found(pool.span, "the same user pool");
        }
        Some(Issuer::Oidc(oidc)) if fixed(&oidc.issuer, &oidc.audience) => {
            found(oidc.issuer.span, "the same issuer for the same audience");
        }
        _ => {}
    }
    for authorizer in model.authorizers.iter() {
        if let AuthorizerKind::Jwt {
            issuer, audience, ..
        } = &authorizer.kind
            && fixed(issuer, audience)
        {
            found(issuer.span, "the same issuer for the same audience");
        }
    }
}
