//! An expectation that the blueprint does not meet.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Decision;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0302",
    name: "failed-expectation",
    severity: Severity::Error,
    docs: Docs {
        what: "The gateway's decision is not the one that `[expect]` states.",
        why: "Either the route or the expectation is wrong; both are security decisions.",
        example: "[expect]\n\"GET /items\" = { anonymous = \"allow\" }\n",
        fixed: "[expect]\n\"GET /items\" = { anonymous = 401 }\n",
        sources: &[],
    },
};

/// Compares every expectation with the matrix.
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
            Decision::Depends => format!(
                "expected {} for `{caller}`, but the decision cannot be predicted",
                expected.answer.value
            ),
            decision => format!(
                "expected {} for `{caller}`, but the decision is {decision}",
                expected.answer.value
            ),
        };
        out.push(
            Diagnostic::new(&RULE, expected.answer.span, message)
                .also(route.span, "on this route")
                .note(cell.reason(model))
                .help("fix the route or the expectation, whichever is wrong"),
        );
    }
}
