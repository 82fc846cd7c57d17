//! An identity source that API Gateway rejects.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::AuthorizerKind;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0325",
    name: "invalid-source",
    severity: Severity::Error,
    docs: Docs {
        what: "An identity source does not have a form that API Gateway accepts. The forms are `$request.header.NAME` and `$request.querystring.NAME`, and for Lambda authorizers `$context.NAME` and `$stageVariables.NAME` too.",
        why: "API Gateway rejects the authorizer.",
        example: "[identity]\nsource = \"Authorization\"\n",
        fixed: "[identity]\nsource = \"$request.header.Authorization\"\n",
        sources: &[
            "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html",
            "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html",
        ],
    },
};

/// Where a token may be.
const TOKEN: [&str; 2] = ["$request.header.", "$request.querystring."];

/// What a Lambda authorizer may use.
const ANY: [&str; 4] = [
    "$request.header.",
    "$request.querystring.",
    "$context.",
    "$stageVariables.",
];

/// Checks every source.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let own = model
        .identity
        .iter()
        .map(|identity| (&identity.source, &TOKEN[..]));
    let declared = model
        .authorizers
        .iter()
        .flat_map(|authorizer| match &authorizer.kind {
            AuthorizerKind::Jwt { source, .. } => vec![(source, &TOKEN[..])],
            AuthorizerKind::Lambda { sources, .. } => {
                sources.iter().map(|source| (source, &ANY[..])).collect()
            }
        });
    for (source, places) in own.chain(declared) {
        let name = places.iter().find_map(|place| source.strip_prefix(place));
        if name.is_none_or(|name| name.is_empty() || !name.chars().all(plain)) {
            let message = format!("`{}` is not a valid identity source", source.value);
            let diagnostic = Diagnostic::new(&RULE, source.span, message);
            let bare = !source.is_empty() && source.chars().all(plain) && !source.contains('.');
            out.push(match bare {
                true => diagnostic.suggest(
                    "use the header of that name",
                    [(source.span, format!("\"$request.header.{}\"", source.value))],
                ),
                false => diagnostic.help(format!("start it with one of `{}`", places.join("`, `"))),
            });
        }
    }
}

/// Characters of header names (RFC 9110); the other names allow fewer.
fn plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_.~!#&'*+|^`".contains(c)
}
