//! A limit on the work of evaluating, and the values that were evaluated before.
//!
//! A few lines of Terraform can ask for any amount of work: locals that each
//! double the one before, or a count of billions. What exceeds the limits is
//! unknown.

use super::Term;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// How deep expressions may be nested and references lead to others.
pub(super) const DEPTH: usize = 40;

/// How many steps all evaluations together may take.
const STEPS: usize = 10_000_000;

/// The weight of the largest value.
const LARGEST: usize = 100_000;

/// How many resources `count` and `for_each` may make, modules included.
pub(super) const INSTANCES: usize = 20_000;

/// What was evaluated, and how much more may be.
#[derive(Debug)]
pub(super) struct Work {
    left: Cell<usize>,
    values: RefCell<HashMap<String, Option<Term>>>,
}

impl Default for Work {
    fn default() -> Work {
        Work {
            left: Cell::new(STEPS),
            values: RefCell::default(),
        }
    }
}

impl Work {
    /// Takes some steps; false if there are not as many left.
    pub(super) fn take(&self, steps: usize) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(steps));
        left > steps
    }

    /// A value, unless it is too large.
    pub(super) fn limited(&self, term: Term) -> Term {
        let weight = term.weight();
        match weight <= LARGEST && self.take(weight) {
            true => term,
            false => Term::unknown(),
        }
    }

    /// The value of this name, evaluated once. It is unknown to itself, so that a
    /// cycle ends.
    pub(super) fn once(
        &self,
        name: String,
        inside: bool,
        evaluate: impl FnOnce() -> Option<Term>,
    ) -> Option<Term> {
        if let Some(known) = self.values.borrow().get(&name) {
            let known = known.clone();
            // Looking at a value from outside makes no larger one of it.
            return match inside {
                true => known.map(|term| self.limited(term)),
                false => known,
            };
        }
        let mut values = self.values.borrow_mut();
        values.insert(name.clone(), Some(Term::unknown()));
        drop(values);
        let value = evaluate().map(|term| self.limited(term));
        self.values.borrow_mut().insert(name, value.clone());
        value
    }

    /// Forgets all values.
    pub(super) fn forget(&self) {
        self.values.borrow_mut().clear();
    }
}
