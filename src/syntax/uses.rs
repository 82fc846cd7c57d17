//! Where a blueprint leaves a value to an input variable of Terraform, and what
//! each such value is for.

use super::language::{BLUEPRINT, Key, Kind, VARIABLE_REFERENCE};
use super::quote;
use crate::model::VariableUse;
use toml::de::{DeTable, DeValue};

/// Every `{ var = "x" }` in a document, with the name of its variable, in the
/// order of the keys. What does not fit the language is passed over.
pub(super) fn find(root: &DeTable<'_>) -> Vec<(String, VariableUse)> {
    let mut found = Vec::new();
    keys(root, BLUEPRINT, &mut Vec::new(), &mut found);
    found
}

fn keys<'a>(
    table: &'a DeTable<'_>,
    known: &[Key],
    path: &mut Vec<&'a str>,
    found: &mut Vec<(String, VariableUse)>,
) {
    for (key, inner) in table {
        let name = key.get_ref().as_ref();
        if let Some(known) = known.iter().find(|known| known.name == name) {
            path.push(name);
            value(inner.get_ref(), &known.kind, path, found);
            path.pop();
        }
    }
}

// The language bounds how deep this goes.
fn value<'a>(
    inner: &'a DeValue<'_>,
    kind: &Kind,
    path: &mut Vec<&'a str>,
    found: &mut Vec<(String, VariableUse)>,
) {
    match (kind, inner) {
        (Kind::Table(known), DeValue::Table(table)) if is_reference(known) => {
            let name = table.get("var").and_then(|name| name.get_ref().as_str());
            if let Some(name) = name {
                let found_here = VariableUse {
                    purpose: purpose(path).unwrap_or_else(|| "Value".to_owned()),
                    path: dotted(path),
                };
                found.push((name.to_owned(), found_here));
            }
        }
        (Kind::Table(known), DeValue::Table(table)) => keys(table, known, path, found),
        (Kind::Named { value: kind, .. }, DeValue::Table(table)) => {
            for (name, inner) in table {
                path.push(name.get_ref().as_ref());
                value(inner.get_ref(), kind, path, found);
                path.pop();
            }
        }
        (Kind::List(kind), DeValue::Array(items)) => {
            for item in items {
                value(item.get_ref(), kind, path, found);
            }
        }
        (Kind::OneOf(kinds), _) => {
            for kind in *kinds {
                value(inner, kind, path, found);
            }
        }
        _ => {}
    }
}

/// Whether these are the keys of `{ var = "x" }`. They are compared by name: the
/// address of what a static refers to is not always the same.
pub(super) fn is_reference(keys: &[Key]) -> bool {
    let reference = VARIABLE_REFERENCE.iter().map(|key| key.name);
    keys.iter().map(|key| key.name).eq(reference)
}

/// A path as TOML writes it; entries of lists are not distinguished.
fn dotted(path: &[&str]) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let written = path.iter().map(|name| match name.chars().all(bare) {
        true => (*name).to_owned(),
        false => quote(name),
    });
    written.collect::<Vec<_>>().join(".")
}

/// What the value at a path is for, as the start of a sentence.
fn purpose(path: &[&str]) -> Option<String> {
    Some(match path {
        ["prefix"] => "Prefix of every resource name".into(),
        ["identity", rest @ ..] => identity(rest)?,
        ["clients", name, "callback_urls"] => format!("Callback URL of app client {name}"),
        ["clients", name, "logout_urls"] => format!("Sign-out URL of app client {name}"),
        ["authorizers", name, "issuer"] => format!("Issuer of authorizer {name}"),
        ["authorizers", name, "audience"] => format!("Audience of authorizer {name}"),
        ["authorizers", name, "arn"] => format!("ARN of the function of authorizer {name}"),
        ["routes", key, "url"] => format!("URL that route {key} forwards to"),
        ["functions", name, "arn"] => format!("ARN of the existing function {name}"),
        ["functions", name, "package", "bucket"] => {
            format!("Bucket with the package of function {name}")
        }
        ["functions", name, "package", "key"] => format!("Key of the package of function {name}"),
        ["functions", name, "package", "version"] => {
            format!("Version of the package of function {name}")
        }
        ["functions", name, rest @ ..] => function(rest, &format!("function {name}"))?,
        ["defaults", "function", rest @ ..] => function(rest, "every function")?,
        ["api", "domain", "certificate"] => "ARN of the API domain's certificate".into(),
        ["api", "domain", "zone"] => "Id of the hosted zone of the API's domain".into(),
        ["api", "cors", "origins"] => "Origin that may call the API from a browser".into(),
        ["api", "tags", name] => format!("Tag {name} of the API"),
        ["stage", "variables", name] => format!("Stage variable {name}"),
        ["alarms", "topic"] => "ARN of the SNS topic for alarms".into(),
        ["stage", "log_group"] => "ARN of the log group for the access log".into(),
        _ => return None,
    })
}

