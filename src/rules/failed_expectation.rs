//! An expectation that the blueprint does not meet.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Decision;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0302",
    name: "failed-expectation",
    severity: Severity::Error,
    docs: Docs {
        what: "The gateway would answer otherwise than `[expect]` says.",
        why: "Either the route or the expectation is wrong; both are security decisions.",
        example: "[expect]\n\"GET /items\" = { anonymous = \"allow\" }\n",
        fixed: "[expect]\n\"GET /items\" = { anonymous = 401 }\n",
        sources: &[],
    },
};

/// Holds every expectation against the matrix.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    for expected in &model.expectations {
        let cell = input.matrix.cell(expected.caller.value, expected.route);
        if cell.decision == expected.answer.value {
            continue;
        }
        let caller = model.principal_name(expected.caller.value);
        let route = &model.routes[expected.route].text;
        let message = match cell.decision {
            Decision::Depends => format!("no answer to `{caller}` can be promised here"),
            decision => format!(
                "expected {} for `{caller}`, but the gateway decides {decision}",
                expected.answer.value
            ),
        };
        out.push(
            Diagnostic::new(&RULE, expected.answer.span, message)
                .also(route.span, "for this route")
                .note(cell.reason(model))
                .help("mend the route or the expectation, whichever is wrong"),
        );
    }
}
