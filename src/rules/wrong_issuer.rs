//! An issuer that no token has.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{AuthorizerKind, Preset};
use crate::rules::{Docs, Input, Rule, unreachable_target};
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0231",
    name: "wrong-issuer",
    severity: Severity::Error,
    docs: Docs {
        what: "An issuer differs from the `iss` claim of the product's tokens. Auth0's ends with a slash; Okta has one for each custom authorization server, not one for the organization; Entra ID's contains the tenant ID, not `common`; Google's is `https://accounts.google.com`; Cognito's is not the URL of its sign-in pages. None is the URL of a discovery document.",
        why: "API Gateway compares the two character by character: every call would answer 401.",
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

/// Checks the issuer of the identity and of every JWT authorizer.
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
        let Some((message, correction)) = problem(text, preset) else {
            continue;
        };
        let diagnostic = Diagnostic::new(&RULE, issuer.span, message);
        out.push(match correction {
            Correction::Text(text) => diagnostic.fix(
                "write it as it is in the tokens",
                [(issuer.span, quote(&text))],
            ),
            Correction::Words(help) => diagnostic.help(help),
        });
    }
}

enum Correction {
    Text(String),
    Words(&'static str),
}

fn problem(issuer: &str, preset: Option<Preset>) -> Option<(&'static str, Correction)> {
    let bare = issuer.strip_suffix('/');
    let path = issuer
        .strip_prefix("https://")?
        .split_once('/')
        .map_or("", |(_, path)| path);
    let host = issuer.strip_prefix("https://")?.split('/').next()?;
    if host.ends_with(".amazoncognito.com") {
        let help = "use the `issuer` output of the pool: `https://cognito-idp.<region>.amazonaws.com/<pool id>`";
        return Some((
            "the URL of the sign-in pages is not the issuer of a user pool",
            Correction::Words(help),
        ));
    }
    if let Some(issuer) = issuer.strip_suffix("/.well-known/openid-configuration") {
        let correction = Correction::Text(issuer.to_owned());
        return Some((
            "this is the URL of the discovery document, not the issuer",
            correction,
        ));
    }
    if let Some(issuer) = issuer.strip_suffix("/.well-known/jwks.json") {
        let correction = Correction::Text(issuer.to_owned());
        return Some(("this is the URL of the keys, not the issuer", correction));
    }
    if let Some(issuer) = issuer.strip_suffix("/.well-known/oauth-authorization-server") {
        let correction = Correction::Text(issuer.to_owned());
        return Some((
            "this is the URL of the server's metadata, not the issuer",
            correction,
        ));
    }
    if host.starts_with("cognito-idp.") && path.is_empty() {
        let help =
            "add the ID of the user pool: `https://cognito-idp.<region>.amazonaws.com/<pool id>`";
        return Some(("this issuer names no user pool", Correction::Words(help)));
    }
    if host == "securetoken.google.com" && path.is_empty() {
        let help = "add the ID of the Firebase project: `https://securetoken.google.com/<project>`";
        return Some(("this issuer names no project", Correction::Words(help)));
    }
    let name = unreachable_target::host(issuer)?;
    if unreachable_target::is_private(name) {
        let help = "API Gateway reads the keys of an issuer over the internet: use an address that it can reach";
        return Some(("this issuer cannot be reached", Correction::Words(help)));
    }
    let realm = path
        .strip_suffix('/')
        .and_then(|path| path.rsplit_once('/'));
    if realm.is_some_and(|(start, _)| start == "realms" || start.ends_with("/realms")) {
        let correction = Correction::Text(bare.unwrap_or(issuer).to_owned());
        return Some(("Keycloak issuers do not end with a slash", correction));
    }
    if let Some(bare) = bare.filter(|_| host.starts_with("cognito-idp.")) {
        let correction = Correction::Text(bare.to_owned());
        return Some(("Cognito issuers do not end with a slash", correction));
    }
    match preset? {
        Preset::Auth0 if !path.is_empty() => {
            let correction = Correction::Text(format!("https://{host}/"));
            Some(("Auth0 issuers have no path", correction))
        }
        Preset::Auth0 if bare.is_none() => {
            let correction = Correction::Text(format!("{issuer}/"));
            Some(("Auth0 issuers end with a slash", correction))
        }
        Preset::Okta if bare.is_some() => {
            let correction = Correction::Text(bare.unwrap_or(issuer).to_owned());
            Some(("Okta issuers do not end with a slash", correction))
        }
        Preset::Okta if !path.starts_with("oauth2/") => {
            let help = "use a custom authorization server: `https://<org>/oauth2/<server>`";
            Some((
                "tokens of Okta's org authorization server are not meant for your own APIs",
                Correction::Words(help),
            ))
        }
        Preset::Entra
            if ["common", "organizations", "consumers"].contains(&path.split('/').next()?) =>
        {
            let help = "use the tenant ID: tokens always contain it";
            Some((
                "no token is issued for this tenant",
                Correction::Words(help),
            ))
        }
        Preset::Entra if host == "login.microsoftonline.com" && !path.ends_with("/v2.0") => {
            let help = "use `https://login.microsoftonline.com/<tenant>/v2.0`, or `https://sts.windows.net/<tenant>/` for v1.0 tokens";
            Some((
                "this is not a valid Entra ID issuer",
                Correction::Words(help),
            ))
        }
        Preset::Entra if host == "sts.windows.net" && bare.is_none() => {
            let correction = Correction::Text(format!("{issuer}/"));
            Some(("Entra ID v1.0 issuers end with a slash", correction))
        }
        Preset::Google if issuer != "https://accounts.google.com" => {
            let correction = Correction::Text("https://accounts.google.com".to_owned());
            Some(("this is not Google's issuer", correction))
        }
        Preset::Keycloak if !format!("/{path}").contains("/realms/") || bare.is_some() => {
            let help = "use `https://<host>/realms/<realm>`, without a trailing slash";
            Some((
                "this is not a valid Keycloak issuer",
                Correction::Words(help),
            ))
        }
        _ => None,
    }
}
