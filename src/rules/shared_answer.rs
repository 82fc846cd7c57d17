//! A cached answer that gives access to other routes.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{AuthorizerKind, ROUTE_KEY, SOURCE};
use crate::rules::{Docs, Input, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0327",
    name: "shared-answer",
    severity: Severity::Warning,
    docs: Docs {
        what: "A Lambda authorizer's cached answer for one route is reused for others. It answers yes or no for several routes, its answers are cached, and `$context.routeKey` is not among its `sources`.",
        why: "A caller who is allowed on one of the routes is allowed on all of them until the answer expires.",
        example: "[functions.api]\nsource = \"functions/api\"\n\n[functions.gatekeeper]\nsource = \"functions/api\"\n\n[authorizers.custom]\nfunction = \"gatekeeper\"\nttl = 60\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"custom\" }\n\"GET /more\" = { function = \"api\", authorizer = \"custom\" }\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\n\n[functions.gatekeeper]\nsource = \"functions/api\"\n\n[authorizers.custom]\nfunction = \"gatekeeper\"\nttl = 60\nsources = [\"$request.header.Authorization\", \"$context.routeKey\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"custom\" }\n\"GET /more\" = { function = \"api\", authorizer = \"custom\" }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html",
        ],
    },
};

/// Checks every Lambda authorizer that caches simple responses.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    for (id, authorizer) in model.authorizers.entries() {
        let AuthorizerKind::Lambda {
            simple,
            sources,
            ttl,
            ..
        } = &authorizer.kind
        else {
            continue;
        };
        let told_apart = sources.iter().any(|source| source.as_str() == ROUTE_KEY);
        let routes = model
            .routes
            .iter()
            .filter(|route| route.access.authorizer() == Some(id));
        if ttl.value == 0 || !simple.value || told_apart || sources.is_empty() || routes.count() < 2
        {
            continue;
        }
        let message = "the cached answer for one route is reused for all the others";
        let diagnostic = Diagnostic::new(&RULE, ttl.span, message)
            .also(authorizer.name.span, "several routes use this authorizer");
        let last = sources
            .last()
            .filter(|source| source.span != authorizer.name.span);
        out.push(match last {
            Some(last) => diagnostic.fix(
                "cache the answers for each route separately",
                [(
                    Span::from(last.span.end..last.span.end),
                    format!(", \"{ROUTE_KEY}\""),
                )],
            ),
            None => diagnostic.help(format!(
                "set `sources = [\"{SOURCE}\", \"{ROUTE_KEY}\"]`, or remove `ttl`"
            )),
        });
    }
}
