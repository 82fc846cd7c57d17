//! A scope that is too long for a route once `scope_format` applies.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::too_many_scopes::foreign_scopes;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0202",
    name: "long-scope",
    severity: Severity::Error,
    docs: Docs {
        what: "A scope has more than 64 characters in the token, where `scope_format` applies. An app client's ID counts as 26.",
        why: "API Gateway rejects the route.",
        example: "[identity]\nscope_format = \"https://shop.example.com/production/{scope}-{client_id}\"\n",
        fixed: "[identity]\nscope_format = \"{name}/{scope}-{client_id}\"\n",
        sources: &[
            "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html",
        ],
    },
};

/// Longest scope of a route, in characters.
const MAX: usize = 64;

/// Measures every scope of the roles and of other issuers.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for (span, scopes) in foreign_scopes(input.model) {
        for scope in scopes.iter().filter(|scope| scope.chars().count() > MAX) {
            let length = scope.chars().count();
            let message = format!("the scope `{scope}` is {length} characters long");
            out.push(Diagnostic::new(&RULE, span, message).help(format!(
                "shorten it at its issuer: API Gateway allows at most {MAX} characters"
            )));
        }
    }
    let Some(identity) = &input.model.identity else {
        return;
    };
    let format = &identity.scope_format;
    for scope in input.model.scopes.iter() {
        let length = format.length(&scope.name);
        if length > MAX {
            let message = format!(
                "the scope `{}` is {length} characters long in the token",
                scope.name.value
            );
            out.push(
                Diagnostic::new(&RULE, scope.name.span, message)
                    .also(format.span, "with this format")
                    .help(format!(
                        "shorten one of the two: API Gateway allows at most {MAX} characters"
                    )),
            );
        }
    }
}
