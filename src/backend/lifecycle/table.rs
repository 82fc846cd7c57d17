//! What the arguments of a resource do when they change, as data of each backend.

use super::{Arguments, Consequence, Effect, NONE};
use crate::backend::{gateway, identity, lambda};
use crate::terraform::Block;
use std::collections::BTreeMap;

/// A resource type that an apply can lose, or the module `function`.
pub(in crate::backend) struct Kind {
    /// The type, or the address; `module` for a call of the module `function`.
    pub name: &'static str,
    /// Arguments and blocks whose change replaces it.
    pub replaces: &'static [&'static str],
    /// The argument that no two of them may share.
    pub unique: Option<&'static str>,
    /// Whether two such names that differ only in case are the same.
    pub caseless: bool,
    /// The argument that says within what the name is unique.
    pub within: Option<&'static str>,
    /// What becomes of it when it is replaced.
    pub replaced: Loss,
    /// What becomes of it when it is removed.
    pub removed: Loss,
    /// The argument that keeps what would be lost, and what to know then.
    pub kept_by: Option<(&'static str, &'static str)>,
    /// The argument by which AWS refuses to delete it, the value that does, and what
    /// becomes of the apply then.
    pub guard: Option<(&'static str, &'static str, &'static str)>,
    /// Blocks that can only be added.
    pub grows: Option<Grows>,
    /// Arguments whose change interrupts calls, and why.
    pub interrupts: &'static [(&'static str, &'static str)],
    /// Blocks with limits of throttling.
    pub limits: &'static [&'static str],
}

/// Blocks with names that can be added, and neither changed nor removed.
#[derive(Clone, Copy)]
pub(in crate::backend) struct Grows {
    /// Their type.
    pub block: &'static str,
    /// Why they cannot be changed or removed.
    pub reason: &'static str,
    /// How many can be added in one apply.
    pub at_once: usize,
}

/// What becomes of something that is destroyed.
#[derive(Clone, Copy)]
pub(in crate::backend) enum Loss {
    /// This is lost.
    Lost(&'static str),
    /// Nothing is lost; this is what to know.
    Known(&'static str),
    /// Whoever removed it from the blueprint wanted that.
    Nothing,
}

/// A resource type of which nothing matters; the others change it.
pub(in crate::backend) const PLAIN: Kind = Kind {
    name: "",
    replaces: &[],
    unique: None,
    caseless: false,
    within: None,
    replaced: Loss::Nothing,
    removed: Loss::Nothing,
    kept_by: None,
    guard: None,
    grows: None,
    interrupts: &[],
    limits: &[],
};

/// The meta-arguments of a resource.
const LIFECYCLE: &str = "lifecycle";

impl Kind {
    /// The kind of a block.
    pub(super) fn of(block: &Block) -> Option<&'static Kind> {
        match (block.kind.as_str(), block.labels.as_slice()) {
            ("resource", [kind, name]) => Kind::find(kind, name),
            ("module", [name]) => Kind::find("module", name),
            _ => None,
        }
    }

    /// The kind of the resource at an address.
    pub(super) fn at(address: &str) -> Option<&'static Kind> {
        let (kind, name) = address.split_once('.')?;
        Kind::find(kind, name)
    }