/// The same below `[identity]`.
fn identity(path: &[&str]) -> Option<String> {
    Some(match path {
        ["issuer"] => "Issuer of the tokens".into(),
        ["audience"] => "Audience of the tokens".into(),
        ["pool"] => "Id of the existing user pool".into(),
        ["domain"] => "Domain prefix of the hosted sign-in pages".into(),
        ["custom_domain", "certificate"] => "ARN of the sign-in domain's certificate".into(),
        ["email", "identity"] => "ARN of the SES identity that sends e-mail".into(),
        ["providers", name, "saml", "metadata_url"] => {
            format!("Metadata URL of identity provider {name}")
        }
        ["providers", name, "oidc", "issuer"] => format!("Issuer of identity provider {name}"),
        ["providers", name, "oidc" | "google", "client_id"] => {
            format!("Client id at identity provider {name}")
        }
        ["providers", name, "oidc" | "google", "client_secret"] => {
            format!("Client secret at identity provider {name}")
        }
        _ => return None,
    })
}

/// The same for a setting of a function, or of every one.
fn function(path: &[&str], of: &str) -> Option<String> {
    Some(match path {
        ["env", name] => format!("Environment variable {name} of {of}"),
        ["vpc", "subnets"] => format!("Subnet of {of}"),
        ["vpc", "security_groups"] => format!("Security group of {of}"),
        ["policy", "resources"] => format!("ARN that the policy of {of} allows"),
        ["layers"] => format!("ARN of a layer version of {of}"),
        ["dead_letter"] => format!("ARN of the dead-letter queue or topic of {of}"),
        ["log_key"] => format!("ARN of the KMS key for the logs of {of}"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every place of the language that takes a variable.
    fn places(keys: &[Key], path: &str, found: &mut Vec<String>) {
        for key in keys {
            let path = format!("{path} {}", key.name);
            inside(&key.kind, &path, found);
        }
    }

    fn inside(kind: &Kind, path: &str, found: &mut Vec<String>) {
        match kind {
            Kind::Table(keys) if is_reference(keys) => found.push(path.to_owned()),
            Kind::Table(keys) => places(keys, path, found),
            Kind::Named { value, .. } => inside(value, &format!("{path} x"), found),
            Kind::List(item) => inside(item, path, found),
            Kind::OneOf(kinds) => kinds.iter().for_each(|kind| inside(kind, path, found)),
            _ => {}
        }
    }

    #[test]
    fn every_value_that_may_be_a_variable_has_a_purpose() {
        let mut found = Vec::new();
        places(BLUEPRINT, "", &mut found);
        assert!(found.len() > 30, "{found:?}");
        for place in found {
            let path: Vec<&str> = place.split_whitespace().collect();
            assert!(purpose(&path).is_some(), "{place}");
        }
    }

    #[test]
    fn a_name_is_not_mistaken_for_a_reference() {
        let text = "[functions.api]\nenv = { var = \"x\", \"A B\" = { var = \"level\" } }\n\
                    policy = [{ actions = [], resources = [{ var = \"table\" }] }]\n";
        let root = DeTable::parse(text).unwrap();
        let found = find(root.get_ref());
        let found: Vec<_> = found
            .iter()
            .map(|(name, at)| (name.as_str(), at.path.as_str(), at.purpose.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (
                    "level",
                    "functions.api.env.\"A B\"",
                    "Environment variable A B of function api"
                ),
                (
                    "table",
                    "functions.api.policy.resources",
                    "ARN that the policy of function api allows"
                ),
            ]
        );
    }
}
