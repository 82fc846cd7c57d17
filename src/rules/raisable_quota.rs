//! More of something than AWS allows by default.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Access;
use crate::rules::{Docs, Input, Rule};
use std::collections::BTreeSet;

pub static RULE: Rule = Rule {
    code: "JG0311",
    name: "raisable-quota",
    severity: Severity::Warning,
    docs: Docs {
        what: "The API has more routes or authorizers than AWS allows by default.",
        why: "`terraform apply` fails halfway unless the account's quota has been raised.",
        example: "",
        fixed: "",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html",
        ],
    },
};

/// Routes of an API.
const ROUTES: usize = 300;
/// Authorizers of an API.
const AUTHORIZERS: usize = 10;

/// Counts both.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let last = model.routes.iter().max_by_key(|route| route.text.span);
    let Some(last) = last else { return };
    let authorizers: BTreeSet<_> = model
        .routes
        .iter()
        .filter_map(|route| match &route.access {
            Access::Token {
                clients, listed, ..
            } => Some((listed, clients)),
            Access::Public { .. }
            | Access::Foreign { .. }
            | Access::Lambda { .. }
            | Access::Iam => None,
        })
        .collect();
    let declared = model.used_authorizers();
    let counts = [
        ("routes", model.routes.len(), ROUTES),
        (
            "authorizers",
            authorizers.len() + declared.len(),
            AUTHORIZERS,
        ),
    ];
    for (what, count, usual) in counts {
        if count > usual {
            let message = format!("the API has {count} {what}, but AWS allows {usual} by default");
            out.push(
                Diagnostic::new(&RULE, last.text.span, message)
                    .help("request a quota increase before you apply"),
            );
        }
    }
}
