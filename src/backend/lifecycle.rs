//! What an apply does to resources that exist: from the last compile and this one,
//! as far as the graph tells.
//!
//! The manifest of the output keeps the arguments that cannot be changed in place.
//! It says what was compiled, not what was applied: a blueprint that is compiled
//! twice before an apply has been judged in two steps.

mod defaults;
mod table;

use super::lambda;
use crate::model::Model;
use crate::terraform::expr::text;
use crate::terraform::{Block, Entry, Expression, File, Graph, print};
use defaults::Defaults;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
pub(super) use table::{Grows, Kind, Loss, PLAIN};

/// The resources of an output that an apply can lose, by address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Lifecycle(BTreeMap<String, Arguments>);

/// An argument that is not set. One that is not recorded is not known.
const NONE: &str = "null";

/// Arguments by name, as they are printed.
type Arguments = BTreeMap<String, String>;

/// A `moved` block: the address before, and the one after.
type Moved = BTreeMap<String, String>;

/// What an apply does to a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consequence {
    /// Its address in this compile, or in the last one if it is gone.
    pub address: String,
    /// The argument that causes it; none if the resource is removed.
    pub argument: Option<&'static str>,
    /// What happens.
    pub effect: Effect,
    /// The input variable in the argument whose value decides about it.
    pub variable: Option<String>,
}

