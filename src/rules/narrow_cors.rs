//! CORS settings that keep pages from calling routes.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{Access, RouteKey, Target};
use crate::rules::{Docs, Input, Rule};
use crate::syntax::quote;
use std::collections::BTreeSet;

pub static RULE: Rule = Rule {
    code: "JG0428",
    name: "narrow-cors",
    severity: Severity::Warning,
    docs: Docs {
        what: "`cors` lists methods or headers, and leaves out what pages need to call the routes.",
        why: "A browser asks first, and does not send a request with a method or header that is not allowed. Nothing is in the access log then.",
        example: "[api]\ncors = { origins = [\"https://example.com\"], headers = [\"content-type\"] }\n",
        fixed: "[api]\ncors = { origins = [\"https://example.com\"], headers = [\"content-type\", \"authorization\"] }\n",
        sources: &["https://fetch.spec.whatwg.org/#cors-preflight-fetch"],
    },
};

/// Methods that need no permission.
/// <https://fetch.spec.whatwg.org/#cors-safelisted-method>
const SIMPLE: [&str; 3] = ["GET", "HEAD", "POST"];

/// Compares the methods with those of the routes, and the headers with what a token
/// needs.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let Some(cors) = &model.api.cors else {
        return;
    };
    let own = model.routes.iter();
    let own = own.filter(|route| route.target != Target::Preflight);
    // Neither programs nor callers with AWS credentials ask for permission.
    let own = own.filter(|route| match &route.access {
        Access::Token { clients, .. } => {
            let mut clients = clients.iter();
            clients.any(|client| model.clients[*client].machine.is_none())
        }
        Access::Foreign { .. } | Access::Lambda { .. } => true,
        _ => false,
    });
    if let Some(methods) = cors.methods.as_ref().filter(|list| !list.is_empty()) {
        let has = |method: &str| {
            methods
                .iter()
                .any(|known| [method, "*"].contains(&known.as_str()))
        };
        let used = own.clone().filter_map(|route| match &route.key {
            RouteKey::Path { method, .. } => Some(method.as_str()),
            RouteKey::Default => None,
        });
        let used: BTreeSet<&str> = used.collect();
        let missing = used.into_iter().filter(|method| {
            !has(method) && !SIMPLE.contains(method) && !["ANY", "OPTIONS"].contains(method)
        });
        let last = methods[methods.len() - 1].span;
        for method in missing {
            out.push(
                Diagnostic::new(&RULE, last, format!("no page may send `{method}`"))
                    .label("the list ends here")
                    .help(format!(
                        "add `{}`, which a route has, or remove `methods`: the methods of the routes are allowed then",
                        quote(method)
                    )),
            );
        }
    }
    let needs_token = own
        .into_iter()
        .any(|route| matches!(route.access, Access::Token { .. } | Access::Foreign { .. }));
    let Some(headers) = cors.headers.as_ref().filter(|list| !list.is_empty()) else {
        return;
    };
    // What API Gateway makes of `*` is not documented.
    let allowed = headers
        .iter()
        .any(|header| header.value == "*" || header.eq_ignore_ascii_case("authorization"));
    if needs_token && !allowed && reads_header(input) {
        let last = headers[headers.len() - 1].span;
        out.push(
            Diagnostic::new(&RULE, last, "no page may send a token")
                .label("the list ends here")
                .help("add `\"authorization\"`, or remove `headers`: it is allowed then"),
        );
    }
}

/// Whether tokens come in the header `authorization`.
fn reads_header(input: &Input<'_>) -> bool {
    let identity = input.model.identity.as_ref();
    identity.is_none_or(|identity| identity.source.to_lowercase().contains("authorization"))
}
