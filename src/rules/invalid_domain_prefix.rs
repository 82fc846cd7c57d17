//! A domain prefix that Cognito rejects.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0206",
    name: "invalid-domain-prefix",
    severity: Severity::Error,
    docs: Docs {
        what: "`domain` is not a valid domain prefix. It takes 1 to 63 lowercase letters, digits and inner hyphens, without `aws`, `amazon` and `cognito`.",
        why: "Cognito rejects it at apply. `laws` contains `aws`.",
        example: "[identity]\ndomain = \"outlaws\"\n",
        fixed: "[identity]\ndomain = \"bandits\"\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html",
            "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html",
        ],
    },
};

/// Words that no prefix may contain.
const RESERVED: [&str; 3] = ["aws", "amazon", "cognito"];

/// The reserved word that a prefix contains.
pub fn reserved(prefix: &str) -> Option<&'static str> {
    RESERVED.into_iter().find(|word| prefix.contains(word))
}

/// Checks the domain prefix of the sign-in pages.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let written = input
        .model
        .identity
        .as_ref()
        .and_then(|i| i.domain.as_ref());
    let Some((domain, span)) = written.and_then(|d| Some((d.literal()?, d.span))) else {
        return;
    };
    let fits = (1..=63).contains(&domain.len())
        && domain
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && !domain.starts_with('-')
        && !domain.ends_with('-');
    let message = match reserved(domain) {
        Some(word) => format!("a domain prefix cannot contain `{word}`"),
        None if !fits => "this is not a valid domain prefix".to_owned(),
        None => return,
    };
    let found = Diagnostic::new(&RULE, span, message);
    let host = domain.strip_prefix("https://").unwrap_or(domain);
    if let Some((prefix, _)) = host
        .split_once(".auth.")
        .filter(|(_, rest)| rest.ends_with("amazoncognito.com"))
    {
        out.push(found.suggest(
            "write only the first part: Cognito adds the rest",
            [(span, quote(prefix))],
        ));
        return;
    }
    if host.contains('.') && reserved(host).is_none() {
        out.push(found.help(
            "`domain` is the first part of a domain of Cognito's; for one of yours, use `custom_domain` with `name` and `certificate`",
        ));
        return;
    }
    out.push(
        found
            .help("use 1 to 63 lowercase letters, digits and inner hyphens, without `aws`, `amazon` and `cognito`"),
    );
}
