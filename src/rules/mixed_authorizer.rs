//! An authorizer of neither kind, or of both.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    code: "JG0323",
    name: "mixed-authorizer",
    severity: Severity::Error,
    docs: Docs {
        what: "An authorizer is neither a JWT authorizer nor a Lambda authorizer, or mixes the two. A JWT authorizer has `issuer` and `audience`; a Lambda authorizer has `function` or `arn`.",
        why: "It would be unclear which calls it allows.",
        example: "[authorizers.partner]\nissuer = \"https://partner.example.com\"\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"partner\", scopes = [\"read\"] }\n",
        fixed: "[authorizers.partner]\nissuer = \"https://partner.example.com\"\naudience = [\"orders-api\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", authorizer = \"partner\", scopes = [\"read\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html",
        ],
    },
};

/// Points at a key of the other kind.
pub fn mixed(name: &Spanned<String>, key: &Spanned<String>, jwt: bool) -> Diagnostic {
    let (kind, other) = match jwt {
        true => ("a JWT authorizer", "a Lambda authorizer"),
        false => ("a Lambda authorizer", "a JWT authorizer"),
    };
    let message = format!(
        "`{}` is {kind}, but `{}` belongs to {other}",
        name.value, key.value
    );
    Diagnostic::new(&RULE, key.span, message).help("remove the key, or declare two authorizers")
}

/// Reports an authorizer of neither kind.
pub fn neither(name: &Spanned<String>) -> Diagnostic {
    let message = format!(
        "`{}` is neither a JWT authorizer nor a Lambda authorizer",
        name.value
    );
    Diagnostic::new(&RULE, name.span, message).help(
        "add `issuer` and `audience` to accept tokens from another issuer, or `function` or `arn` for a Lambda authorizer",
    )
}

/// Reports a missing audience.
pub fn no_audience(name: &Spanned<String>, issuer: Span) -> Diagnostic {
    let message = format!("`{}` has no audience", name.value);
    Diagnostic::new(&RULE, name.span, message)
        .also(issuer, "every token from this issuer would be accepted")
        .help("add `audience = [\"…\"]`, with the `aud` claim of tokens for this API")
}

/// Points at both functions.
pub fn two_functions(name: &Spanned<String>, function: Span, arn: Span) -> Diagnostic {
    let message = format!("`{}` names two functions", name.value);
    Diagnostic::new(&RULE, arn, message)
        .also(function, "the first one")
        .help("remove one of the two")
}
