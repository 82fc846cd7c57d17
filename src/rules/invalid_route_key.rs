//! A route key that API Gateway rejects.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{ROUTE_KEY_LENGTH, RouteKeyError};
use crate::rules::{Docs, Rule};
use crate::source::{Span, Spanned};
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0401",
    name: "invalid-route-key",
    severity: Severity::Error,
    docs: Docs {
        what: "A route key is neither `$default` nor a method, one space and a valid path.",
        why: "API Gateway rejects it, and `terraform apply` fails halfway.",
        example: "[routes]\n\"GET /items/{id}.json\" = { function = \"api\", scopes = [\"read\"] }\n",
        fixed: "[routes]\n\"GET /items/{id}\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html",
        ],
    },
};

/// Says what is wrong with the key. `meant` holds the valid keys that it may mean,
/// and `also` the other places where it is written.
pub fn diagnostic(
    error: &RouteKeyError,
    text: &Spanned<String>,
    meant: &[String],
    also: &[Span],
) -> Diagnostic {
    let (message, help) = match error {
        _ if SOCKETS.contains(&text.as_str()) => (
            format!("`{}` is a route of WebSocket APIs", text.value),
            "declare routes of an HTTP API; jwtgen generates no WebSocket APIs",
        ),
        RouteKeyError::Form if text.starts_with('/') => (
            "this route key has no method".to_owned(),
            "put a method and a space before the path, as in `\"GET /items\"`, or `ANY` for every method",
        ),
        RouteKeyError::Form => (
            "this is not a valid route key".to_owned(),
            "write a method, one space and a path, such as `\"GET /items\"`, or `$default`",
        ),
        RouteKeyError::Method(method) => (
            format!("`{method}` is not a valid method"),
            match method.to_ascii_uppercase().as_str() {
                "DEL" | "REMOVE" | "DESTROY" => "the method is `DELETE`",
                "UPDATE" | "EDIT" => {
                    "write `PUT` to replace a resource, or `PATCH` to change a part of it"
                }
                "CREATE" | "ADD" | "INSERT" => {
                    "write `POST`, or `PUT` where the caller chooses the path"
                }
                "READ" | "FETCH" | "LIST" | "QUERY" => "write `GET`",
                "TRACE" | "CONNECT" => "HTTP APIs do not route this method",
                "*" | "ALL" => "write `ANY` for every method",
                _ => "use an HTTP method in capital letters, or `ANY`",
            },
        ),
        RouteKeyError::RepeatedMethod(method) => (
            format!("the method `{method}` is listed twice"),
            "list each method once",
        ),
        RouteKeyError::AnyAmongOthers => (
            "`ANY` already includes every method".to_owned(),
            "write `ANY` alone, or list the methods that are meant",
        ),
        RouteKeyError::NoLeadingSlash if text.ends_with("$default") => (
            "`$default` has no method: it answers whatever no other route matches".to_owned(),
            "",
        ),
        RouteKeyError::NoLeadingSlash => (
            "the path does not start with `/`".to_owned(),
            "put one space between method and path, and start the path with `/`",
        ),
        RouteKeyError::EmptySegment => (
            "the path has an empty segment".to_owned(),
            "remove the trailing or doubled `/`",
        ),
        RouteKeyError::Segment(segment) => (
            format!("`{segment}` is not a valid path segment"),
            match segment {
                segment if segment.ends_with("?}") => {
                    "a parameter cannot be optional: write one route with `{id}`, and one without it"
                }
                segment if segment.contains('?') => {
                    "remove the query string: routes match paths only"
                }
                segment if segment.contains(['{', '}', '<', '[']) => {
                    "make each parameter a whole segment: `{id}`, or `{path+}` at the end"
                }
                _ => "use letters A to Z, digits and `-._~!$&'()*+,;=:@%`, without a query string",
            },
        ),
        RouteKeyError::GreedyNotLast(name) => (
            format!("`{{{name}+}}` is not at the end of the path"),
            "put it last: a greedy parameter matches the rest of the path",
        ),
        RouteKeyError::RepeatedParameter(name) => (
            format!("the parameter `{name}` is used twice"),
            "give each parameter a different name",
        ),
        RouteKeyError::Length => (
            format!("the route key is longer than {ROUTE_KEY_LENGTH} characters"),
            "shorten the path",
        ),
    };
    let diagnostic = Diagnostic::new(&RULE, text.span, message);
    let edits = |key: &str| {
        let places = also.iter().copied().chain([text.span]);
        places.map(|place| (place, quote(key))).collect::<Vec<_>>()
    };
    match meant {
        [] if help.is_empty() => diagnostic.help("write `$default`"),
        [] => diagnostic.help(help),
        // A different method or path is the user's choice.
        [key] if letters(key).eq(letters(text)) => diagnostic.fix(help, edits(key)),
        [key] => diagnostic.suggest(help, edits(key)),
        several => several.iter().fold(diagnostic, |diagnostic, key| {
            let text = match key.as_str() {
                "$default" => "for whatever no other route matches".to_owned(),
                key => format!("for every path below `/`, write `{key}`"),
            };
            diagnostic.suggest(text, edits(key))
        }),
    }
}

/// Route keys that only WebSocket APIs have.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-develop-routes.html>
const SOCKETS: [&str; 2] = ["$connect", "$disconnect"];

/// What two spellings of a route key have in common.
fn letters(key: &str) -> impl Iterator<Item = char> {
    let kept = key.chars().filter(|c| !c.is_whitespace() && *c != '/');
    kept.map(|c| c.to_ascii_uppercase())
}
