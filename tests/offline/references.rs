//! Every key of the language that takes an ARN takes nothing else.

use crate::support::checks::{blueprint, check};
use jwtgen::syntax::language::{BLUEPRINT, Key, Kind};
use std::collections::BTreeSet;

/// Every such key, a blueprint with a hole for it, and an ARN that fits.
const KEYS: [(&str, &str, &str); 11] = [
    (
        "identity.custom_domain.certificate",
        "[identity.custom_domain]\nname = \"auth.example.com\"\ncertificate = HOLE\n",
        "arn:aws:acm:us-east-1:123456789012:certificate/1",
    ),
    (
        "identity.email.identity",
        "[identity.email]\nidentity = HOLE\n",
        "arn:aws:ses:us-east-1:123456789012:identity/example.com",
    ),
    (
        "authorizers.x.arn",
        "[authorizers.x]\narn = HOLE\n",
        "arn:aws:lambda:us-east-1:123456789012:function:check",
    ),
    (
        "functions.x.arn",
        "[functions.x]\narn = HOLE\n",
        "arn:aws:lambda:us-east-1:123456789012:function:users:live",
    ),
    (
        "functions.x.layers",
        "[functions.x]\nsource = \"x.js\"\nlayers = [HOLE]\n",
        "arn:aws:lambda:us-east-1:123456789012:layer:tools:3",
    ),
    (
        "functions.x.dead_letter",
        "[functions.x]\nsource = \"x.js\"\ndead_letter = HOLE\n",
        "arn:aws:sqs:us-east-1:123456789012:failed",
    ),
    (
        "functions.x.log_key",
        "[functions.x]\nsource = \"x.js\"\nlog_key = HOLE\n",
        "arn:aws:kms:us-east-1:123456789012:key/1",
    ),
    (
        "functions.x.policy.resources",
        "[functions.x]\nsource = \"x.js\"\npolicy = [{ actions = [\"s3:GetObject\"], resources = [HOLE] }]\n",
        "arn:aws:dynamodb:us-east-1:123456789012:table/items",
    ),
    (
        "api.domain.certificate",
        "[api.domain]\nname = \"api.example.com\"\ncertificate = HOLE\n",
        "arn:aws:acm:us-east-1:123456789012:certificate/1",
    ),
    (
        "stage.log_group",
        "[stage]\nlog_group = HOLE\n",
        "arn:aws:logs:us-east-1:123456789012:log-group:api",
    ),
    (
        "alarms.topic",
        "[alarms]\ntopic = HOLE\n",
        "arn:aws:sns:us-east-1:123456789012:alarms",
    ),
];

/// Rules that judge ARNs.
const RULES: [&str; 3] = ["invalid-log-group", "invalid-policy", "invalid-reference"];

/// Keys of the language whose description says that they are ARNs.
fn walk(path: &str, keys: &[Key], out: &mut BTreeSet<String>) {
    for key in keys {
        let path = match path {
            "" => key.name.to_owned(),
            path => format!("{path}.{}", key.name),
        };
        let says = ["ARN of", "ARNs of", "ARNs that"];
        if says.iter().any(|says| key.doc.starts_with(says)) || key.name == "arn" {
            out.insert(path.clone());
        }
        inside(&path, &key.kind, out);
    }
}

fn inside(path: &str, kind: &Kind, out: &mut BTreeSet<String>) {
    match kind {
        Kind::Table(keys) => walk(path, keys, out),
        Kind::Named { value, .. } => inside(&format!("{path}.x"), value, out),
        Kind::List(item) => inside(path, item, out),
        Kind::OneOf(kinds) => kinds.iter().for_each(|kind| inside(path, kind, out)),
        _ => {}
    }
}

#[test]
fn every_key_for_an_arn_is_tried() {
    let mut found = BTreeSet::new();
    walk("", BLUEPRINT, &mut found);
    // A default is the same key.
    found.retain(|path| !path.starts_with("defaults.function."));
    let tried: BTreeSet<String> = KEYS.iter().map(|(path, ..)| (*path).to_owned()).collect();
    assert_eq!(found, tried);
}

/// What a person might write instead of an ARN, or get wrong in one.
fn wrong(arn: &str) -> Vec<String> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let with = |at: usize, part: &str| {
        let mut parts = parts.clone();
        parts[at] = part;
        parts.join(":")
    };
    vec![
        with(0, "urn"),
        with(1, ""),
        with(1, "amazon"),
        with(2, ""),
        with(2, "Lambda"),
        with(3, "nowhere-9"),
        with(3, "us-east"),
        with(3, "US-EAST-1"),
        with(4, "12"),
        with(4, "1234-5678-9012"),
        with(5, ""),
        format!("{arn} "),
        arn.replace(':', "/"),
        arn.trim_start_matches("arn:").to_owned(),
        parts[..5].join(":"),
        parts[5].to_owned(),
        "example.com".to_owned(),
    ]
}

/// What something in one account is not.
fn wrong_place(arn: &str) -> Vec<String> {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let with = |at: usize, part: &str| {
        let mut parts = parts.clone();
        parts[at] = part;
        parts.join(":")
    };
    vec![with(2, "ec2"), with(3, ""), with(3, "*"), with(4, "")]
}

/// The rules about ARNs that a blueprint breaks.
fn found(section: &str, value: &str) -> Vec<&'static str> {
    let text = format!(
        "name = \"shop\"\n\n{}",
        section.replace("HOLE", &format!("{value:?}"))
    );
    let diagnostics = check(&blueprint(text));
    let rules = diagnostics.iter().map(|finding| finding.rule.name);
    rules.filter(|name| RULES.contains(name)).collect()
}

#[test]
fn what_is_no_arn_is_refused_wherever_one_is_expected() {
    for (path, section, arn) in KEYS {
        assert_eq!(found(section, arn), [""; 0], "{path}: {arn}");
        let more = match path.ends_with("resources") {
            true => Vec::new(),
            false => wrong_place(arn),
        };
        for wrong in wrong(arn).into_iter().chain(more) {
            assert_eq!(found(section, &wrong).len(), 1, "{path}: {wrong}");
        }
    }
}
