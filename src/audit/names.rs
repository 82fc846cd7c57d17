//! The names of a blueprint's resources, in whatever way they are spelled.

use super::Both;
use super::kinds::{MANAGED, SECRETS};
use crate::evidence::{Mentions, Term};
use crate::generate::Files;
use crate::model::VariableUse;
use hcl::Expression;
use std::collections::{BTreeMap, BTreeSet};

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

/// Names that end in an id that AWS gives: the address, and how they start.
const GENERATED: [(&str, &str); 1] = [(
    "aws_cloudwatch_log_group.api",
    "/aws/vendedlogs/apigateway/",
)];

/// Types with domains.
const HOSTS: [&str; 2] = [
    "aws_apigatewayv2_domain_name",
    "aws_cognito_user_pool_domain",
];

/// Every name of the blueprint's resources.
pub(super) struct Names {
    /// Addresses of resources and module calls, without keys.
    addresses: BTreeSet<String>,
    /// Texts that are one word: function names, ids.
    words: BTreeSet<String>,
    /// Other texts: log groups, domains, ARNs.
    texts: BTreeSet<String>,
    /// How names start whose ends are not known.
    starts: BTreeSet<&'static str>,
    /// Words that name what the blueprint refers to and does not make.
    referred: BTreeSet<String>,
    /// Addresses of what is beside the blueprint and given to it.
    lent: BTreeSet<String>,
    /// Whether it refers to something that could be anything: an input variable
    /// says what.
    open: bool,
    /// Files that it compiles to, by their paths from the root.
    files: BTreeSet<String>,
    /// Whether it has addresses that a domain leads to.
    hosts: bool,
    /// Input variables with secrets, as they are given from outside.
    secrets: BTreeSet<String>,
    /// Attributes with secrets, by the address of the resource without keys.
    secretive: BTreeMap<String, &'static [&'static str]>,
    /// Whether all names that people choose are known.
    chosen: bool,
    /// Whether all ids that AWS gives are known.
    given: bool,
}

fn is_part(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'
}

