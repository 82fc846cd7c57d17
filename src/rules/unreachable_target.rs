//! A URL that API Gateway cannot reach.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Target;
use crate::rules::{Docs, Input, Rule};
use std::net::{IpAddr, Ipv4Addr};

pub static RULE: Rule = Rule {
    code: "JG0429",
    name: "unreachable-target",
    severity: Severity::Warning,
    docs: Docs {
        what: "The `url` of a route has a host that exists only in a private network.",
        why: "API Gateway calls it over the internet: every call would answer 503.",
        example: "[functions]\n\n[routes]\n\"GET /items\" = { url = \"https://10.0.0.5/items\", scopes = [\"read\"] }\n",
        fixed: "[functions]\n\n[routes]\n\"GET /items\" = { url = \"https://items.example.com/items\", scopes = [\"read\"] }\n",
        sources: &[
            "https://www.rfc-editor.org/rfc/rfc1918",
            "https://www.rfc-editor.org/rfc/rfc6761",
            "https://www.rfc-editor.org/rfc/rfc6762",
        ],
    },
};

/// Top-level domains that only private networks have.
const PRIVATE: [&str; 6] = ["localhost", "local", "internal", "lan", "intranet", "test"];

/// Checks the host of every URL.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for route in input.model.routes.iter() {
        let Target::Url(url) = &route.target else {
            continue;
        };
        let Some(host) = url.literal().and_then(host) else {
            continue;
        };
        if is_private(host) {
            let message = format!("`{host}` cannot be reached from the internet");
            out.push(
                Diagnostic::new(&RULE, url.span, message)
                    .help("use an address that API Gateway can reach, or call the service from a function with `vpc`"),
            );
        }
    }
}

/// The host of a URL, without its port.
pub fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?;
    match host.strip_prefix('[') {
        Some(address) => address.split(']').next(),
        None => host.split(':').next(),
    }
}

/// Whether a host exists only in a private network.
pub fn is_private(host: &str) -> bool {
    match host.parse() {
        Ok(IpAddr::V4(address)) => is_private_address(address),
        Ok(IpAddr::V6(address)) => {
            address.is_loopback()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                || address.to_ipv4_mapped().is_some_and(is_private_address)
        }
        Err(_) => {
            let host = host.trim_end_matches('.').to_lowercase();
            let last = host.rsplit('.').next().unwrap_or_default();
            let is_name = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
            !host.is_empty()
                && host.chars().all(is_name)
                && (!host.contains('.') || PRIVATE.contains(&last))
        }
    }
}

fn is_private_address(address: Ipv4Addr) -> bool {
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_unspecified()
        // Between customers of one provider: <https://www.rfc-editor.org/rfc/rfc6598>.
        || matches!(address.octets(), [100, 64..=127, ..])
}
