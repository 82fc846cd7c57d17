//! A route key that API Gateway refuses.

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
        what: "A route key is neither `$default` nor a method, one space and a path of whole segments.",
        why: "API Gateway refuses it at apply, half way through.",
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
            "this is not a route key".to_owned(),
            "write a method, one space and a path, such as `\"GET /items\"`, or `$default`",
        ),
        RouteKeyError::Method(method) => (
            format!("there is no method `{method}`"),
            "name a method of HTTP in capital letters, or `ANY`",
        ),
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
            match segment.contains(['{', '}']) {
                true => "a parameter takes a whole segment: `{id}`, or `{path+}` at the end",
                false => {
                    "a segment holds letters A to Z, digits and `-._~!$&'()*+,;=:@%`; a query is no part of it"
                }
            },
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
    let diagnostic = Diagnostic::new(&RULE, text.span, message);
    match mended(text).filter(|key| !taken(key)) {
        // Another method or path is for the user to choose.
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

/// The route key that was probably meant: a known method, one space, and a path
/// without empty segments.
fn mended(text: &str) -> Option<String> {
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
    use super::mended;

    #[test]
    fn offers_only_valid_keys() {
        assert_eq!(mended("get //items/").as_deref(), Some("GET /items"));
        assert_eq!(mended("GET  items").as_deref(), Some("GET /items"));
        assert_eq!(mended("$defautl").as_deref(), Some("$default"));
        assert_eq!(mended("GET, post /x").as_deref(), Some("GET,POST /x"));
        assert_eq!(mended("FETCH /items"), None);
        assert_eq!(mended("GET /{id}.json"), None);
    }
}
