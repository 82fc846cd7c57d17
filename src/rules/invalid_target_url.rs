//! A URL to which the gateway cannot forward calls.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{RouteKey, Segment, Target};
use crate::rules::{Docs, Input, Rule};
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0419",
    name: "invalid-target-url",
    severity: Severity::Error,
    docs: Docs {
        what: "The `url` or the `payload` of a route is invalid. The `url` must be an `https://` or `http://` URL without a fragment, and may only name parameters of the route. `payload` is only for functions.",
        why: "API Gateway rejects the integration, or every call fails.",
        example: "[functions]\n\n[routes]\n\"GET /items\" = { url = \"https://legacy.example.com/items/{id}\", scopes = [\"read\"] }\n",
        fixed: "[functions]\n\n[routes]\n\"GET /items/{id}\" = { url = \"https://legacy.example.com/items/{id}\", scopes = [\"read\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html",
        ],
    },
};

/// Checks every route that forwards to a URL.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for route in input.model.routes.iter() {
        let Target::Url(url) = &route.target else {
            continue;
        };
        if let Some(payload) = &route.settings.payload {
            out.push(
                Diagnostic::new(&RULE, payload.span, "`payload` applies only to functions")
                    .also(url.span, "this route calls no function")
                    .help("remove `payload`"),
            );
        }
        let Some(text) = url.literal() else { continue };
        if let Some(problem) = problem(text) {
            let mut functions = input.model.functions.iter();
            let help = match functions.any(|function| function.key.value == text) {
                true => format!("to call the function, write `function = {}`", quote(text)),
                false => "use a URL such as `https://legacy.example.com/items/{id}`".to_owned(),
            };
            out.push(Diagnostic::new(&RULE, url.span, problem).help(help));
        }
        let segments = match &route.key {
            RouteKey::Path { segments, .. } => segments.as_slice(),
            RouteKey::Default => &[],
        };
        let known = |name: &str| {
            segments.iter().any(|segment| {
                matches!(segment, Segment::Parameter(known) | Segment::Greedy(known) if known == name)
            })
        };
        for name in placeholders(text).filter(|name| !known(name)) {
            let message = format!("the route has no parameter `{{{name}}}`");
            let found =
                Diagnostic::new(&RULE, url.span, message).also(route.text.span, "this route");
            if let Some(plain) = name.strip_suffix('+').filter(|plain| known(plain)) {
                let edited = text.replace(&format!("{{{name}}}"), &format!("{{{plain}}}"));
                out.push(found.fix(
                    format!("in a URL, write `{{{plain}}}`: the `+` is only in the path"),
                    [(url.span, quote(&edited))],
                ));
                continue;
            }
            out.push(found.help(
                "add the parameter to the route's path, as in `/{id}`, or remove it from the URL",
            ));
        }
    }
}

fn problem(url: &str) -> Option<String> {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let Some(rest) = rest else {
        return Some("this is not an `https://` URL".into());
    };
    let host = rest.split(['/', '?', ':']).next().unwrap_or_default();
    if host.is_empty() {
        return Some("this URL has no host".into());
    }
    let bad = |c: &char| *c == '#' || c.is_whitespace() || c.is_control();
    let bad = url.chars().find(bad);
    bad.map(|bad| format!("a target URL cannot contain {bad:?}"))
}

/// Names in braces, except stage variables: `${stageVariables.x}`.
fn placeholders(url: &str) -> impl Iterator<Item = &str> {
    let starts = url
        .match_indices('{')
        .filter(|(at, _)| !url[..*at].ends_with('$'));
    starts.filter_map(|(at, _)| url[at + 1..].split_once('}').map(|(name, _)| name))
}
