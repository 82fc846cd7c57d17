//! Providers and backends: who makes the resources of a blueprint, where, and
//! where their state is kept.

use crate::evidence::{Block, Expr, Term};
use hcl::{Body, Expression};
use std::collections::BTreeSet;
use ureq::http::Uri;

/// Arguments of an `aws` provider that do not redirect some resources elsewhere
/// than others, and run nothing. Files of shared configuration and credentials
/// are not among them: their `credential_process` is a program.
/// Source: <https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sourcing-external.html>.
const SETTINGS: [&str; 18] = [
    "access_key",
    "alias",
    "allowed_account_ids",
    "default_tags",
    "forbidden_account_ids",
    "ignore_tags",
    "max_retries",
    "profile",
    "region",
    "retry_mode",
    "s3_force_path_style",
    "s3_use_path_style",
    "secret_key",
    "skip_credentials_validation",
    "skip_get_ec2_platforms",
    "skip_metadata_api_check",
    "skip_region_validation",
    "skip_requesting_account_id",
];

/// Where a state may be kept, with the settings that say no more than where that
/// is. Any other place, such as an address of a web server, learns the secrets in
/// it. Who may read a bucket is not known; the report says that this is assumed.
const BACKENDS: [(&str, &[&str]); 4] = [
    ("local", &["path", "workspace_dir"]),
    (
        "s3",
        &[
            "allowed_account_ids",
            "bucket",
            "dynamodb_table",
            "encrypt",
            "forbidden_account_ids",
            "key",
            "kms_key_id",
            "profile",
            "region",
            "use_lockfile",
            "workspace_key_prefix",
        ],
    ),
    ("remote", &["organization", "workspaces"]),
    ("cloud", &["organization", "workspaces"]),
];

/// Why an `aws` provider in a file may do more than reach AWS.
pub(super) fn written(body: &Body) -> Option<String> {
    let arguments = body.attributes().map(|argument| argument.key());
    let blocks = body.blocks().map(|block| block.identifier.as_str());
    let endpoints = body
        .blocks()
        .filter(|block| block.identifier.as_str() == "endpoints");
    let endpoints = endpoints.flat_map(|block| block.body.attributes());
    why(
        arguments.chain(blocks),
        endpoints.map(|endpoint| match endpoint.expr() {
            Expression::String(address) => Some(address.as_str()),
            _ => None,
        }),
    )
}

/// Why an `aws` provider of a plan may do more than reach AWS.
pub(super) fn planned(block: &Block) -> Option<String> {
    let names = block.attributes.keys().chain(block.blocks.keys());
    let endpoints = block.blocks.get("endpoints").into_iter().flatten();
    let endpoints = endpoints.flat_map(|block| block.attributes.values());
    why(
        names.map(String::as_str),
        endpoints.map(|endpoint| match endpoint {
            Expr::Constant(term) => term.as_text(),
            _ => None,
        }),
    )
}

fn why<'a>(
    settings: impl Iterator<Item = &'a str>,
    endpoints: impl Iterator<Item = Option<&'a str>>,
) -> Option<String> {
    for setting in settings {
        if setting != "endpoints" && !SETTINGS.contains(&setting) {
            return Some(format!("what its `{setting}` does is not known"));
        }
    }
    let endpoints: BTreeSet<Option<&str>> = endpoints.collect();
    if endpoints.len() > 1 {
        return Some("its endpoints lead to different places".to_owned());
    }
    let local = |address: &Option<&str>| address.is_some_and(is_local);
    (!endpoints.iter().all(local)).then(|| "what its endpoints lead to is not known".to_owned())
}

/// Whether an address leads to this machine, where an emulator of AWS runs.
fn is_local(address: &str) -> bool {
    let Ok(address) = address.parse::<Uri>() else {
        return false;
    };
    let host = address.host().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|host| host.is_loopback())
}

/// Whether a backend of this kind, with these settings, only keeps the state.
pub(super) fn keeps<'a>(kind: &str, mut settings: impl Iterator<Item = &'a str>) -> bool {
    let known = BACKENDS.iter().find(|(known, _)| *known == kind);
    known.is_some_and(|(_, known)| settings.all(|setting| known.contains(&setting)))
}

/// Whether a `terraform_remote_state` reads a state, and nothing else.
pub(super) fn reads_state(backend: &Term, config: &Term) -> bool {
    let Some(kind) = backend.as_text() else {
        return false;
    };
    match config {
        Term::Map(settings) => keeps(kind, settings.keys().map(String::as_str)),
        Term::Null => keeps(kind, [].into_iter()),
        _ => false,
    }
}

/// Whether two constraints allow the same versions. Terraform writes zeros that
/// may be left out, and orders the parts.
pub(super) fn same_versions(ours: &str, theirs: &str) -> bool {
    let parts = |text: &str| -> BTreeSet<String> {
        let parts = text.split(',').map(|part| part.replace(' ', ""));
        parts
            .map(|part| match part.starts_with("~>") {
                true => part,
                false => part.trim_end_matches(".0").to_owned(),
            })
            .collect()
    };
    parts(ours) == parts(theirs)
}

#[cfg(test)]
mod tests {
    use super::{is_local, same_versions};

    #[test]
    fn versions_are_compared_by_what_they_allow() {
        assert!(same_versions(">= 6.20, < 7.0", "< 7.0.0, >= 6.20.0"));
        assert!(same_versions("~> 6.20", "~> 6.20"));
        for other in ["", ">= 6.2, < 7.0", ">= 6.20", "~> 6.20.0", "2.0.0"] {
            assert!(!same_versions(">= 6.20, < 7.0", other), "{other}");
        }
        assert!(!same_versions("~> 6.20", "~> 6.20.0"));
    }

    #[test]
    fn only_this_machine_is_local() {
        for address in [
            "http://localhost:4566",
            "https://127.0.0.1",
            "http://[::1]:80/",
        ] {
            assert!(is_local(address), "{address}");
        }
        for address in [
            "http://localhost.example.com",
            "http://127.0.0.1@example.com",
            "http://example.com/localhost",
            "localhost.evil",
            "",
        ] {
            assert!(!is_local(address), "{address}");
        }
    }
}
