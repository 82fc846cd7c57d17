//! Whether a folder is what a plan was made from.

use super::module::{Block, Expr, Module};
use super::references::mentioned;
use super::{Evidence, Resource, Step, address};
use std::collections::{BTreeMap, BTreeSet};

impl Evidence<'_> {
    /// Compares what was read from HCL with the configuration in the plan and
    /// with the resources.
    pub(super) fn compare_with(&self, plan: Option<&Module>, doubts: &mut Vec<String>) {
        let (made, more) = self.instances();
        let managed = |resources: &BTreeMap<String, Resource>| -> BTreeSet<String> {
            let resources = resources.iter();
            resources
                .filter(|(_, resource)| !resource.kind.starts_with("data."))
                .map(|(address, _)| address.clone())
                .collect()
        };
        doubts.extend(more);
        let (made, here) = (managed(&made), managed(&self.resources));
        if let Some(address) = made.difference(&here).next() {
            doubts.push(format!(
                "the folder declares `{address}`, which the plan or state does not have"
            ));
        }
        if let Some(address) = here.difference(&made).next() {
            doubts.push(format!(
                "the folder does not declare `{address}`, which the plan or state has"
            ));
        }
        if let Some(plan) = plan {
            self.compare(&self.root, plan, &[], doubts);
        }
    }

    fn compare(&self, ours: &Module, plan: &Module, steps: &[Step], doubts: &mut Vec<String>) {
        for (local, block) in &plan.resources {
            let same = match ours.resources.get(local) {
                Some(known) => self.alike(known, block, steps),
                None => false,
            };
            if !same {
                doubts.push(format!(
                    "the folder is not what the plan was made from: `{}` differs",
                    address(steps, local, None)
                ));
            }
        }
        // The folder may declare fewer outputs than there are, or others.
        let mut names: BTreeSet<&String> = ours.outputs.keys().collect();
        names.extend(plan.outputs.keys());
        for name in names {
            let both = (ours.outputs.get(name), plan.outputs.get(name));
            let same =
                matches!(both, (Some(ours), Some(plan)) if self.expresses(ours, plan, steps));
            if !same {
                doubts.push(format!(
                    "the folder is not what the plan was made from: `{}` differs",
                    address(steps, &format!("output.{name}"), None)
                ));
            }
        }
        for (name, call) in &plan.calls {
            let mut steps = steps.to_vec();
            let name = name.clone();
            steps.push(Step {
                name: name.clone(),
                key: None,
            });
            let ours = ours.calls.get(&name);
            let same =
                ours.is_some_and(|ours| self.alike(&ours.arguments, &call.arguments, &steps));
            if !same {
                doubts.push(format!(
                    "the folder is not what the plan was made from: `module.{name}` differs"
                ));
            }
            let inner = ours.and_then(|ours| ours.module.as_deref());
            if let (Some(ours), Some(plan)) = (inner, call.module.as_deref()) {
                self.compare(ours, plan, &steps, doubts);
            }
        }
    }

    /// Whether a block of the plan can be the same as ours.
    fn alike(&self, ours: &Block, plan: &Block, steps: &[Step]) -> bool {
        plan.attributes.iter().all(|(name, plan)| {
            match (ours.attributes.get(name), plan) {
                // A plan shows some HCL blocks as arguments.
                (None, _) => ours.blocks.contains_key(name) || ours.dynamic.contains_key(name),
                (Some(ours), plan) => self.expresses(ours, plan, steps),
            }
        }) && plan.blocks.iter().all(|(name, plan)| {
            ours.dynamic.contains_key(name)
                || ours.attributes.contains_key(name)
                || ours.blocks.get(name).is_some_and(|ours| {
                    let mut pairs = ours.iter().zip(plan);
                    ours.len() == plan.len()
                        && pairs.all(|(ours, plan)| self.alike(ours, plan, steps))
                })
        })
    }

    /// Whether an expression of the plan can be ours.
    fn expresses(&self, ours: &Expr, plan: &Expr, steps: &[Step]) -> bool {
        match (ours, plan) {
            (Expr::Hcl(ours), Expr::Mentions(mentions)) => mentioned(ours, mentions),
            (ours, Expr::Constant(plan)) => {
                let at = super::evaluate::At::new(steps, None);
                self.expr(ours, at, 0).same(plan) != Some(false)
            }
            _ => true,
        }
    }
}
