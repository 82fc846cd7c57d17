//! An authorizer that no route uses.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};
use std::collections::BTreeSet;

pub static RULE: Rule = Rule {
    code: "JG0329",
    name: "unused-authorizer",
    severity: Severity::Warning,
    docs: Docs {
        what: "No route uses an authorizer of `[authorizers]`, by name or as the default of `[api]`.",
        why: "Nothing is generated for it. Perhaps a route was meant to be protected by it.",
        example: "[authorizers.partner]\nissuer = \"https://partner.example.com\"\naudience = [\"orders-api\"]\n",
        fixed: "[authorizers.partner]\nissuer = \"https://partner.example.com\"\naudience = [\"orders-api\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"partner\", scopes = [\"read\"] }\n",
        sources: &[],
    },
};

/// Compares the declared authorizers with those that routes use.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let used: BTreeSet<_> = model
        .routes
        .iter()
        .filter_map(|route| route.access.authorizer())
        .collect();
    for (id, authorizer) in model.authorizers.entries() {
        if !used.contains(&id) {
            let message = format!("no route uses the authorizer `{}`", authorizer.name.value);
            out.push(
                Diagnostic::new(&RULE, authorizer.name.span, message)
                    .help("set it as the `authorizer` of a route, or remove it"),
            );
        }
    }
}
