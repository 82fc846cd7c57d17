//! A secret that a browser would have to keep.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0223",
    name: "secret-in-browser",
    severity: Severity::Warning,
    docs: Docs {
        what: "An app client with a secret redirects to an origin whose pages call the API directly.",
        why: "Anyone can read what a page in a browser knows: the secret protects nothing.",
        example: "[clients.web]\nsecret = true\ncallback_urls = [\"https://shop.example.com/callback\"]\noauth = { flows = [\"code\"], scopes = [\"openid\"] }\n\n[identity]\ndomain = \"shop-demo\"\n\n[api]\ncors = { origins = [\"https://shop.example.com\"] }\n",
        fixed: "[clients.web]\ncallback_urls = [\"https://shop.example.com/callback\"]\noauth = { flows = [\"code\"], scopes = [\"openid\"] }\n\n[identity]\ndomain = \"shop-demo\"\n\n[api]\ncors = { origins = [\"https://shop.example.com\"] }\n",
        sources: &[],
    },
};

/// Compares callback URLs with the origins of cross-origin calls.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let Some(cors) = &input.model.api.cors else {
        return;
    };
    for client in input.model.clients.iter().filter(|client| client.secret) {
        let of_pages = |url: &str| {
            let mut origins = cors.origins.iter().filter_map(|origin| origin.literal());
            origins.any(|origin| {
                let rest = url.strip_prefix(origin);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        };
        let mut urls = client.callback_urls.iter();
        let url = urls.find(|url| url.literal().is_some_and(of_pages));
        if let Some(url) = url {
            let message = format!(
                "the secret of `{}` would be in a browser",
                client.name.value
            );
            out.push(
                Diagnostic::new(&RULE, client.name.span, message)
                    .about(&client.name)
                    .also(url.span, "users are redirected to this page")
                    .also(cors.span, "and pages of this origin call the API")
                    .help(
                        "remove `secret`: the authorization code grant with PKCE does not need one",
                    ),
            );
        }
    }
}
