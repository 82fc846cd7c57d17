//! What is there besides the blueprint: proven to be harmless, known to act on
//! something of the blueprint, or unknown.
//!
//! A resource that acts on others is harmless only if everything it acts on is
//! itself found among what is foreign. A literal text proves nothing, and neither
//! does an attribute that anybody can choose: both may name anything.

use super::kinds::{
    ACTING, Acting, DESCRIBING, FITTING, HARMLESS, HARMLESS_DATA, MANAGED, PATHS, PLAIN_RECORDS,
    WITH_ARN,
};
use super::names::{Names, Tie};
use super::place::place;
use super::{Audit, Both, Finding, Verdict, policies, providers};
use crate::evidence::{Mentions, Term};
use std::collections::{BTreeMap, BTreeSet};

/// Judges every resource and data source that is not the blueprint's.
pub(super) fn resources(
    both: &Both<'_>,
    names: &Names,
    expected: &BTreeSet<String>,
    audit: &mut Audit,
) {
    let judge = Judge::new(both, names, expected);
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
    let own = address.strip_prefix(&both.prefix);
    let own = own.filter(|own| both.expected.kind(own).is_some());
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
        place: own.map(|own| place(both, own)),
    }
}

/// What is foreign, and how it may be recognised.
pub(super) struct Judge<'a> {
    both: &'a Both<'a>,
    names: &'a Names,
    /// Types of resources that are certain to be foreign, by address without keys.
    foreign: BTreeMap<String, &'a str>,
    /// Values that only a foreign resource has, by its type and the attribute.
    identities: BTreeMap<String, BTreeSet<(&'a str, &'static str)>>,
}

