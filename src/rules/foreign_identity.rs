//! Settings that belong to another kind of identity.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{Access, Preset, TokenKind};
use crate::rules::{Docs, Input, Rule};
use crate::source::Span;
use crate::syntax::Identity;
use crate::syntax::language::IDENTITY;

pub static RULE: Rule = Rule {
    code: "JG0230",
    name: "foreign-identity",
    severity: Severity::Error,
    docs: Docs {
        what: "`[identity]` mixes settings of different kinds. A new user pool takes the pool's settings, an existing one takes `pool`, and another issuer takes `issuer`, `audience`, `preset` and `claim`. App clients, users, `all` and `{client_id}` need a user pool.",
        why: "Only the owner can configure an identity provider: what another issuer puts into its tokens is configured there.",
        example: "[identity]\nissuer = \"https://id.example.com\"\naudience = [\"api\"]\ndomain = \"shop-demo\"\n\n[clients]\n\n",
        fixed: "[identity]\nissuer = \"https://id.example.com\"\naudience = [\"api\"]\n\n[clients]\n\n",
        sources: &[],
    },
};

/// Keys for another issuer.
const OIDC: [&str; 4] = ["issuer", "audience", "preset", "claim"];

/// Keys for every kind.
const COMMON: [&str; 3] = ["token", "scope_format", "source"];

/// Checks the keys of `[identity]`.
pub fn check(written: &Identity, out: &mut Diagnostics) {
    let (kind, fits): (&str, fn(&str) -> bool) = match (&written.issuer, &written.pool) {
        (Some(_), _) => ("another issuer", |key| OIDC.contains(&key)),
        (None, Some(_)) => ("an existing user pool", |key| {
            matches!(key, "pool" | "owner" | "attributes" | "self_service")
        }),
        (None, None) => ("a user pool", |key| !OIDC.contains(&key) && key != "owner"),
    };
    for key in &written.keys {
        let known = IDENTITY.iter().any(|known| known.name == key.as_str());
        if known && !fits(key) && !COMMON.contains(&key.as_str()) {
            let message = format!("`{}` cannot be used with {kind}", key.value);
            let owner = written.issuer.as_ref().or(written.pool.as_ref());
            let diagnostic = Diagnostic::new(&RULE, key.span, message);
            out.push(match owner {
                Some(owner) => diagnostic
                    .also(owner.span, "because of this")
                    .help("remove one of the two"),
                None if key.as_str() == "owner" => diagnostic.help(
                    "add `pool`, the ID of the owner's user pool (its output `user_pool_id`)",
                ),
                None => diagnostic.help("add `issuer`, or remove this key"),
            });
        }
    }
    if let Some(issuer) = &written.issuer
        && written.audience.is_empty()
    {
        out.push(
            Diagnostic::new(&RULE, issuer.span, "`audience` is missing")
                .label("every token of this issuer would be accepted")
                .help("add `audience = [\"…\"]`, the claim `aud` of tokens for this API"),
        );
    }
}

/// Looks for settings that need a user pool.
pub fn check_use(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let Some((identity, oidc)) = model.identity.as_ref().and_then(|i| Some((i, i.oidc()?))) else {
        return;
    };
    let mut refuse = |span: Span, message: &str, help: &str| {
        out.push(
            Diagnostic::new(&RULE, span, message)
                .also(oidc.issuer.span, "another issuer is used")
                .help(help),
        );
    };
    for client in model.clients.iter() {
        let help = "remove it, and create it at the issuer; `audience` replaces app clients here";
        refuse(client.name.span, "app clients need a user pool", help);
    }
    for user in model.users.iter() {
        refuse(
            user.name.span,
            "users need a user pool",
            "remove it, and create it at the issuer; expectations can name groups",
        );
    }
    for scope in model.scopes.iter().filter(|scope| !scope.parts.is_empty()) {
        let help = "use one scope that the issuer grants to those who hold all of these";
        refuse(
            scope.name.span,
            "`all` needs the token handler of a user pool",
            help,
        );
    }
    if identity.scope_format.per_client() {
        refuse(
            identity.scope_format.span,
            "the client IDs of another issuer are not known",
            "remove `{client_id}`",
        );
    }
    if !matches!(oidc.claim.as_str(), "scope" | "scp") {
        let message = format!(
            "API Gateway does not read scopes from `{}`",
            oidc.claim.value
        );
        let help = "configure the issuer to use `scope` or `scp`, or use a Lambda authorizer";
        refuse(oidc.claim.span, &message, help);
    }
    if oidc.preset == Some(Preset::Google) {
        for route in model.routes.iter() {
            if let Access::Token { span, scopes, .. } = &route.access
                && !scopes.is_empty()
            {
                let help = "accept any token with `scopes = []`, or use a Lambda authorizer";
                refuse(*span, "Google's tokens have no scopes", help);
            }
        }
        if identity.token.value == TokenKind::Access {
            refuse(
                identity.token.span,
                "Google's access tokens are not JWTs",
                "use ID tokens: `token = \"id\"`",
            );
        }
    }
}
