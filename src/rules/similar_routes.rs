//! Routes that differ in letter case only.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::Route;
use crate::rules::{Docs, Input, Rule};
use std::collections::HashMap;

pub static RULE: Rule = Rule {
    code: "JG0426",
    name: "similar-routes",
    severity: Severity::Warning,
    docs: Docs {
        what: "Two route keys differ only in letter case. Often one is in an overlay.",
        why: "Paths are case-sensitive: these are two routes. The one that was meant to be changed still applies as it was.",
        example: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n\"GET /Items\" = { function = \"api\", scopes = [\"read\"] }\n",
        fixed: "[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html",
        ],
    },
};

/// Compares the keys in lower case.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let mut routes: Vec<&Route> = input.model.routes.iter().collect();
    routes.sort_by_key(|route| route.text.span);
    let mut seen: HashMap<String, &Route> = HashMap::new();
    for route in routes {
        let pattern = route.key.pattern();
        let first = *seen
            .entry(pattern.to_string().to_lowercase())
            .or_insert(route);
        // Equal patterns are an error of another rule.
        if first.key.pattern() != pattern {
            let message = format!(
                "`{}` and `{}` differ in letter case only",
                route.text.value, first.text.value
            );
            out.push(
                Diagnostic::new(&RULE, route.text.span, message)
                    .about(&route.text)
                    .also(first.text.span, "this is another route")
                    .help("write the same key in both places to mean one route"),
            );
        }
    }
}
