//! Words of other tools and of AWS itself, as data: what each means in a blueprint.
//!
//! The words come from the documentation of the AWS API and CloudFormation, SAM, the
//! Serverless Framework, CDK, OpenAPI, Terraform and Express.

mod api;
mod function;
mod identity;
mod term;
mod top;
mod value;

pub(crate) use value::{Word, number, quantity, word};

/// What a foreign key means.
#[derive(Debug)]
pub(super) enum Meaning {
    /// A key of the same table.
    Key(&'static str),
    /// A table, by its whole name.
    Table(&'static str),
    /// What to do instead, where no key has the same meaning.
    Tell(&'static str),
}

/// The words for one place: plain spellings separated by spaces, and their meaning.
type Words = &'static [(&'static str, Meaning)];

/// All words, by the path of the table that they are found in. `?` is any table.
static PLACES: &[(&str, Words)] = &[
    ("", top::BLUEPRINT),
    ("api", api::API),
    ("api.cors", api::CORS),
    ("api.domain", api::DOMAIN),
    ("stage", api::STAGE),
    ("stage.throttle", api::THROTTLE),
    ("routes.*", api::ROUTE),
    ("routes.*.allow", api::ALLOWED),
    ("routes.*.throttle", api::THROTTLE),
    ("authorizers.*", api::AUTHORIZER),
    ("functions.*", function::FUNCTION),
    ("functions.*.env.*", term::VALUE),
    ("functions.*.package", function::PACKAGE),
    ("functions.*.vpc", function::VPC),
    ("functions.*.policy", function::STATEMENT),
    ("functions.*.policy.resources", term::VALUE),
    ("identity", identity::IDENTITY),
    ("identity.password", identity::PASSWORD),
    ("identity.attributes.*", identity::ATTRIBUTE),
    ("identity.providers.*", identity::PROVIDER),
    ("clients.*", identity::CLIENT),
    ("clients.*.oauth", identity::OAUTH),
    ("clients.*.validity", identity::VALIDITY),
    ("groups.*", top::GROUP),
    ("lints.*", top::LINT),
    ("audit", top::AUDIT),
    ("variables.*", top::VARIABLE),
    ("invariants.*", top::INVARIANT),
    ("separation", top::SEPARATION),
    ("defaults", top::DEFAULTS),
    ("alarms", top::ALARMS),
    ("?", term::TERMS),
];

/// What a key means in the table at a path. `[defaults.function]` is like a function.
pub(super) fn key(path: &[&str], name: &str) -> Option<&'static Meaning> {
    let plain = plain(name);
    let place = match path {
        ["defaults", "function", rest @ ..] => [&["functions", "*"], rest].concat().join("."),
        path => path.join("."),
    };
    let of = |place: &str| {
        let (_, words) = PLACES.iter().find(|(known, _)| *known == place)?;
        let (_, meaning) = words.iter().find(|(names, _)| has(names, &plain))?;
        Some(meaning)
    };
    of(&place).or_else(|| of("?"))
}

/// Whether one of the words, separated by spaces, is this one.
fn has(words: &str, plain: &str) -> bool {
    words.split(' ').any(|word| word == plain)
}

/// A name without what only distinguishes conventions of naming: `MemorySize`,
/// `memory_size` and `memory-size` are one word.
pub(super) fn plain(name: &str) -> String {
    let mut plain = name.to_lowercase();
    plain.retain(|c| c.is_alphanumeric() || c == '$');
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::language::{BLUEPRINT, Key, Kind};

    fn table(keys: &'static [Key], path: &[&str]) -> Option<Vec<&'static Key>> {
        let Some((first, rest)) = path.split_first() else {
            return Some(keys.iter().collect());
        };
        inside(&keys.iter().find(|key| key.name == *first)?.kind, rest)
    }

    fn inside(kind: &'static Kind, path: &[&str]) -> Option<Vec<&'static Key>> {
        match (kind, path) {
            (Kind::Table(keys), path) => table(keys, path),
            (Kind::Named { value, .. }, ["*", rest @ ..]) => inside(value, rest),
            (Kind::List(kind), path) => inside(kind, path),
            (Kind::OneOf(kinds), path) => kinds.iter().find_map(|kind| inside(kind, path)),
            _ => None,
        }
    }

    #[test]
    fn every_word_leads_to_what_the_language_has() {
        for (place, words) in PLACES {
            let path: Vec<&str> = place.split('.').filter(|part| !part.is_empty()).collect();
            let keys = match *place {
                "?" => Vec::new(),
                _ => table(BLUEPRINT, &path).unwrap_or_else(|| panic!("no table {place}")),
            };
            for (names, meaning) in *words {
                for name in names.split(' ') {
                    assert_eq!(plain(name), name, "{place}");
                    let own = keys.iter().any(|key| key.name == name);
                    assert!(!own, "{place}: `{name}` is a key of ours");
                    let first = words.iter().find(|(names, _)| has(names, name));
                    assert_eq!(
                        first.map(|(first, _)| first),
                        Some(names),
                        "{place}: {name}"
                    );
                }
                match meaning {
                    Meaning::Key(key) => {
                        assert!(
                            keys.iter().any(|known| known.name == *key),
                            "{place}: {key}"
                        );
                    }
                    Meaning::Table(name) => {
                        let path: Vec<&str> = name.split('.').collect();
                        let path: Vec<&str> = path
                            .iter()
                            .map(|part| if *part == "NAME" { "*" } else { part })
                            .collect();
                        assert!(
                            table(BLUEPRINT, &path).is_some() || path.len() == 1,
                            "{name}"
                        );
                    }
                    Meaning::Tell(text) => assert!(!text.ends_with('.'), "{text}"),
                }
            }
        }
    }
}
