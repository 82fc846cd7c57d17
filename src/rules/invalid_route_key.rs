//! A route key that API Gateway rejects.

use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::model::{METHODS, ROUTE_KEY_LENGTH, RouteKey, RouteKeyError};
use crate::rules::{Docs, Rule};
use crate::source::Spanned;
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

/// Says what is wrong with the key, and offers a valid one that is not `taken`.
pub fn diagnostic(
    error: &RouteKeyError,
    text: &Spanned<String>,
    taken: impl Fn(&str) -> bool,
) -> Diagnostic {
    let (message, help) = match error {
        RouteKeyError::Form => (
            "this is not a valid route key".to_owned(),
            "write a method, one space and a path, such as `\"GET /items\"`, or `$default`",
        ),
        RouteKeyError::Method(method) => (
            format!("`{method}` is not a valid method"),
            "use an HTTP method in capital letters, or `ANY`",
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
            match segment.contains(['{', '}']) {
                true => "make each parameter a whole segment: `{id}`, or `{path+}` at the end",
                false => {
                    "use letters A to Z, digits and `-._~!$&'()*+,;=:@%`, without a query string"
                }
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
    match corrected(text).filter(|key| !taken(key)) {
        // A different method or path is the user's choice.
        Some(key) if letters(&key).eq(letters(text)) => {
            diagnostic.fix(help, [(text.span, quote(&key))])
        }
        Some(key) => diagnostic.suggest(help, [(text.span, quote(&key))]),
        None => diagnostic.help(help),
    }
}

/// What two spellings of a route key have in common.
fn letters(key: &str) -> impl Iterator<Item = char> {
    let kept = key.chars().filter(|c| !c.is_whitespace() && *c != '/');
    kept.map(|c| c.to_ascii_uppercase())
}

/// The route key that was probably meant: a known method, one space and a path
/// without empty segments.
fn corrected(text: &str) -> Option<String> {
    let text = text.replace(", ", ",");
    let key = match text.split_once(' ') {
        Some((methods, path)) => {
            let methods = methods.split(',').map(|method| nearest(method, METHODS));
            let method = methods.collect::<Option<Vec<_>>>()?.join(",");
            let segments = path.trim().split('/').filter(|segment| !segment.is_empty());
            let segments: Vec<&str> = segments.collect();
            format!("{method} /{}", segments.join("/"))
        }
        None => nearest(&text, ["$default"])?.to_owned(),
    };
    RouteKey::parse_all(&key).is_ok().then_some(key)
}

#[cfg(test)]
mod tests {
    use super::corrected;

    #[test]
    fn offers_only_valid_keys() {
        assert_eq!(corrected("get //items/").as_deref(), Some("GET /items"));
        assert_eq!(corrected("GET  items").as_deref(), Some("GET /items"));
        assert_eq!(corrected("$defautl").as_deref(), Some("$default"));
        assert_eq!(corrected("GET, post /x").as_deref(), Some("GET,POST /x"));
        assert_eq!(corrected("FETCH /items"), None);
        assert_eq!(corrected("GET /{id}.json"), None);
    }
}
