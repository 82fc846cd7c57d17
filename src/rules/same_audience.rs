//! Environments that accept one another's tokens.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{AuthorizerKind, Issuer, Value};
use crate::rules::{Docs, Input, Rule};
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    code: "JG0225",
    name: "same-audience",
    severity: Severity::Warning,
    docs: Docs {
        what: "All environments accept the same tokens. `prefix` is a variable, so the output serves several environments, but their issuer and audience, or their user pool, are the same.",
        why: "A token of one environment gives access to the API of every other.",
        example: "prefix = { var = \"environment\" }\n\n[identity]\nissuer = \"https://id.example.com\"\naudience = [\"shop\"]\n\n[clients]\n",
        fixed: "prefix = { var = \"environment\" }\n\n[identity]\nissuer = \"https://id.example.com\"\naudience = [{ var = \"audience\" }]\n\n[clients]\n",
        sources: &[],
    },
};

/// Looks for issuers and audiences without a variable.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let Some(prefix) = &model.prefix else { return };
    if prefix.literal().is_some() {
        return;
    }
    let mut found = |span: Span, what: &str| {
        let message = format!("every environment accepts the tokens of {what}");
        out.push(
            Diagnostic::new(&RULE, span, message)
                .also(prefix.span, "this differs between environments")
                .help("use a variable, so that each environment has its own"),
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