    fn find(kind: &str, name: &str) -> Option<&'static Kind> {
        let gateways = gateway::http_api::KINDS.iter();
        let identities = identity::cognito::KINDS.iter();
        let mut all = gateways.chain(identities).chain([&lambda::KIND]);
        all.find(|known| match known.name.strip_prefix(kind) {
            Some("") => true,
            Some(rest) => rest.strip_prefix('.') == Some(name),
            None => false,
        })
    }

    /// The arguments that matter.
    pub(super) fn arguments(&self) -> impl Iterator<Item = &'static str> {
        let single = self.kept_by.into_iter();
        let single = single.chain(self.interrupts.iter().copied());
        let single = single.map(|(argument, _)| argument);
        let single = single.chain(self.grows.map(|grows| grows.block));
        let single = single.chain(self.guard.map(|(argument, ..)| argument));
        let more = self.limits.iter().copied().chain([LIFECYCLE]);
        self.replaces.iter().copied().chain(single).chain(more)
    }

    /// What becomes of a resource that stays.
    pub(super) fn compare(
        &self,
        address: &str,
        before: &Arguments,
        after: &Arguments,
        found: &mut Vec<Consequence>,
    ) {
        let mut push = |argument, effect| {
            found.push(Consequence {
                address: address.to_owned(),
                argument: Some(argument),
                effect,
                variable: None,
            });
        };
        let differs = |name: &str| match (before.get(name), after.get(name)) {
            // What the last compile did not record is not known.
            (None, _) => false,
            (before, after) => before != after,
        };
        let same_name =
            self.name_of(before).is_some() && self.name_of(before) == self.name_of(after);
        let mut replaced = false;
        for argument in self.replaces.iter().copied().filter(|name| differs(name)) {
            replaced = true;
            let effect = match self.loss(self.replaced, before) {
                // The new one is created before the old one is destroyed, or in no order.
                _ if same_name && !self.moves_with(argument) => {
                    Effect::Refused("the old one has the same name until Terraform destroys it")
                }
                Loss::Lost(loses) if is_protected(after) => Effect::Protected {
                    loses,
                    before: before.get(argument).cloned().unwrap_or_default(),
                },
                Loss::Lost(loses) => self.guarded(before).unwrap_or(Effect::Lost(loses)),
                Loss::Known(known) => Effect::Replaced(known),
                Loss::Nothing => continue,
            };
            push(argument, effect);
        }
        if replaced {
            return;
        }
        let text = |arguments: &'_ Arguments, name: &str| -> String {
            arguments.get(name).cloned().unwrap_or_default()
        };
        if let Some(grows) = self.grows.filter(|grows| before.contains_key(grows.block)) {
            let (old, new) = (text(before, grows.block), text(after, grows.block));
            for effect in grows.compare(&old, &new) {
                push(grows.block, effect);
            }
        }
        let mut interrupts = self.interrupts.iter().copied();
        if let Some((argument, reason)) = interrupts.find(|(argument, _)| differs(argument)) {
            push(argument, Effect::Interrupted(reason));
        }
        for argument in self.limits.iter().copied() {
            let count = |arguments| blocks(&text(arguments, argument), argument).count();
            if count(after) < count(before) {
                push(argument, Effect::Unlimited);
            }
        }
    }

    /// The name that no two of them may share, as AWS compares it.
    pub(super) fn name_of(&self, arguments: &Arguments) -> Option<String> {
        let name = arguments.get(self.unique?)?;
        Some(match self.caseless {
            true => name.to_lowercase(),
            false => name.clone(),
        })
    }

    /// Whether a change of this argument takes the resource to where its name is free.
    fn moves_with(&self, argument: &str) -> bool {
        self.within == Some(argument)
    }

    /// What becomes of a resource that goes.
    pub(super) fn removed(&self, address: &str, before: &Arguments, found: &mut Vec<Consequence>) {
        let effect = match self.loss(self.removed, before) {
            Loss::Lost(loses) => self.guarded(before).unwrap_or(Effect::Lost(loses)),
            Loss::Known(known) => Effect::Replaced(known),
            Loss::Nothing => return,
        };
        found.push(Consequence {
            address: address.to_owned(),
            argument: None,
            effect,
            variable: None,
        });
    }

    /// What AWS does about the loss of something that it protects.
    fn guarded(&self, before: &Arguments) -> Option<Effect> {
        let (argument, value, reason) = self.guard?;
        let is_guarded = before.get(argument).is_some_and(|found| found == value);
        is_guarded.then_some(Effect::Guarded(reason))
    }

    /// What becomes of a resource, as it was.
    fn loss(&self, usual: Loss, before: &Arguments) -> Loss {
        match self.kept_by {
            Some((flag, known)) if before.get(flag).is_some_and(|flag| flag == "true") => {
                Loss::Known(known)
            }
            _ => usual,
        }
    }
}

impl Grows {
    /// What becomes of the printed blocks.
    fn compare(&self, old: &str, new: &str) -> Vec<Effect> {
        let read = |printed| -> BTreeMap<String, String> {
            let blocks = blocks(printed, self.block);
            blocks
                .map(|block| (name(block), block.to_owned()))
                .collect()
        };
        let (old, new) = (read(old), read(new));
        let lost = old
            .iter()
            .filter(|(name, block)| new.get(*name) != Some(block));
        let mut effects: Vec<Effect> = lost
            .map(|(name, _)| Effect::Kept {
                name: name.clone(),
                removed: !new.contains_key(name),
                reason: self.reason,
            })
            .collect();
        let added: Vec<&String> = new.keys().filter(|name| !old.contains_key(*name)).collect();
        if added.len() > self.at_once {
            effects.push(Effect::TooMany {
                name: added[self.at_once].clone(),
                count: added.len(),
                at_once: self.at_once,
            });
        }
        effects
    }
}

/// The `name` of a printed block.
fn name(block: &str) -> String {
    let words: Vec<&str> = block.split_whitespace().collect();
    let mut found = words.windows(3).filter(|words| words[..2] == ["name", "="]);
    let name = found.next().map_or("", |words| words[2]);
    name.trim_matches('"').to_owned()
}

/// Whether Terraform refuses to destroy a resource.
fn is_protected(arguments: &Arguments) -> bool {
    let lifecycle = arguments.get(LIFECYCLE);
    lifecycle.is_some_and(|lifecycle| lifecycle.contains("prevent_destroy = true"))
}

/// The printed blocks of a name, which stand side by side.
fn blocks<'a>(printed: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let printed = Some(printed)
        .filter(|text| *text != NONE)
        .unwrap_or_default();
    let start = format!("{name} {{ ");
    let blocks: Vec<&str> = printed.split(start.as_str()).map(str::trim_end).collect();
    blocks.into_iter().filter(|block| !block.is_empty())
}
