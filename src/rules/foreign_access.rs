//! A way in that the authorizer of the route does not know.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0324",
    name: "foreign-access",
    severity: Severity::Error,
    docs: Docs {
        what: "A route has `scopes`, `allow`, `all` or `clients`, and its authorizer cannot hold a call against them. `scopes` need tokens; the others need tokens of `[identity]`.",
        why: "API Gateway refuses scopes on such a route, and the rest would have no effect.",
        example: "[functions.api]\nsource = \"functions/api\"\n\n[functions.gatekeeper]\nsource = \"functions/api\"\n\n[authorizers.custom]\nfunction = \"gatekeeper\"\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"custom\", scopes = [\"read\"] }\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\n\n[functions.gatekeeper]\nsource = \"functions/api\"\n\n[authorizers.custom]\nfunction = \"gatekeeper\"\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"custom\" }\n",
        sources: &["https://github.com/aws/aws-cdk/issues/27576"],
    },
};

/// Points at the key.
pub fn diagnostic(key: &str, authorizer: &str, span: Span) -> Diagnostic {
    let message = format!("`{authorizer}` cannot hold a call against `{key}`");
    Diagnostic::new(&RULE, span, message).help(format!(
        "take `{key}` away, or let tokens decide: `authorizer = \"identity\"`"
    ))
}
