//! Compares the configuration in a plan with what is compiled. The values that it
//! plans are compared elsewhere; this finds a plan whose configuration would lead
//! to others, such as one that was put together from two.

use super::foreign::finding;
use super::{Audit, Both, Verdict};
use crate::evidence::{Block, Expr, Module, ModuleCall, Step, address};

/// Judges the configuration of a plan. A state has none, and files are compared as
/// they are written.
pub(super) fn compare(both: &Both<'_>, audit: &mut Audit) {
    let prefix = both.prefix.trim_end_matches('.');
    let theirs = (!prefix.is_empty()).then_some(prefix);
    if let (Some(ours), Some(theirs)) = (
        both.expected.configured(None),
        both.evidence.planned(theirs),
    ) {
        Compared { both, audit }.module(ours, theirs, &[]);
    }
}

struct Compared<'a, 'b> {
    both: &'a Both<'a>,
    audit: &'b mut Audit,
}

impl Compared<'_, '_> {
    fn push(&mut self, at: &str, verdict: Verdict, why: &str) {
        let at = self.both.there(at);
        let found = finding(self.both, &at, verdict, why);
        self.audit.findings.push(found);
    }

    fn module(&mut self, ours: &Module, theirs: &Module, steps: &[Step]) {
        for (local, ours) in &ours.resources {
            if let Some(theirs) = theirs.resources.get(local) {
                let at = address(steps, local, None);
                self.block(ours, theirs, steps, &at, "");
            }
        }
        for (name, ours) in &ours.calls {
            if let Some(theirs) = theirs.calls.get(name) {
                self.call(name, ours, theirs, steps);
            }
        }
    }

    fn call(&mut self, name: &str, ours: &ModuleCall, theirs: &ModuleCall, steps: &[Step]) {
        let at = address(steps, &format!("module.{name}"), None);
        if ours.source() != theirs.source() {
            self.push(&at, Verdict::Different, "its `source` is another one");
        }
        for name in theirs.arguments.attributes.keys() {
            if !ours.arguments.attributes.contains_key(name) {
                let why = format!("its `{name}` is set, and not compiled");
                self.push(&at, Verdict::Unknown, &why);
            }
        }
        self.block(&ours.arguments, &theirs.arguments, steps, &at, "");
        if let (Some(ours), Some(theirs)) = (&ours.module, &theirs.module) {
            let mut steps = steps.to_vec();
            let name = name.to_owned();
            steps.push(Step { name, key: None });
            self.module(ours, theirs, &steps);
        }
    }

    /// Compares what the plan says is constant. Further arguments of resources are
    /// found elsewhere.
    fn block(&mut self, ours: &Block, theirs: &Block, steps: &[Step], at: &str, path: &str) {
        for (name, theirs) in &theirs.attributes {
            let (Some(Expr::Hcl(ours)), Expr::Constant(theirs)) =
                (ours.attributes.get(name), theirs)
            else {
                continue;
            };
            // Compared above, where it is.
            if name == "source" {
                continue;
            }
            let ours = self.both.expected.within(steps, None, ours);
            if ours.same(theirs) == Some(false) {
                let why = format!("its `{path}{name}` is configured as {theirs}");
                self.push(at, Verdict::Unknown, &why);
            }
        }
        for (name, theirs) in &theirs.blocks {
            let ours = ours.blocks.get(name).into_iter().flatten();
            for (index, (ours, theirs)) in ours.zip(theirs).enumerate() {
                let path = format!("{path}{name}.{index}.");
                self.block(ours, theirs, steps, at, &path);
            }
        }
    }
}
