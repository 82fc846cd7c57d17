//! A Lambda authorizer that caches answers without an identity source.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::AuthorizerKind;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0326",
    name: "cache-without-source",
    severity: Severity::Error,
    docs: Docs {
        what: "A Lambda authorizer has a `ttl` but no `sources`.",
        why: "API Gateway caches answers by identity source, and rejects a `ttl` without one.",
        example: "[functions.api]\nsource = \"functions/api\"\n\n[functions.gatekeeper]\nsource = \"functions/api\"\n\n[authorizers.custom]\nfunction = \"gatekeeper\"\nsources = []\nttl = 60\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"custom\" }\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\n\n[functions.gatekeeper]\nsource = \"functions/api\"\n\n[authorizers.custom]\nfunction = \"gatekeeper\"\nttl = 60\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"custom\" }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html",
        ],
    },
};

/// Compares `ttl` and `sources` of every Lambda authorizer.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for authorizer in input.model.authorizers.iter() {
        if let AuthorizerKind::Lambda { sources, ttl, .. } = &authorizer.kind
            && ttl.value > 0
            && sources.is_empty()
        {
            let message = "answers cannot be cached without an identity source";
            out.push(
                Diagnostic::new(&RULE, ttl.span, message)
                    .also(authorizer.name.span, "this authorizer has no `sources`")
                    .help("list in `sources` what the answer depends on, or remove `ttl`"),
            );
        }
    }
}
