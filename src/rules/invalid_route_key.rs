//! A route key that API Gateway refuses.

use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::model::{METHODS, ROUTE_KEY_LENGTH, RouteKeyError};
use crate::rules::{Docs, Rule};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    code: "JG0401",
    name: "invalid-route-key",
    severity: Severity::Error,
    docs: Docs {
        what: "A route key is neither `$default` nor a method, one space and a path of whole segments.",
        why: "API Gateway refuses it at apply, half way through.",
        example: "[routes]\n\"GET /items/{id}.json\" = { function = \"api\", scopes = [\"read\"] }\n",
        mended: "[routes]\n\"GET /items/{id}\" = { function = \"api\", scopes = [\"read\"] }\n",
        source: "D23:http-api-develop-routes",
    },
};

/// Says what is wrong with the key.
pub fn diagnostic(error: &RouteKeyError, text: &Spanned<String>) -> Diagnostic {
    let (message, help) = match error {
        RouteKeyError::Form => (
            "this is not a route key".to_owned(),
            "write a method, one space and a path, such as `\"GET /items\"`, or `$default`",
        ),
        RouteKeyError::Method(method) => {
            let diagnostic =
                Diagnostic::new(&RULE, text.span, format!("there is no method `{method}`"));
            let path = text.split_once(' ').map_or("", |(_, path)| path);
            let near = nearest(method, METHODS).map(|near| format!("\"{near} {path}\""));
            return diagnostic
                .did_you_mean(near)
                .help(format!("methods are {}", METHODS.join(", ")));
        }
        RouteKeyError::NoLeadingSlash => (
            "the path does not start with `/`".to_owned(),
            "put one space between method and path, and start the path with `/`",
        ),
        RouteKeyError::EmptySegment => (
            "the path has an empty segment".to_owned(),
            "take away the trailing or doubled `/`",
        ),
        RouteKeyError::Segment(segment) => (
            format!("`{segment}` is not a path segment"),
            "a parameter takes a whole segment: `{id}`, or `{path+}` at the end",
        ),
        RouteKeyError::GreedyNotLast(name) => (
            format!("`{{{name}+}}` stands before the end of the path"),
            "a greedy parameter takes all that follows, so it comes last",
        ),
        RouteKeyError::RepeatedParameter(name) => (
            format!("the parameter `{name}` stands twice"),
            "give each parameter a name of its own",
        ),
        RouteKeyError::Length => (
            format!("the route key is longer than {ROUTE_KEY_LENGTH} characters"),
            "shorten the path",
        ),
    };
    Diagnostic::new(&RULE, text.span, message).help(help)
}
