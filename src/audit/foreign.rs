//! What is there besides the blueprint: known to be harmless, known to open a
//! way in, or unknown.

use super::kinds::{ACTING_DATA, DESCRIBING, HARMLESS, NAMING_DATA, NEUTRAL_DATA, OPENING};
use super::names::{Names, Tie};
use super::{Audit, Both, Finding, Verdict, providers};
use crate::evidence::Mentions;
use std::collections::{BTreeMap, BTreeSet};

/// Judges every resource and data source that is not the blueprint's.
pub(super) fn resources(both: &Both<'_>, expected: &BTreeSet<String>, audit: &mut Audit) {
    let mut judge = Judge {
        both,
        names: Names::new(both),
        ties: BTreeMap::new(),
    };
    for address in both.evidence.addresses() {
        if expected.contains(address) {
            continue;
        }
        let kind = both.evidence.kind(address).unwrap_or_default();
        if let Some((verdict, why)) = judge.verdict(address, kind) {
            audit.findings.push(finding(both, address, verdict, &why));
        }
    }
}

/// A finding about something that is not in the blueprint.
pub(super) fn finding(both: &Both<'_>, address: &str, verdict: Verdict, why: &str) -> Finding {
    Finding {
        foreign: true,
        verdict,
        address: address.to_owned(),
        argument: String::new(),
        expected: "not there".into(),
        found: match verdict {
            Verdict::Unknown => format!("there, and {why}"),
            _ => format!("there; {why}"),
        },
        cause: match verdict {
            Verdict::Unknown => why.to_owned(),
            _ => String::new(),
        },
        place: both.checked.model.name.span,
    }
}

struct Judge<'a> {
    both: &'a Both<'a>,
    names: Names,
    /// What resources have to do with the blueprint; `None` while this is being
    /// determined.
    ties: BTreeMap<String, Option<Tie>>,
}

impl Judge<'_> {
    /// What is wrong with a resource, and why.
    fn verdict(&mut self, address: &str, kind: &str) -> Option<(Verdict, String)> {
        let evidence = self.both.evidence;
        let unknown = |why: &str| Some((Verdict::Unknown, why.to_owned()));
        let mentions = evidence.mentions(address);
        if mentions.values().any(|one| self.names.is_secret(one)) {
            return unknown("it uses a secret of the blueprint");
        }
        if let Some(kind) = kind.strip_prefix("data.") {
            let reads = match kind {
                "terraform_remote_state" => providers::reads_state(
                    &evidence.value(address, "backend"),
                    &evidence.value(address, "config"),
                ),
                kind => kind.starts_with("aws_") && !ACTING_DATA.contains(&kind),
            };
            return match reads {
                true => None,
                false => unknown(&format!("what the data source `{kind}` does is not known")),
            };
        }
        if evidence.runs_programs(address) {
            return unknown("what its provisioner does is not known");
        }
        if HARMLESS.iter().any(|(harmless, _)| *harmless == kind) {
            let tie = self.of(mentions.iter(), false, &[]);
            return match tie {
                Tie::Named => unknown("it names a resource of the blueprint"),
                Tie::Open | Tie::Elsewhere => None,
            };
        }
        let Some(opening) = OPENING.iter().find(|opening| opening.kind == kind) else {
            return unknown(&format!("what `{kind}` does is not known"));
        };
        let own = |name: &&str| mentions.get_key_value(*name);
        let belongs = opening.belongs.iter().filter_map(own);
        let reaches = opening.reaches.iter().filter_map(own);
        let elsewhere = mentions.keys().any(|name| name == "provider");
        let whole = |tie| match tie {
            Tie::Named if elsewhere => Tie::Open,
            tie => tie,
        };
        let belongs = match opening.belongs.is_empty() {
            true => Tie::Elsewhere,
            false => {
                let set: Vec<_> = belongs.collect();
                match set.is_empty() {
                    true => Tie::Open,
                    false => whole(self.of(set.into_iter(), true, &[])),
                }
            }
        };
        if belongs == Tie::Named {
            let named = opening.belongs.join("`, `");
            return Some((
                Verdict::Different,
                format!("its `{named}` names a resource of the blueprint"),
            ));
        }
        if belongs == Tie::Open {
            return unknown("what it belongs to is not known");
        }
        match whole(self.of(reaches, false, &[])) {
            Tie::Named => Some((
                Verdict::Different,
                "it names a resource of the blueprint".to_owned(),
            )),
            Tie::Open => unknown("what it reaches is not known"),
            Tie::Elsewhere => {
                let known = [opening.belongs, opening.reaches].concat();
                match self.of(mentions.iter(), false, &known) {
                    Tie::Named => unknown("it names a resource of the blueprint"),
                    Tie::Open | Tie::Elsewhere => None,
                }
            }
        }
    }

    /// The closest tie of some arguments.
    fn of<'m>(
        &mut self,
        arguments: impl Iterator<Item = (&'m String, &'m Mentions)>,
        owner: bool,
        except: &[&str],
    ) -> Tie {
        let skipped = |name: &str| DESCRIBING.contains(&name) || except.contains(&name);
        let arguments = arguments.filter(|(name, _)| !skipped(name));
        arguments
            .map(|(name, mentions)| self.mentioned(mentions, owner.then_some(name.as_str())))
            .max()
            .unwrap_or(Tie::Elsewhere)
    }

    fn mentioned(&mut self, mentions: &Mentions, owner: Option<&str>) -> Tie {
        let mut tie = match mentions.open {
            true => Tie::Open,
            false => Tie::Elsewhere,
        };
        for text in &mentions.literals {
            let owner = owner.filter(|_| mentions.addresses.is_empty());
            tie = tie.max(self.names.text(text, owner));
        }
        for address in &mentions.addresses {
            tie = tie.max(match self.names.is_address(address) {
                true => Tie::Named,
                false => self.resource(address),
            });
        }
        tie
    }

    /// What another resource has to do with the blueprint.
    fn resource(&mut self, address: &str) -> Tie {
        if let Some(known) = self.ties.get(address) {
            return known.unwrap_or(Tie::Elsewhere);
        }
        self.ties.insert(address.to_owned(), None);
        let local = address
            .rsplit_once("module.")
            .map_or(address, |(_, inner)| {
                inner.split_once('.').map_or("", |(_, local)| local)
            });
        let tie = match local.strip_prefix("data.") {
            // A call of a module: its outputs were followed.
            None if local.is_empty() => Tie::Elsewhere,
            Some(data) => {
                let kind = data.split('.').next().unwrap_or_default();
                match (NEUTRAL_DATA.contains(&kind), NAMING_DATA.contains(&kind)) {
                    (false, false) => Tie::Open,
                    (_, naming) => self.all(address, naming),
                }
            }
            None => match self.all(address, false) {
                // Its own attributes name it, and nothing else.
                Tie::Open => Tie::Elsewhere,
                tie => tie,
            },
        };
        self.ties.insert(address.to_owned(), Some(tie));
        tie
    }

    /// The closest tie of what a resource names, with every key.
    fn all(&mut self, address: &str, owner: bool) -> Tie {
        let evidence = self.both.evidence;
        let start = evidence.addresses_from(address);
        let instances: Vec<&str> = start
            .take_while(|other| other.starts_with(address))
            .filter(|other| {
                other[address.len()..].is_empty() || other[address.len()..].starts_with('[')
            })
            .collect();
        let ties = instances.into_iter().map(|instance| {
            let mentions = evidence.mentions(instance);
            self.of(mentions.iter(), owner, &[])
        });
        ties.max().unwrap_or(Tie::Elsewhere)
    }
}
