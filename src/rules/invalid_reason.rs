//! A reason that says nothing or cannot be shown.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Access;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0307",
    name: "invalid-reason",
    severity: Severity::Error,
    docs: Docs {
        what: "The reason for a public route is empty or is not one line of plain text.",
        why: "It stands in the generated Terraform as a comment and in every report.",
        example: "[routes]\n\"GET /health\" = { function = \"api\", public = \"\" }\n",
        mended: "[routes]\n\"GET /health\" = { function = \"api\", public = \"uptime probe\" }\n",
        source: "",
    },
};

/// Looks at the reason of every public route.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for route in input.model.routes.iter() {
        let Access::Public { reason } = &route.access else {
            continue;
        };
        let message = if reason.trim().is_empty() {
            "a public route needs a reason"
        } else if reason.chars().any(unprintable) {
            "a reason is one line without control characters"
        } else {
            continue;
        };
        out.push(
            Diagnostic::new(&RULE, reason.span, message)
                .help("say in a few words why anyone may call it"),
        );
    }
}

/// Control characters, and the separators that some editors take for line
/// ends or that reverse the order of what is shown.
fn unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
