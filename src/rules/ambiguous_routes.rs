//! Routes that the gateway cannot distinguish.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};
use std::collections::HashMap;

pub static RULE: Rule = Rule {
    code: "JG0402",
    name: "ambiguous-routes",
    severity: Severity::Error,
    docs: Docs {
        what: "Two route keys are equal, or differ only in the names of their parameters.",
        why: "They match the same requests, so API Gateway rejects one of them.",
        example: "[routes]\n\"GET /items/{id}\" = { function = \"api\", scopes = [\"read\"] }\n\"GET /items/{item}\" = { function = \"api\", scopes = [\"read\"] }\n",
        fixed: "[routes]\n\"GET /items/{id}\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html",
        ],
    },
};

/// Compares the patterns of all routes.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let mut routes: Vec<_> = input.model.routes.iter().collect();
    routes.sort_by_key(|route| route.text.span);
    let mut seen = HashMap::new();
    for route in routes {
        let first = seen.entry(route.key.pattern()).or_insert(&route.text);
        // Methods of one entry share its span.
        if !std::ptr::eq(*first, &route.text) {
            let (key, first_key) = (&route.text.value, &first.value);
            let message = match key == first_key {
                true => format!("`{key}` is declared twice"),
                false => format!("`{key}` matches the same requests as `{first_key}`"),
            };
            out.push(
                Diagnostic::new(&RULE, route.text.span, message)
                    .also(first.span, "the first one")
                    .help("let only one of the two have this method and path"),
            );
        }
    }
}
