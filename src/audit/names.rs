//! The names of a blueprint's resources, in whatever way they are spelled.

use super::Both;
use super::kinds::{MANAGED, SERVICES};
use crate::evidence::{Mentions, Term};
use hcl::Expression;
use std::collections::BTreeSet;

/// What something has to do with the blueprint's resources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tie {
    /// Nothing.
    Elsewhere,
    /// This could not be determined.
    Open,
    /// It names one of them.
    Named,
}

/// Attributes that are names others use, by type of resource.
const NAMES: [(&str, &[&str]); 8] = [
    ("aws_apigatewayv2_api", &["id", "arn", "execution_arn"]),
    ("aws_apigatewayv2_domain_name", &["domain_name"]),
    ("aws_cloudwatch_log_group", &["name", "arn"]),
    ("aws_cognito_user_pool", &["id", "arn"]),
    ("aws_cognito_user_pool_client", &["id"]),
    ("aws_cognito_user_pool_domain", &["domain"]),
    ("aws_iam_role", &["name", "arn"]),
    ("aws_lambda_function", &["function_name", "arn"]),
];

/// Every name of the blueprint's resources.
pub(super) struct Names {
    /// Addresses of resources and module calls, without keys.
    addresses: BTreeSet<String>,
    /// Texts that are one word: function names, ids.
    words: BTreeSet<String>,
    /// Other texts: log groups, domains, ARNs.
    texts: BTreeSet<String>,
    /// Input variables with secrets, as they are given from outside.
    secrets: BTreeSet<String>,
    /// Whether all names that people choose are known.
    chosen: bool,
    /// Whether all ids that AWS gives are known.
    given: bool,
}

fn is_part(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'
}

impl Names {
    /// The names of the resources that `expected` lists.
    pub(super) fn new(both: &Both<'_>) -> Names {
        let mut names = Names {
            addresses: BTreeSet::new(),
            words: BTreeSet::new(),
            texts: BTreeSet::new(),
            secrets: secrets(both),
            chosen: true,
            given: true,
        };
        let outermost = both.prefix.trim_end_matches('.');
        if !outermost.is_empty() {
            names.addresses.insert(outermost.to_owned());
        }
        for address in both.expected.addresses() {
            let there = both.there(address);
            let kind = both.expected.kind(address).unwrap_or_default();
            if kind.starts_with("data.") {
                continue;
            }
            let mut module = there.as_str();
            while let Some((outer, _)) = module.rsplit_once(".module.") {
                names.addresses.insert(outer.to_owned());
                module = outer;
            }
            // The innermost call that the resource is in.
            if let Some(at) = there.rfind(&format!(".{kind}."))
                && at > outermost.len()
            {
                names.addresses.insert(there[..at].to_owned());
            }
            names.addresses.insert(there.clone());
            let attributes = NAMES.iter().find(|(known, _)| *known == kind);
            for attribute in attributes.map_or(&[][..], |(_, attributes)| attributes) {
                let value = both.evidence.export(&there, attribute);
                let given = matches!(*attribute, "id" | "arn" | "execution_arn");
                match value.as_text() {
                    Some(text) if text.chars().all(is_part) => {
                        names.words.insert(text.to_owned());
                    }
                    Some(text) => drop(names.texts.insert(text.to_owned())),
                    None if given => names.given = false,
                    None => names.chosen &= value == Term::Null,
                }
            }
        }
        names
    }

    /// Whether this is the address of one of them.
    pub(super) fn is_address(&self, address: &str) -> bool {
        self.addresses.contains(address)
    }

    /// Whether something uses a secret.
    pub(super) fn is_secret(&self, mentions: &Mentions) -> bool {
        !self.secrets.is_disjoint(&mentions.addresses)
    }

    /// What a text names. An argument that says to what something belongs may
    /// hold a name or an id that is not known yet.
    pub(super) fn text(&self, text: &str, owner: Option<&str>) -> Tie {
        if MANAGED.contains(&text) {
            return Tie::Elsewhere;
        }
        let mut words = text.split(|letter| !is_part(letter));
        let named = words.any(|word| self.words.contains(word))
            || self.texts.iter().any(|name| text.contains(name.as_str()));
        let service = text.strip_prefix("arn:").map(|rest| {
            let mut parts = rest.split(':').skip(1);
            (parts.next().unwrap_or_default(), parts.next())
        });
        match (named, service) {
            // A function of this name in this Region, or in another one.
            (true, Some((_, Some(_)))) => {
                match self.texts.iter().any(|name| text.contains(name.as_str())) {
                    true => Tie::Named,
                    false if self.given => Tie::Elsewhere,
                    false => Tie::Open,
                }
            }
            (true, _) => Tie::Named,
            (false, Some((service, _))) => {
                let ours = SERVICES.contains(&service) || service.contains(['*', '?']);
                let unclear = text.contains(['*', '?']) || !self.chosen || service == "iam";
                match ours && unclear {
                    true => Tie::Open,
                    false => Tie::Elsewhere,
                }
            }
            (false, None) if text.trim() == "*" => Tie::Open,
            (false, None) => {
                let clear = owner.is_none_or(|argument| match argument.ends_with("_id") {
                    true => self.given,
                    false => self.chosen,
                });
                match clear {
                    true => Tie::Elsewhere,
                    false => Tie::Open,
                }
            }
        }
    }
}

/// The input variables of the root whose values are secrets of the blueprint.
fn secrets(both: &Both<'_>) -> BTreeSet<String> {
    let Some((_, ours)) = both.expected.files(None) else {
        return BTreeSet::new();
    };
    let is_sensitive = |body: &hcl::Body| {
        let mut arguments = body.attributes();
        arguments.any(|argument| {
            argument.key() == "sensitive" && *argument.expr() == Expression::Bool(true)
        })
    };
    let declared = ours.declared.iter();
    let sensitive = declared.filter(|(_, declared)| is_sensitive(&declared.body));
    let names = sensitive.filter_map(|(local, _)| local.strip_prefix("var."));
    let module = both.prefix.trim_end_matches('.');
    let given = names.flat_map(|name| both.evidence.given_by(module, name));
    given.collect()
}
