//! A reason that is empty or cannot be displayed.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Access;
use crate::rules::{Docs, Input, Rule};
use crate::text::invisible;
use std::collections::BTreeSet;

pub static RULE: Rule = Rule {
    code: "JG0307",
    name: "invalid-reason",
    severity: Severity::Error,
    docs: Docs {
        what: "The reason for a public route is invalid. It must be one line of visible text, without directives for scanners.",
        why: "It becomes a comment in the generated Terraform, and appears in every report.",
        example: "[routes]\n\"GET /health\" = { function = \"api\", public = \"\" }\n",
        fixed: "[routes]\n\"GET /health\" = { function = \"api\", public = \"uptime probe\" }\n",
        sources: &[],
    },
};

/// Directives that scanners look for in comments. Such a reason would turn off
/// other checks of the route.
const DIRECTIVES: [&str; 4] = [
    "bridgecrew:skip",
    "checkov:skip",
    "tfsec:ignore",
    "trivy:ignore",
];

/// What people write who take the key for a switch. `public = "false"` would open
/// the route.
const SWITCHES: [&str; 24] = [
    "0",
    "1",
    "authenticated",
    "deny",
    "disabled",
    "enabled",
    "false",
    "internal",
    "n",
    "never",
    "no",
    "none",
    "not public",
    "null",
    "off",
    "on",
    "private",
    "reason",
    "signed-in",
    "tbd",
    "todo",
    "true",
    "undefined",
    "yes",
];

/// What is wrong with a reason that people will read, if anything; with other words
/// for one that is missing.
pub(super) fn flaw(reason: &str, missing: &'static str) -> Option<&'static str> {
    match reason {
        text if text.trim().is_empty() => Some(missing),
        text if text.chars().any(invisible) => {
            Some("a reason must be one line of visible characters")
        }
        text if SWITCHES.contains(&text.trim().to_lowercase().as_str()) => {
            Some("this is no reason")
        }
        _ => None,
    }
}

/// Looks at the reason of every public route.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let groups = model.groups.iter().map(|group| group.name.as_str());
    let roles = model.roles.iter().map(|role| role.name.as_str());
    let scopes = model.scopes.iter().map(|scope| scope.name.as_str());
    let names: BTreeSet<&str> = groups.chain(roles).chain(scopes).collect();
    for route in model.routes.iter() {
        let Access::Public { reason } = &route.access else {
            continue;
        };
        let directive = DIRECTIVES.iter().any(|word| reason.contains(word));
        let directive = directive.then_some("a reason cannot contain a directive for a scanner");
        let name = names.contains(reason.trim());
        let name = name.then_some(
            "this is a name of the blueprint, not a reason: everyone may call the route",
        );
        let message = flaw(reason, "a public route needs a reason");
        let Some(message) = message.or(directive).or(name) else {
            continue;
        };
        out.push(
            Diagnostic::new(&RULE, reason.span, message)
                .help("say in a few words why anyone may call the route, or remove the key if not everyone may"),
        );
    }
}