/// What happens to a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// It is destroyed, and another one created if it is not removed. This is
    /// lost with it.
    Lost(&'static str),
    /// It is replaced, or removed, and nothing is lost. This is what to know.
    Replaced(&'static str),
    /// Terraform refuses the plan: the resource is protected. This would be lost.
    Protected {
        /// What would be lost.
        loses: &'static str,
        /// The argument as it was.
        before: String,
    },
    /// AWS refuses to create it: its name is taken until Terraform destroys another
    /// one.
    Taken,
    /// AWS refuses to delete it, for this reason.
    Guarded(&'static str),
    /// AWS keeps a part of it as it is.
    Kept {
        /// The name of the part.
        name: String,
        /// Whether the part is removed rather than changed.
        removed: bool,
        /// Why it stays.
        reason: &'static str,
    },
    /// AWS refuses to add so many parts in one apply.
    TooMany {
        /// The name of the first that is too many.
        name: String,
        /// How many are added.
        count: usize,
        /// How many may be.
        at_once: usize,
    },
    /// AWS refuses the apply, for this reason.
    Refused(&'static str),
    /// Calls fail for some seconds, for this reason.
    Interrupted(&'static str),
    /// Limits of throttling are removed.
    Unlimited,
}

impl Lifecycle {
    /// The resources of a graph.
    pub fn of(model: &Model, graph: &Graph) -> Lifecycle {
        let blocks = graph.files().flat_map(|(_, blocks)| blocks);
        let kept = blocks.filter_map(|block| {
            let kind = Kind::of(block)?;
            let address = block.address()?;
            let mut arguments = arguments(kind, block);
            if block.kind == "module" {
                let language = lambda::language(&part(block, "runtime").unwrap_or_default());
                arguments.insert(lambda::LANGUAGE.to_owned(), language);
                if lambda::keeps_logs(model) {
                    arguments.insert(lambda::KEEP_LOGS.to_owned(), "true".to_owned());
                }
            }
            Some((address, arguments))
        });
        let mut kept = Lifecycle(kept.collect());
        kept.add_defaults(model);
        kept
    }

    /// Adds the defaults of the input variables that arguments hold.
    fn add_defaults(&mut self, model: &Model) {
        let names = defaults::used(self);
        let entry = |name: &str| {
            let default = model.variables.get(name)?.default.as_ref()?;
            let default = print::expression(&text(default.as_str()), 0);
            let arguments = BTreeMap::from([(defaults::DEFAULT.to_owned(), default)]);
            Some((defaults::address(name), arguments))
        };
        let entries: Vec<_> = names.into_iter().filter_map(entry).collect();
        self.0.extend(entries);
    }

    /// All texts, which a manifest may show.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|(address, arguments)| {
            let arguments = arguments.iter();
            let arguments = arguments.flat_map(|(name, value)| [name.as_str(), value]);
            arguments.chain([address.as_str()])
        })
    }

    /// An argument of a resource, as it is printed.
    pub fn argument(&self, address: &str, name: &str) -> Option<&str> {
        self.0.get(address)?.get(name).map(String::as_str)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What applying `next` does to these resources, in the order of addresses.
    pub fn consequences(&self, next: &Lifecycle, graph: &Graph) -> Vec<Consequence> {
        let moved = self.moved(graph);
        let (old, new) = (
            defaults::resolved(self, next),
            defaults::resolved(next, self),
        );
        let mut found = old.compare(&new, &moved);
        let defaults = Defaults::new(self, next);
        for one in &mut found {
            let arguments = next.0.get(&one.address);
            let argument = one.argument.and_then(|name| arguments?.get(name));
            one.variable = argument.and_then(|argument| defaults.deciding(argument));
        }
        found.sort_by(|a, b| a.address.cmp(&b.address));
        found
    }

    /// The resources that move. Terraform moves nothing to where something is.
    fn moved(&self, graph: &Graph) -> Moved {
        let all = moves(graph);
        let is_free = |to: &String| !self.0.contains_key(to) || all.contains_key(to);
        let free = all.iter().filter(|(_, to)| is_free(to));
        free.map(|(from, to)| (from.clone(), to.clone())).collect()
    }

    fn compare(&self, next: &Lifecycle, moved: &Moved) -> Vec<Consequence> {
        let mut found = Vec::new();
        let mut gone = Vec::new();
        for (old, before) in &self.0 {
            let Some(kind) = Kind::at(old) else { continue };
            let address = moved.get(old).unwrap_or(old);
            match next.0.get(address) {
                Some(after) => kind.compare(address, before, after, &mut found),
                None => {
                    kind.removed(old, before, &mut found);
                    gone.push((kind, before));
                }
            }
        }
        taken(self, next, moved, &gone, &mut found);
        found
    }
}

/// The arguments of a block that matter.
fn arguments(kind: &Kind, block: &Block) -> Arguments {
    let found = kind.arguments();
    let found = found.map(|name| {
        let part = part(block, name);
        (name.to_owned(), part.unwrap_or_else(|| NONE.to_owned()))
    });
    found.collect()
}

/// The argument or the blocks of this name, as printed, on one line.
fn part(block: &Block, name: &str) -> Option<String> {
    let mut blocks = Vec::new();
    for entry in &block.body {
        match entry {
            Entry::Attribute {
                name: found, value, ..
            } if found == name => {
                return Some(joined(&print::expression(&in_order(value), 0)));
            }
            Entry::Block(inner) if inner.kind == name => {
                let printed = print::file("", std::slice::from_ref(inner));
                blocks.push(joined(&printed));
            }
            _ => {}
        }
    }
    (!blocks.is_empty()).then(|| blocks.join(" "))
}

/// A list in alphabetical order: those that matter are sets.
fn in_order(value: &Expression) -> Expression {
    let Expression::Array(items) = value else {
        return value.clone();
    };
    let mut items = items.clone();
    items.sort_by_key(|item| print::expression(item, 0));
    Expression::Array(items)
}

/// The same text on one line.
fn joined(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.join(" ")
}

/// The `moved` blocks of a graph.
fn moves(graph: &Graph) -> Moved {
    let files = graph.files().filter(|(file, _)| *file == File::Moved);
    let blocks = files.flat_map(|(_, blocks)| blocks);
    let pairs = blocks.filter_map(|block| Some((part(block, "from")?, part(block, "to")?)));
    pairs.collect()
}

/// Names that must be unique and pass from one address to another: Terraform does
/// not wait for the old one to be destroyed.
fn taken(
    old: &Lifecycle,
    next: &Lifecycle,
    moved: &Moved,
    gone: &[(&'static Kind, &Arguments)],
    found: &mut Vec<Consequence>,
) {
    let mut released: BTreeSet<(&str, String)> = BTreeSet::new();
    for (kind, before) in gone {
        released.extend(kind.name_of(before).map(|name| (kind.name, name)));
    }
    for (address, before) in &old.0 {
        let after = next.0.get(moved.get(address).unwrap_or(address));
        if let (Some(kind), Some(after)) = (Kind::at(address), after)
            && kind.name_of(before) != kind.name_of(after)
        {
            released.extend(kind.name_of(before).map(|name| (kind.name, name)));
        }
    }
    let origins: BTreeMap<&String, &String> = moved.iter().map(|(from, to)| (to, from)).collect();
    for (address, after) in &next.0 {
        let Some(kind) = Kind::at(address) else {
            continue;
        };
        let Some(name) = kind.name_of(after) else {
            continue;
        };
        let origin = origins.get(address).copied().unwrap_or(address);
        let had = old.0.get(origin).and_then(|before| kind.name_of(before));
        if had.as_ref() != Some(&name) && released.contains(&(kind.name, name)) {
            found.push(Consequence {
                address: address.clone(),
                argument: kind.unique,
                effect: Effect::Taken,
                variable: None,
            });
        }
    }
}

#[cfg(test)]
mod tests;
