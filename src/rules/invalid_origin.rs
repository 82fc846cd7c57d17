//! An origin that no browser sends.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0405",
    name: "invalid-origin",
    severity: Severity::Error,
    docs: Docs {
        what: "An origin of `cors` is not a scheme, a host and an optional port, or `origins` is empty.",
        why: "Browsers send exactly that, in lower case and without a trailing slash. Any other origin never matches, and every call from a page fails.",
        example: "[api]\ncors = { origins = [\"https://example.com/\"] }\n",
        fixed: "[api]\ncors = { origins = [\"https://example.com\"] }\n",
        sources: &[
            "https://www.rfc-editor.org/rfc/rfc6454#section-6.2",
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
        ],
    },
};

/// Checks the origins known at compile time.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let Some(cors) = &input.model.api.cors else {
        return;
    };
    // A missing list has been reported.
    if cors.origins.is_empty() && input.model.complete {
        out.push(
            Diagnostic::new(&RULE, cors.span, "`cors` allows no origin")
                .help("list the origins of your pages, or remove `cors`"),
        );
    }
    for origin in &cors.origins {
        let Some(text) = origin.literal() else {
            continue;
        };
        if is_origin(text) {
            continue;
        }
        let found = Diagnostic::new(&RULE, origin.span, "no browser sends this origin");
        let corrected = text.trim_end_matches('/').to_ascii_lowercase();
        let corrected = default_port(&corrected).unwrap_or(&corrected).to_owned();
        out.push(match is_origin(&corrected) {
            true => found.fix(
                format!("write `{corrected}`"),
                [(origin.span, format!("\"{corrected}\""))],
            ),
            false if text == "null" => found.help(
                "this is the origin of pages from files and of sandboxed frames, which cannot be told apart: remove it, or serve the page from an address",
            ),
            false if text.contains('*') => found.help(
                "a wildcard stands for no part of an origin: list each origin, as in `https://app.example.com`",
            ),
            false => found.help("use only scheme, host and port, as in `https://example.com`"),
        });
    }
}

/// The origin without a port that browsers leave out.
fn default_port(text: &str) -> Option<&str> {
    let port = match text.split_once("://")?.0 {
        "https" => ":443",
        "http" => ":80",
        _ => return None,
    };
    text.strip_suffix(port)
}

fn is_origin(text: &str) -> bool {
    if text == "*" {
        return true;
    }
    if default_port(text).is_some() {
        return false;
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        return false;
    };
    let scheme_fits = scheme.starts_with(|c: char| c.is_ascii_lowercase())
        && scheme
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "+-.".contains(c));
    let (host, port) = match rest.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (rest, None),
    };
    let port_fits = port.is_none_or(|port| port.parse::<u16>().is_ok());
    let host_fits = match host.strip_prefix('[') {
        Some(address) => address.strip_suffix(']').is_some_and(|address| {
            !address.is_empty() && address.chars().all(|c| c.is_ascii_hexdigit() || c == ':')
        }),
        None => {
            host == "*"
                || !host.is_empty()
                    && host
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._".contains(c))
        }
    };
    scheme_fits && host_fits && port_fits
}

#[cfg(test)]
mod tests {
    use super::is_origin;

    #[test]
    fn accepts_only_valid_origins() {
        for good in [
            "*",
            "https://*",
            "http://*",
            "https://example.com",
            "http://localhost:3000",
            "http://[::1]:8080",
            "capacitor://localhost",
        ] {
            assert!(is_origin(good), "{good}");
        }
        for bad in [
            "",
            "null",
            "example.com",
            "https://",
            "https://example.com/",
            "https://example.com/app",
            "https://Example.com",
            "https://*.example.com",
            "https://example.com:port",
        ] {
            assert!(!is_origin(bad), "{bad}");
        }
    }
}
