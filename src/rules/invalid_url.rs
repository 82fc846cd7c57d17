//! A redirect URL that Cognito rejects.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0207",
    name: "invalid-url",
    severity: Severity::Error,
    docs: Docs {
        what: "A callback or logout URL is invalid. It must be absolute, without a fragment, at most 1024 characters long, and use HTTPS unless its host is local.",
        why: "Cognito rejects it at apply. Over plain HTTP, others could read the authorization code.",
        example: "[clients.web]\ncallback_urls = [\"http://example.com/callback\"]\noauth = { flows = [\"code\"], scopes = [\"openid\"] }\n",
        fixed: "[clients.web]\ncallback_urls = [\"https://example.com/callback\"]\noauth = { flows = [\"code\"], scopes = [\"openid\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html",
        ],
    },
};

/// Longest URL, in characters.
const MAX: usize = 1024;

/// Schemes whose URLs run in the page that opens them.
const SCRIPTS: [&str; 4] = ["data", "file", "javascript", "vbscript"];

/// Hosts that may be reached without TLS.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Checks callback and logout URLs of every client.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for client in input.model.clients.iter() {
        for url in client.callback_urls.iter().chain(&client.logout_urls) {
            let list = url.literal().and_then(several);
            if let Some(list) = list.filter(|list| list.iter().all(|url| problem(url).is_none())) {
                let list: Vec<String> = list.into_iter().map(quote).collect();
                let list = list.join(", ");
                out.push(
                    Diagnostic::new(
                        &RULE,
                        url.span,
                        "this is a list of redirect URLs in one text",
                    )
                    .suggest(format!("separate them: `{list}`"), [(url.span, list)]),
                );
                continue;
            }
            if let Some(problem) = url.literal().and_then(problem) {
                out.push(
                    Diagnostic::new(&RULE, url.span, problem)
                        .help("use an absolute `https://` URL, or `http://localhost`"),
                );
            }
        }
    }
}

/// The URLs in a text that lists several of them.
fn several(text: &str) -> Option<Vec<&str>> {
    let parts = text.split([',', ' ']).filter(|part| !part.is_empty());
    let parts: Vec<&str> = parts.collect();
    (parts.len() > 1 && parts.iter().all(|part| part.contains("://"))).then_some(parts)
}

/// No URL crate is needed: only the scheme, the host, the port and forbidden
/// characters matter, and app schemes such as `myapp://` are allowed.
fn problem(url: &str) -> Option<String> {
    let Some((scheme, rest)) = url.split_once(':') else {
        return Some("this URL is not absolute".into());
    };
    let scheme_fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    if !scheme_fits || rest.is_empty() {
        return Some("this URL is not absolute".into());
    }
    if url.chars().count() > MAX {
        return Some(format!("this URL is longer than {MAX} characters"));
    }
    if let Some(bad) = url
        .chars()
        .find(|c| *c == '#' || c.is_whitespace() || c.is_control())
    {
        return Some(format!("a redirect URL cannot contain {bad:?}"));
    }
    let authority = rest.strip_prefix("//").map(authority).unwrap_or_default();
    let host = host(authority);
    let port = authority[host.len()..].strip_prefix(':');
    match scheme.to_ascii_lowercase().as_str() {
        scheme if SCRIPTS.contains(&scheme) => {
            Some(format!("`{scheme}:` is not allowed in a redirect URL"))
        }
        _ if port.is_some_and(|port| port.parse::<u16>().is_err()) => {
            Some("this URL has an invalid port".into())
        }
        "https" | "http" if host.is_empty() => Some("this URL has no host".into()),
        "http" if !LOCAL.contains(&host) => {
            Some("plain HTTP is only allowed for local hosts".into())
        }
        _ => None,
    }
}

/// Host and port of what follows `//`.
fn authority(rest: &str) -> &str {
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    authority.rsplit('@').next().unwrap_or_default()
}

/// The host of host and port.
fn host(authority: &str) -> &str {
    match authority
        .strip_prefix('[')
        .and_then(|inner| inner.find(']'))
    {
        Some(end) => &authority[..end + 2],
        None => authority.split(':').next().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn tells_good_from_bad() {
        for good in [
            "https://example.com",
            "https://example.com:8443/x?y=z",
            "http://localhost:3000/callback",
            "http://127.0.0.1",
            "http://[::1]:80/",
            "myapp://done",
        ] {
            assert_eq!(problem(good), None, "{good}");
        }
        for bad in [
            "",
            "/callback",
            "example.com/x",
            "https://",
            "http://example.com",
            "http://localhost.example.com",
            "http://localhost@example.com",
            "https://example.com/#x",
            "https://example.com/a b",
            "https://example.com:99999999",
            "https://example.com:x",
            "javascript:alert(1)",
            "DATA:text/html,x",
        ] {
            assert!(problem(bad).is_some(), "{bad}");
        }
    }
}
