//! Access settings that the authorizer of the route cannot check.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0324",
    name: "foreign-access",
    severity: Severity::Error,
    docs: Docs {
        what: "A route has `scopes`, `allow`, `all` or `clients`, but its authorizer cannot check them. `scopes` need a JWT authorizer; the others need tokens from `[identity]`.",
        why: "API Gateway rejects scopes on such a route, and the other keys would have no effect.",
        example: "[functions.api]\nsource = \"functions/api\"\n\n[functions.gatekeeper]\nsource = \"functions/api\"\n\n[authorizers.custom]\nfunction = \"gatekeeper\"\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"custom\", scopes = [\"read\"] }\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\n\n[functions.gatekeeper]\nsource = \"functions/api\"\n\n[authorizers.custom]\nfunction = \"gatekeeper\"\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"custom\" }\n",
        sources: &["https://github.com/aws/aws-cdk/issues/27576"],
    },
};

/// Points at the key.
pub fn diagnostic(key: &str, authorizer: &str, span: Span) -> Diagnostic {
    let message = format!("the authorizer `{authorizer}` cannot check `{key}`");
    Diagnostic::new(&RULE, span, message).help(format!(
        "remove `{key}`, or set `authorizer = \"identity\"` to check tokens"
    ))
}
