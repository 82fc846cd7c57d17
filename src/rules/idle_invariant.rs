//! An invariant that covers no route.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::RouteKey;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0322",
    name: "idle-invariant",
    severity: Severity::Warning,
    docs: Docs {
        what: "The pattern of an invariant matches no route, or has `**`.",
        why: "A misspelled path protects nothing. Allow this rule if the invariant is meant for future routes.",
        example: "[invariants]\n\"* /itmes\" = { scopes = true }\n",
        fixed: "[invariants]\n\"* /items\" = { scopes = true }\n",
        sources: &[],
    },
};

/// Looks for routes that match each pattern.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let keys: Vec<&RouteKey> = input.model.routes.iter().map(|route| &route.key).collect();
    for invariant in &input.model.invariants {
        // It is a segment that nobody writes, or any single one.
        let doubled = invariant.text.contains("**");
        if doubled || invariant.pattern.matches(&keys).is_empty() {
            let message = match doubled {
                true => format!(
                    "`{}` does not take the rest of a path",
                    invariant.text.value
                ),
                false => format!("no route matches `{}`", invariant.text.value),
            };
            let found = Diagnostic::new(&RULE, invariant.text.span, message);
            out.push(match doubled {
                true => found.help(
                    "write a single `*`: at the end of a pattern, it takes the rest of the path",
                ),
                false => found.help("fix the pattern, or remove the invariant"),
            });
        }
    }
}
