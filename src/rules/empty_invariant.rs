//! An invariant that demands nothing.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0341",
    name: "empty-invariant",
    severity: Severity::Error,
    docs: Docs {
        what: "An invariant demands nothing. It needs `only`, `anonymous = false` or `scopes = true`.",
        why: "It looks like a protection, and every route fulfils it.",
        example: "[invariants]\n\"* /items\" = { scopes = false }\n",
        fixed: "[invariants]\n\"* /items\" = { scopes = true }\n",
        sources: &[],
    },
};

/// Looks for invariants without a demand.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for invariant in &input.model.invariants {
        let demands = invariant.only.is_some()
            || invariant.no_anonymous.is_some()
            || invariant.scopes.is_some();
        if !demands {
            out.push(
                Diagnostic::new(
                    &RULE,
                    invariant.text.span,
                    format!("`{}` demands nothing", invariant.text.value),
                )
                .help("write `only = [\"readers\"]` for who may call at most, `anonymous = false` for tokens, or `scopes = true` for scopes"),
            );
        }
    }
}
