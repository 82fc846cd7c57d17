//! A custom domain that API Gateway rejects.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0421",
    name: "invalid-domain",
    severity: Severity::Error,
    docs: Docs {
        what: "A custom domain is invalid. The API's `domain` and the sign-in pages' `custom_domain` must be host names, `base_path` must be valid, and the API's domain needs `certificate` or `zone`.",
        why: "API Gateway rejects the domain or the mapping. A custom domain needs a certificate, and one can be created only if its validation record can go into a hosted zone.",
        example: "[api]\ndomain = { name = \"api.example.com\" }\ngenerated_endpoint = false\n",
        fixed: "[api]\ndomain = { name = \"api.example.com\", zone = { var = \"zone_id\" } }\ngenerated_endpoint = false\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html",
            "https://www.rfc-editor.org/rfc/rfc1123#section-2.1",
        ],
    },
};

/// Longest mapping key, in characters.
const MAX_PATH: usize = 300;

/// Longest host name, in characters (RFC 1123).
const MAX_NAME: usize = 253;

/// Whether a text is a host name in lower case.
fn is_host(name: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.len() <= MAX_NAME && name.contains('.') && name.split('.').all(label)
}

/// Checks the domains of the API and of the sign-in pages.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let sign_in = input.model.identity.iter();
    let sign_in = sign_in.filter_map(|identity| identity.pool.custom_domain.as_ref());
    let names = input.model.api.domain.iter().map(|domain| &domain.name);
    for name in names.chain(sign_in.map(|domain| &domain.name)) {
        if !is_host(name) {
            let message = format!("{:?} is not a valid host name", name.value);
            let found = Diagnostic::new(&RULE, name.span, message);
            let host = name
                .split_once("://")
                .map_or(name.as_str(), |(_, rest)| rest);
            let host = host.split('/').next().unwrap_or_default().to_lowercase();
            out.push(match is_host(&host) {
                true => found.fix(
                    "write only the host name, in small letters",
                    [(name.span, quote(&host))],
                ),
                false => found.help(
                    "use a lowercase host name without scheme or path, such as `api.example.com`",
                ),
            });
        }
    }
    let Some(domain) = &input.model.api.domain else {
        return;
    };
    if domain.certificate.is_none() && domain.zone.is_none() {
        out.push(
            Diagnostic::new(&RULE, domain.span, "this domain has no certificate").help(
                "add `certificate` with its ARN, or `zone` with the hosted zone in which a new one can be validated",
            ),
        );
    }
    // This is what REST APIs call the root.
    if let Some(path) = domain
        .base_path
        .as_ref()
        .filter(|path| path.as_str() == "(none)")
    {
        let message = "`(none)` would be a part of every path";
        out.push(
            Diagnostic::new(&RULE, path.span, message).help("remove `base_path` to use the root"),
        );
    } else if let Some(path) = &domain.base_path {
        let fits = |c: char| c.is_ascii_alphanumeric() || "$-_.+!*'()/".contains(c);
        let whole = !path.is_empty() && !path.split('/').any(str::is_empty);
        if !whole || path.len() > MAX_PATH || !path.chars().all(fits) {
            let message = format!("{:?} is not a valid base path", path.value);
            out.push(
                Diagnostic::new(&RULE, path.span, message).help(
                    "use letters, digits and `$-_.+!*'()`, with single slashes between parts, or remove `base_path` to use the root",
                ),
            );
        }
    }
}
