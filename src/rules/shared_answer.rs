//! A kept answer that opens routes nobody asked about.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{AuthorizerKind, ROUTE_KEY, SOURCE};
use crate::rules::{Docs, Input, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0327",
    name: "shared-answer",
    severity: Severity::Warning,
    docs: Docs {
        what: "A Lambda authorizer of several routes answers yes or no, its answers are kept, and `$context.routeKey` is not among its sources.",
        why: "The answer for one route serves every other one: whoever may call one of them may call them all until the answer is forgotten.",
        example: "[functions.api]\nsource = \"functions/api\"\n\n[functions.gatekeeper]\nsource = \"functions/api\"\n\n[authorizers.custom]\nfunction = \"gatekeeper\"\nttl = 60\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"custom\" }\n\"GET /more\" = { function = \"api\", authorizer = \"custom\" }\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\n\n[functions.gatekeeper]\nsource = \"functions/api\"\n\n[authorizers.custom]\nfunction = \"gatekeeper\"\nttl = 60\nsources = [\"$request.header.Authorization\", \"$context.routeKey\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"custom\" }\n\"GET /more\" = { function = \"api\", authorizer = \"custom\" }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html",
        ],
    },
};

/// Looks at every Lambda authorizer that keeps plain answers.
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
        let message = "what this authorizer says of one route it says of all";
        let diagnostic = Diagnostic::new(&RULE, ttl.span, message)
            .also(authorizer.name.span, "several routes use this authorizer");
        let last = sources
            .last()
            .filter(|source| source.span != authorizer.name.span);
        out.push(match last {
            Some(last) => diagnostic.fix(
                "keep the answers for each route apart",
                [(
                    Span::from(last.span.end..last.span.end),
                    format!(", \"{ROUTE_KEY}\""),
                )],
            ),
            None => diagnostic.help(format!(
                "set `sources = [\"{SOURCE}\", \"{ROUTE_KEY}\"]`, or leave `ttl` out"
            )),
        });
    }
}
