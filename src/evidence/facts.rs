//! What types of resources and values mean.

use super::Term;

/// Whether resources of a type decide whose tokens are accepted, or what is in
/// them.
pub fn is_about_tokens(kind: &str) -> bool {
    kind.starts_with("aws_cognito_") || kind == "aws_apigatewayv2_authorizer"
}

/// Whether a value means the same as leaving it out.
pub fn is_nothing(term: &Term) -> bool {
    match term {
        Term::Null | Term::Bool(false) => true,
        Term::Text(pieces) => pieces.is_empty(),
        Term::List(items) => items.is_empty(),
        Term::Map(entries) => entries.is_empty(),
        Term::Bool(true) | Term::Number(_) | Term::Unknown(_) => false,
    }
}
