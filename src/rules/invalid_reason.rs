//! A reason that says nothing or cannot be shown.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Access;
use crate::rules::{Docs, Input, Rule};
use crate::text::invisible;

pub static RULE: Rule = Rule {
    code: "JG0307",
    name: "invalid-reason",
    severity: Severity::Error,
    docs: Docs {
        what: "The reason for a public route is empty or is not one line of plain text.",
        why: "It stands in the generated Terraform as a comment and in every report.",
        example: "[routes]\n\"GET /health\" = { function = \"api\", public = \"\" }\n",
        fixed: "[routes]\n\"GET /health\" = { function = \"api\", public = \"uptime probe\" }\n",
        sources: &[],
    },
};

/// What scanners look for in comments: with such a reason, the comment above a
/// route would switch other checks off.
const DIRECTIVES: [&str; 4] = [
    "bridgecrew:skip",
    "checkov:skip",
    "tfsec:ignore",
    "trivy:ignore",
];

/// Looks at the reason of every public route.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for route in input.model.routes.iter() {
        let Access::Public { reason } = &route.access else {
            continue;
        };
        let message = if reason.trim().is_empty() {
            "a public route needs a reason"
        } else if reason.chars().any(invisible) {
            "a reason is one line of characters that can be seen"
        } else if DIRECTIVES.iter().any(|word| reason.contains(word)) {
            "a reason cannot hold a directive for a scanner"
        } else {
            continue;
        };
        out.push(
            Diagnostic::new(&RULE, reason.span, message)
                .help("say in a few words why anyone may call it"),
        );
    }
}
