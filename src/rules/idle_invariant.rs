//! An invariant that is about no route.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::RouteKey;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0322",
    name: "idle-invariant",
    severity: Severity::Warning,
    docs: Docs {
        what: "No route answers a request of an invariant's pattern.",
        why: "A misspelt path guards nothing. Allow the rule where the invariant is meant for routes to come.",
        example: "[invariants]\n\"* /itmes\" = { scopes = true }\n",
        fixed: "[invariants]\n\"* /items\" = { scopes = true }\n",
        sources: &[],
    },
};

/// Looks for routes of every pattern.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let keys: Vec<&RouteKey> = input.model.routes.iter().map(|route| &route.key).collect();
    for invariant in &input.model.invariants {
        if invariant.pattern.matches(&keys).is_empty() {
            let message = format!("no route answers `{}`", invariant.text.value);
            out.push(
                Diagnostic::new(&RULE, invariant.text.span, message)
                    .help("mend the pattern, or take the invariant away"),
            );
        }
    }
}
