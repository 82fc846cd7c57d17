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
        what: "`[identity]` has settings of two kinds: of a user pool that the blueprint makes (`domain` and the settings of the pool), of one that exists (`pool`), or of another issuer (`issuer`, `audience`, `preset`, `claim`). Or app clients, users, `all` or `{client_id}` go with another issuer.",
        why: "Only who makes a thing can set it up. What another issuer puts into its tokens is configured there.",
        example: "[identity]\nissuer = \"https://id.example.com\"\naudience = [\"api\"]\ndomain = \"shop-demo\"\n\n[clients]\n\n",
        fixed: "[identity]\nissuer = \"https://id.example.com\"\naudience = [\"api\"]\n\n[clients]\n\n",
        sources: &[],
    },
};

/// Keys that go with another issuer.
const OIDC: [&str; 4] = ["issuer", "audience", "preset", "claim"];

/// Keys that go with every kind.
const COMMON: [&str; 3] = ["token", "scope_format", "source"];

/// Looks at the keys of `[identity]`.
pub fn check(written: &Identity, out: &mut Diagnostics) {
    let (kind, fits): (&str, fn(&str) -> bool) = match (&written.issuer, &written.pool) {
        (Some(_), _) => ("another issuer", |key| OIDC.contains(&key)),
        (None, Some(_)) => ("a user pool that exists already", |key| {
            matches!(key, "pool" | "owner")
        }),
        (None, None) => ("a user pool", |key| !OIDC.contains(&key) && key != "owner"),
    };
    for key in &written.keys {
        let known = IDENTITY.iter().any(|known| known.name == key.as_str());
        if known && !fits(key) && !COMMON.contains(&key.as_str()) {
            let message = format!("`{}` does not go with {kind}", key.value);
            let owner = written.issuer.as_ref().or(written.pool.as_ref());
            let diagnostic = Diagnostic::new(&RULE, key.span, message);
            out.push(match owner {
                Some(owner) => diagnostic
                    .also(owner.span, "because of this")
                    .help("take one of the two away"),
                None if key.as_str() == "owner" => {
                    diagnostic.help("add `pool`: the output `user_pool_id` of the owner")
                }
                None => diagnostic.help("add `issuer`, or take it away"),
            });
        }
    }
    if let Some(issuer) = &written.issuer
        && written.audience.is_empty()
    {
        out.push(
            Diagnostic::new(&RULE, issuer.span, "there is no `audience`")
                .label("every token of this issuer would be let in")
                .help("add `audience = [\"…\"]`: what stands in the claim `aud` of tokens for this API"),
        );
    }
}

/// Looks for what needs an issuer of the blueprint's own.
pub fn check_use(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let Some((identity, oidc)) = model.identity.as_ref().and_then(|i| Some((i, i.oidc()?))) else {
        return;
    };
    let mut refuse = |span: Span, message: &str, help: &str| {
        out.push(
            Diagnostic::new(&RULE, span, message)
                .also(oidc.issuer.span, "the issuer is not the blueprint's own")
                .help(help),
        );
    };
    for client in model.clients.iter() {
        let help = "make it there; `audience` takes the place of app clients here";
        refuse(
            client.name.span,
            "an app client belongs to its issuer",
            help,
        );
    }
    for user in model.users.iter() {
        refuse(
            user.name.span,
            "a user belongs to its issuer",
            "make the user there; expectations can name groups",
        );
    }
    for scope in model.scopes.iter().filter(|scope| !scope.parts.is_empty()) {
        let help = "another issuer does not know what scopes stand for together: let it grant one scope to those who hold all of them";
        refuse(
            scope.name.span,
            "`all` needs a token handler of the blueprint's own",
            help,
        );
    }
    if identity.scope_format.per_client() {
        refuse(
            identity.scope_format.span,
            "`{client_id}` is not known for another issuer",
            "spell scopes without it",
        );
    }
    if !matches!(oidc.claim.as_str(), "scope" | "scp") {
        let message = format!(
            "API Gateway does not read scopes from `{}`",
            oidc.claim.value
        );
        let help =
            "let the issuer put them into `scope` or `scp`, or let a Lambda authorizer decide";
        refuse(oidc.claim.span, &message, help);
    }
    if oidc.preset == Some(Preset::Google) {
        for route in model.routes.iter() {
            if let Access::Token { span, scopes, .. } = &route.access
                && !scopes.is_empty()
            {
                let help = "ask for any token (`scopes = []`), or let a Lambda authorizer decide";
                refuse(*span, "tokens of Google carry no scopes", help);
            }
        }
        if identity.token.value == TokenKind::Access {
            refuse(
                identity.token.span,
                "access tokens of Google are opaque",
                "let callers send ID tokens: `token = \"id\"`",
            );
        }
    }
}
