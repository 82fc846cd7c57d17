//! A path as another framework writes it.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::{Span, Spanned};
use crate::syntax::quote;
use crate::text::any_of;

pub static RULE: Rule = Rule {
    code: "JG0423",
    name: "foreign-path",
    severity: Severity::Warning,
    docs: Docs {
        what: "A path is written as in another framework. `:id`, `$id`, `*` and `%7Bid%7D` are literal text in a route key.",
        why: "The route matches only these very characters, so every real request to it is answered with 404, or by another route.",
        example: "[routes]\n\"GET /items/:id\" = { function = \"api\", scopes = [\"read\"] }\n",
        fixed: "[routes]\n\"GET /items/{id}\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html",
        ],
    },
};

/// Offers the keys that this one may mean. `also` holds the other places where it
/// is written. The key of a public route is not edited: it would let everyone call
/// more than now.
pub fn diagnostic(
    text: &Spanned<String>,
    meant: &[String],
    also: &[Span],
    public: bool,
) -> Diagnostic {
    let message = format!("`{}` is not a pattern in an HTTP API", text.value);
    let diagnostic = Diagnostic::new(&RULE, text.span, message)
        .about(text)
        .label("API Gateway takes this literally");
    if meant.is_empty() {
        return diagnostic
            .help("a parameter is a whole segment: write it as `{id}`, and the rest of a path as `{proxy+}`");
    }
    if public {
        let keys: Vec<String> = meant.iter().map(|key| format!("`{key}`")).collect();
        return diagnostic.help(format!(
            "write {}; the route is public, so everyone may then call all that it matches",
            any_of(&keys)
        ));
    }
    meant.iter().fold(diagnostic, |diagnostic, key| {
        let places = also.iter().copied().chain([text.span]);
        diagnostic.suggest(
            format!("write `{key}`"),
            places.map(|place| (place, quote(key))),
        )
    })
}