impl<'a> Judge<'a> {
    fn new(both: &'a Both<'a>, names: &'a Names, expected: &BTreeSet<String>) -> Judge<'a> {
        let evidence = both.evidence;
        let mut foreign = BTreeMap::new();
        let mut identities: BTreeMap<String, BTreeSet<_>> = BTreeMap::new();
        for address in evidence.addresses() {
            let kind = evidence.kind(address).unwrap_or_default();
            if expected.contains(address) || kind.starts_with("data.") {
                continue;
            }
            let plain = evidence.without_key(address);
            if names.may_refer_to(&plain) {
                continue;
            }
            foreign.insert(plain, kind);
            for attribute in identities_of(kind) {
                if let Some(value) = evidence.export(address, attribute).as_text() {
                    let of = identities.entry(value.to_owned()).or_default();
                    of.insert((kind, attribute));
                }
            }
        }
        Judge {
            both,
            names,
            foreign,
            identities,
        }
    }

    /// What is wrong with a resource, and why: all that is unknown about it.
    fn verdict(&self, address: &str, kind: &str) -> Option<(Verdict, String)> {
        let evidence = self.both.evidence;
        let mentions = evidence.mentions(address);
        let any = |is: &dyn Fn(&Mentions) -> bool| mentions.values().any(is);
        let mut causes = Vec::new();
        if any(&|one| self.names.is_secret(one)) {
            causes.push("it uses a secret of the blueprint".to_owned());
        }
        if any(&|one| self.names.shows_files(one)) {
            causes.push("it reads a file, which may hold secrets".to_owned());
        }
        if any(&|one| one.cut) {
            causes.push("it has too many references to follow".to_owned());
        } else if let Some(kind) = kind.strip_prefix("data.") {
            let reads = match kind {
                "terraform_remote_state" => providers::reads_state(
                    &evidence.value(address, "backend"),
                    &evidence.value(address, "config"),
                ),
                kind => HARMLESS_DATA.iter().any(|(known, _)| *known == kind),
            };
            if !reads {
                causes.push(format!("what the data source `{kind}` does is not known"));
            }
        } else {
            if evidence.runs_programs(address) {
                causes.push("what its provisioner does is not known".to_owned());
            }
            match self.judged(address, kind, &mentions) {
                Some((Verdict::Unknown, why)) => causes.push(why),
                Some(different) => return Some(different),
                None => {}
            }
        }
        (!causes.is_empty()).then(|| (Verdict::Unknown, causes.join(", and ")))
    }

    /// What is wrong with a resource by its type and arguments, and why.
    fn judged(
        &self,
        address: &str,
        kind: &str,
        mentions: &BTreeMap<String, Mentions>,
    ) -> Option<(Verdict, String)> {
        if kind == "aws_route53_record" {
            return self.record(address, mentions);
        }
        let none = Acting::NOTHING;
        let acting = match ACTING.iter().find(|acting| acting.kind == kind) {
            Some(acting) => acting,
            None if HARMLESS.iter().any(|(harmless, _)| *harmless == kind) => &none,
            None => return Some((Verdict::Unknown, format!("what `{kind}` does is not known"))),
        };
        let mut result = None;
        for (name, mentioned) in mentions {
            let verdict = self.argument(acting, address, name, mentioned);
            result = result.max(verdict);
        }
        result
    }

    /// What is wrong with an argument of a resource, and why.
    fn argument(
        &self,
        acting: &Acting,
        address: &str,
        name: &str,
        mentioned: &Mentions,
    ) -> Option<(Verdict, String)> {
        let unknown = |why: String| Some((Verdict::Unknown, why));
        let tie = self.tie(mentioned);
        let is = |list: &[&str]| list.contains(&name);
        if is(acting.targets) {
            return match tie {
                Tie::Named => Some((
                    Verdict::Different,
                    format!("its `{name}` names a resource of the blueprint"),
                )),
                _ if self.is_clear(address, name) && self.is_proven(name, mentioned) => None,
                _ => unknown(format!("what its `{name}` leads to is not known")),
            };
        }
        if is(acting.names) {
            let is_literal = !mentioned.open
                && mentioned.attributes.is_empty()
                && !mentioned.literals.is_empty()
                && self.is_clear(address, name);
            return match tie {
                Tie::Named => Some((
                    Verdict::Different,
                    format!("its `{name}` is that of a resource of the blueprint"),
                )),
                Tie::Elsewhere if is_literal && !self.is_referred_to(mentioned) => None,
                _ => unknown(format!(
                    "whether something with its `{name}` already exists is not known"
                )),
            };
        }
        if is(acting.policies) {
            let policy = self.both.evidence.value(address, name);
            let others = !self.names.refers();
            return match policies::does_nothing(&policy, others, |arn| self.identifies(arn)) {
                true => None,
                false => unknown(format!("what its `{name}` allows is not known")),
            };
        }
        if DESCRIBING.contains(&name) {
            return None;
        }
        match tie {
            Tie::Named => unknown("it names a resource of the blueprint".to_owned()),
            _ if PATHS.contains(&name) && !self.is_clear(address, name) => {
                unknown(format!("which file its `{name}` is, is not known"))
            }
            _ if self.is_referred_to(mentioned) || mentioned.open && self.names.refers() => {
                unknown("it may be something that the blueprint refers to".to_owned())
            }
            Tie::Open | Tie::Elsewhere => None,
        }
    }

    /// A DNS record leads callers or the readers of tokens elsewhere if it is of a
    /// domain that the blueprint uses, or of one above it.
    fn record(
        &self,
        address: &str,
        mentions: &BTreeMap<String, Mentions>,
    ) -> Option<(Verdict, String)> {
        let kind = self.both.evidence.value(address, "type");
        let is_plain = kind
            .as_text()
            .is_some_and(|kind| PLAIN_RECORDS.contains(&kind));
        let named = mentions.get("name").map(|name| self.tie(name));
        match named {
            Some(Tie::Named) => Some((
                Verdict::Different,
                "its `name` is a domain of the blueprint".to_owned(),
            )),
            _ if is_plain || !self.names.has_hosts() => None,
            _ => Some((
                Verdict::Unknown,
                "whether it leads a domain of the blueprint elsewhere is not known".to_owned(),
            )),
        }
    }

    /// What something mentioned has to do with the blueprint.
    fn tie(&self, mentioned: &Mentions) -> Tie {
        let texts = mentioned.literals.iter();
        let texts = texts.map(|text| self.names.text(text));
        let addresses = mentioned.addresses.iter();
        let named = addresses.map(|address| match self.names.is_address(address) {
            true => Tie::Named,
            false => Tie::Elsewhere,
        });
        texts.chain(named).max().unwrap_or(Tie::Elsewhere)
    }

    fn is_referred_to(&self, mentioned: &Mentions) -> bool {
        let mut texts = mentioned.literals.iter();
        texts.any(|text| self.names.is_referred_to(text))
    }

    /// Whether the values of an argument, or of a block, are texts that are known, or
    /// attributes with texts around them.
    fn is_clear(&self, address: &str, name: &str) -> bool {
        let evidence = self.both.evidence;
        let is_text = |value: Term| matches!(value, Term::Text(_) | Term::List(_));
        let block = format!("{name}.");
        let paths = evidence.paths(address).into_iter();
        let inside: Vec<String> = paths.filter(|path| path.starts_with(&block)).collect();
        let mut inside = inside.iter().map(|path| evidence.value(address, path));
        if inside.any(|value| value.is_unclear()) {
            return false;
        }
        let value = evidence.value(address, name);
        !value.is_unclear() && (inside.len() > 0 || evidence.is_state() || is_text(value))
    }

    /// Whether everything that an argument mentions is a foreign resource, of a type
    /// that fits.
    fn is_proven(&self, argument: &str, mentioned: &Mentions) -> bool {
        let literal = |text: &String| {
            // What is put around an identity names nothing.
            text == "integrations/"
                || !text
                    .chars()
                    .any(|c| c.is_ascii_alphanumeric() || !c.is_ascii())
                || MANAGED.contains(&text.as_str())
                || !self.names.is_referred_to(text)
                    && self.identities.get(text).is_some_and(|of| {
                        let mut of = of.iter();
                        of.any(|(kind, attribute)| fits(argument, kind, attribute))
                    })
        };
        let attribute = |(address, attribute): &(String, String)| {
            let kind = self.foreign.get(address);
            kind.is_some_and(|kind| fits(argument, kind, attribute))
        };
        let address = |address: &String| {
            // Modules are followed to what is in them.
            self.foreign.contains_key(address)
                || address.starts_with("var.")
                || address
                    .rsplit_once("module.")
                    .is_some_and(|(_, name)| !name.contains('.'))
        };
        let is_something = !mentioned.literals.is_empty() || !mentioned.attributes.is_empty();
        is_something
            && !mentioned.open
            && mentioned.literals.iter().all(literal)
            && mentioned.attributes.iter().all(attribute)
            && mentioned.addresses.iter().all(address)
    }

    /// Whether a value is the ARN of a foreign resource, or of what is in it.
    fn identifies(&self, value: &Term) -> bool {
        let named = |text: &str| {
            let of = self.identities.get(text);
            text.starts_with("arn:")
                && !self.names.is_referred_to(text)
                && of.is_some_and(|of| of.iter().any(|(_, attribute)| *attribute == "arn"))
        };
        let foreign = |address: &str, attribute: &str| {
            let address = self.both.evidence.without_key(address);
            let kind = self.foreign.get(&address);
            attribute == "arn" && kind.is_some_and(|kind| WITH_ARN.contains(kind))
        };
        policies::is_below(value, named, foreign)
    }
}

impl Acting {
    /// A type that acts on nothing.
    const NOTHING: Acting = Acting {
        kind: "",
        names: &[],
        targets: &[],
        policies: &[],
    };
}

/// Attributes of a type that prove what they are of.
fn identities_of(kind: &str) -> BTreeSet<&'static str> {
    let fitting = FITTING.iter().flat_map(|(_, kinds)| kinds.iter());
    let fitting = fitting.filter(|(known, _)| *known == kind);
    let attributes = fitting.flat_map(|(_, attributes)| attributes.iter().copied());
    let arn = WITH_ARN.contains(&kind).then_some("arn");
    attributes.chain(arn).collect()
}

/// Whether an attribute of a type proves what an argument leads to.
fn fits(argument: &str, kind: &str, attribute: &str) -> bool {
    match FITTING.iter().find(|(known, _)| *known == argument) {
        Some((_, kinds)) => kinds
            .iter()
            .any(|(known, attributes)| *known == kind && attributes.contains(&attribute)),
        None => attribute == "arn" && WITH_ARN.contains(&kind),
    }
}