impl Names {
    /// The names of the resources that `expected` lists, and of the files.
    pub(super) fn new(both: &Both<'_>, files: &Files) -> Names {
        let mut names = Names {
            addresses: BTreeSet::new(),
            words: BTreeSet::new(),
            texts: BTreeSet::new(),
            starts: BTreeSet::new(),
            secrets: secrets(both),
            secretive: BTreeMap::new(),
            referred: BTreeSet::new(),
            lent: BTreeSet::new(),
            open: false,
            files: BTreeSet::new(),
            hosts: false,
            chosen: true,
            given: true,
        };
        names.take(both, files);
        names.refer(both);
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
            for path in both.expected.paths(address) {
                let value = both.expected.value(address, &path);
                for text in value.texts() {
                    names.referred.extend(referred(text));
                    names.hosts |= text.len() > 8 && text.starts_with("https://");
                }
            }
            if let Some((_, secret)) = SECRETS.iter().find(|(known, _)| *known == kind) {
                let address = both.evidence.without_key(&there);
                names.secretive.insert(address, secret);
            }
            names.hosts |= HOSTS.contains(&kind);
            let attributes = NAMES.iter().find(|(known, _)| *known == kind);
            for attribute in attributes.map_or(&[][..], |(_, attributes)| attributes) {
                let value = both.evidence.export(&there, attribute);
                let given = matches!(*attribute, "id" | "arn" | "execution_arn");
                match value.as_text() {
                    Some(text) if text.chars().all(is_part) => {
                        names.words.insert(text.to_owned());
                    }
                    Some(text) => drop(names.texts.insert(text.to_ascii_lowercase())),
                    None if given => names.given = false,
                    None => match GENERATED.iter().find(|(known, _)| address == *known) {
                        Some((_, start)) => drop(names.starts.insert(start)),
                        None => names.chosen &= value == Term::Null,
                    },
                }
            }
        }
        names
    }

    /// Takes down the files of the blueprint. A package is named by its path alone.
    fn take(&mut self, both: &Both<'_>, files: &Files) {
        let module = both.prefix.trim_end_matches('.');
        let found = both.evidence.files((!module.is_empty()).then_some(module));
        let below = found.and_then(|(_, module)| module.path.clone());
        let below = below.filter(|below| below != ".");
        for path in files.keys() {
            if path.ends_with(".zip") {
                let name = path.rsplit('/').next().unwrap_or(path);
                self.texts.insert(name.to_ascii_lowercase());
            }
            self.files.insert(match &below {
                Some(below) => format!("{below}/{path}"),
                None => path.clone(),
            });
        }
    }

    /// Takes down what the blueprint refers to by input variables.
    fn refer(&mut self, both: &Both<'_>) {
        let module = both.prefix.trim_end_matches('.');
        for (name, variable) in &both.checked.model.variables {
            if !variable.uses.iter().any(refers_to_something) {
                continue;
            }
            let value = both.expected.input_of(name);
            let known = value.filter(|value| !value.is_unclear() && value.references().is_empty());
            for text in known.map(Term::texts).unwrap_or_default() {
                self.referred.extend(referred(text));
            }
            let given = both.evidence.given_to(module, name);
            let (inputs, lent): (Vec<String>, Vec<String>) = given
                .addresses
                .into_iter()
                .partition(|address| address.starts_with("var."));
            let is_open = given.open || !inputs.is_empty() || lent.is_empty();
            self.open |= known.is_none() && is_open;
            self.lent.extend(lent);
        }
    }

    /// Whether the blueprint may refer to what is at this address.
    pub(super) fn may_refer_to(&self, address: &str) -> bool {
        self.open || self.lent.contains(address)
    }

    /// Whether something takes the content of files that are not the blueprint's,
    /// such as a state or a file with values of variables.
    pub(super) fn shows_files(&self, mentions: &Mentions) -> bool {
        !mentions.reads.is_subset(&self.files)
    }

    /// Whether this is the address of one of them.
    pub(super) fn is_address(&self, address: &str) -> bool {
        self.addresses.contains(address)
    }

    /// Whether something uses a secret.
    pub(super) fn is_secret(&self, mentions: &Mentions) -> bool {
        let mut attributes = mentions.attributes.iter();
        !self.secrets.is_disjoint(&mentions.addresses)
            || attributes.any(|(address, attribute)| {
                let kinds = self.secretive.get(address);
                // Without an attribute, it is all of them.
                kinds.is_some_and(|secret| {
                    attribute.is_empty() || secret.contains(&attribute.as_str())
                })
            })
    }

    /// Whether the blueprint has secrets at all.
    pub(super) fn has_secrets(&self) -> bool {
        !self.secrets.is_empty() || !self.secretive.is_empty()
    }

    /// What a text names.
    pub(super) fn text(&self, text: &str) -> Tie {
        if MANAGED.contains(&text) {
            return Tie::Elsewhere;
        }
        let lower = text.to_ascii_lowercase();
        let whole = self.texts.iter().any(|name| lower.contains(name.as_str()));
        let mut words = text.split(|letter| !is_part(letter));
        let word = words.any(|word| self.words.contains(word));
        let region = text
            .strip_prefix("arn:")
            .and_then(|arn| arn.split(':').nth(2));
        match (whole, word, region) {
            (true, ..) => Tie::Named,
            // A function of this name in this Region, or in another one.
            (_, true, Some(region)) if !region.is_empty() => match self.given {
                true => Tie::Elsewhere,
                false => Tie::Open,
            },
            (_, true, _) => Tie::Named,
            _ if text.trim() == "*" || !self.chosen => Tie::Open,
            _ if self.starts.iter().any(|start| lower.contains(start)) => Tie::Open,
            _ => Tie::Elsewhere,
        }
    }

    /// Whether a text may name something that the blueprint refers to and does not
    /// make, such as an existing function.
    pub(super) fn is_referred_to(&self, text: &str) -> bool {
        let lower = text.to_ascii_lowercase();
        let mut words = lower.split(|letter| !is_part(letter));
        words.any(|word| self.referred.contains(word))
    }

    /// Whether the blueprint refers to anything that it does not make.
    pub(super) fn refers(&self) -> bool {
        self.open || !self.referred.is_empty() || !self.lent.is_empty()
    }

    /// Whether whoever has a domain gets tokens or calls of the blueprint's
    /// clients.
    pub(super) fn has_hosts(&self) -> bool {
        self.hosts
    }
}

/// Keys of a blueprint whose values name nothing that exists in AWS.
const NAMING: [&str; 10] = [
    "audience",
    "callback_urls",
    "client_id",
    "client_secret",
    "domain",
    "logout_urls",
    "metadata_url",
    "origins",
    "prefix",
    "url",
];

/// Whether a value may name something that the blueprint does not make.
fn refers_to_something(one: &VariableUse) -> bool {
    let keys: Vec<&str> = one.path.split('.').collect();
    match keys.as_slice() {
        // An environment variable, of a function or of all of them.
        ["functions" | "defaults", .., _, "env", _] => false,
        ["stage", "variables", ..] | ["api", "tags", ..] => false,
        [.., last] => !NAMING.contains(last),
        [] => true,
    }
}

/// Parts of ARNs that name nothing.
const PARTS: [&str; 11] = [
    "",
    "arn",
    "aws",
    "function",
    "functions",
    "invocations",
    "key",
    "lambda",
    "layer",
    "log-group",
    "role",
];

/// What a literal text of the blueprint refers to: the last parts of an ARN, or an
/// id of a user pool.
fn referred(text: &str) -> Vec<String> {
    let lower = text.to_ascii_lowercase();
    if let Some(arn) = lower.strip_prefix("arn:") {
        let parts = arn.splitn(5, ':').nth(4).unwrap_or_default();
        let words = parts.split(|letter| !is_part(letter));
        // Versions and kinds name nothing.
        let named = words.filter(|word| word.parse::<u64>().is_err() && !PARTS.contains(word));
        return named.map(str::to_owned).collect();
    }
    let is_pool = lower.split_once('_').is_some_and(|(region, id)| {
        region.split('-').count() == 3 && id.chars().all(|c| c.is_ascii_alphanumeric())
    });
    match is_pool {
        true => vec![lower],
        false => Vec::new(),
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
