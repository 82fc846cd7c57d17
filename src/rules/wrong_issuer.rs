//! An issuer that no token names.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{AuthorizerKind, Preset};
use crate::rules::{Docs, Input, Rule};
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0231",
    name: "wrong-issuer",
    severity: Severity::Error,
    docs: Docs {
        what: "An issuer is not spelled as the product spells the claim `iss`: Auth0 ends it with a slash; Okta has one for each authorization server and none for the organisation; Entra ID has the tenant's id in it and not `common`; Google's is `https://accounts.google.com`; the address of Cognito's sign-in pages is none, nor is that of the document below an issuer.",
        why: "API Gateway compares it character by character: every call would answer 401.",
        example: "[identity]\nissuer = \"https://shop.eu.auth0.com\"\naudience = [\"api\"]\n\n[clients]\n\n",
        fixed: "[identity]\nissuer = \"https://shop.eu.auth0.com/\"\naudience = [\"api\"]\n\n[clients]\n\n",
        sources: &[
            "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata",
            "https://developer.okta.com/docs/concepts/auth-servers/",
            "https://learn.microsoft.com/en-us/entra/identity-platform/access-tokens",
            "https://github.com/aws-solutions-library-samples/guidance-for-claude-code-with-amazon-bedrock/issues/97",
            "https://github.com/AzureAD/microsoft-authentication-library-for-js/issues/560",
            "https://github.com/okta/okta-spring-boot/issues/258",
        ],
    },
};

/// Looks at the issuer of the identity and of every JWT authorizer.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let own = model.identity.iter().filter_map(|identity| identity.oidc());
    let own = own.map(|oidc| (&oidc.issuer, oidc.preset));
    let declared = model
        .authorizers
        .iter()
        .filter_map(|authorizer| match &authorizer.kind {
            AuthorizerKind::Jwt { issuer, .. } => {
                Some((issuer, issuer.literal().and_then(Preset::of)))
            }
            AuthorizerKind::Lambda { .. } => None,
        });
    for (issuer, preset) in own.chain(declared) {
        let Some(text) = issuer.literal() else {
            continue;
        };
        let Some((message, mended)) = problem(text, preset) else {
            continue;
        };
        let diagnostic = Diagnostic::new(&RULE, issuer.span, message);
        out.push(match mended {
            Mended::Text(text) => {
                diagnostic.fix("spell it as the tokens do", [(issuer.span, quote(&text))])
            }
            Mended::Words(help) => diagnostic.help(help),
        });
    }
}

enum Mended {
    Text(String),
    Words(&'static str),
}

fn problem(issuer: &str, preset: Option<Preset>) -> Option<(&'static str, Mended)> {
    let bare = issuer.strip_suffix('/');
    let path = issuer
        .strip_prefix("https://")?
        .split_once('/')
        .map_or("", |(_, path)| path);
    let host = issuer.strip_prefix("https://")?.split('/').next()?;
    if host.ends_with(".amazoncognito.com") {
        let help = "use the `issuer` output of the pool: `https://cognito-idp.<region>.amazonaws.com/<pool id>`";
        return Some((
            "the sign-in pages of a user pool are no issuer",
            Mended::Words(help),
        ));
    }
    if let Some(issuer) = issuer.strip_suffix("/.well-known/openid-configuration") {
        let mended = Mended::Text(issuer.to_owned());
        return Some(("this is the address of a document below the issuer", mended));
    }
    if let Some(bare) = bare.filter(|_| host.starts_with("cognito-idp.")) {
        let mended = Mended::Text(bare.to_owned());
        return Some(("issuers of Cognito do not end with a slash", mended));
    }
    match preset? {
        Preset::Auth0 if bare.is_none() => {
            let mended = Mended::Text(format!("{issuer}/"));
            Some(("issuers of Auth0 end with a slash", mended))
        }
        Preset::Okta if bare.is_some() => {
            let mended = Mended::Text(bare.unwrap_or(issuer).to_owned());
            Some(("issuers of Okta do not end with a slash", mended))
        }
        Preset::Okta if !path.starts_with("oauth2/") => {
            let help = "use a custom authorization server: `https://<org>/oauth2/<server>`";
            Some((
                "tokens of Okta's org server are not for APIs of your own",
                Mended::Words(help),
            ))
        }
        Preset::Entra
            if ["common", "organizations", "consumers"].contains(&path.split('/').next()?) =>
        {
            let help = "put the tenant's id in its place: tokens always name the tenant";
            Some(("no token names this tenant", Mended::Words(help)))
        }
        Preset::Entra if host == "login.microsoftonline.com" && !path.ends_with("/v2.0") => {
            let help = "it is `https://login.microsoftonline.com/<tenant>/v2.0`, and `https://sts.windows.net/<tenant>/` for tokens of version 1";
            Some(("this is no issuer of Entra ID", Mended::Words(help)))
        }
        Preset::Entra if host == "sts.windows.net" && bare.is_none() => {
            let mended = Mended::Text(format!("{issuer}/"));
            Some(("issuers of version 1 end with a slash", mended))
        }
        Preset::Google if issuer != "https://accounts.google.com" => {
            let mended = Mended::Text("https://accounts.google.com".to_owned());
            Some(("this is not Google's issuer", mended))
        }
        Preset::Keycloak if !format!("/{path}").contains("/realms/") || bare.is_some() => {
            let help = "it is `https://<host>/realms/<realm>`, without a slash at the end";
            Some(("this is no issuer of Keycloak", Mended::Words(help)))
        }
        _ => None,
    }
}
