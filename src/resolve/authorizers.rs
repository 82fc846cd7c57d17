//! Authorizers: their kinds and defaults.

use super::names::Names;
use crate::arena::{Arena, Id};
use crate::diagnostic::Diagnostics;
use crate::model::{Authorizer, AuthorizerKind, Decider, SOURCE};
use crate::rules::mixed_authorizer;
use crate::source::Spanned;
use crate::syntax::{self, Blueprint};
use std::collections::BTreeMap;

/// Keys of a JWT authorizer.
const JWT: [&str; 3] = ["issuer", "audience", "source"];

/// Keys of a Lambda authorizer.
const LAMBDA: [&str; 6] = [
    "function",
    "arn",
    "payload",
    "simple_responses",
    "sources",
    "ttl",
];

/// Resolves every authorizer. One that is of neither kind, or of both, is
/// reported; it stays in the list, so that ids follow the order of the section,
/// but allows nobody.
pub(super) fn resolve(
    blueprint: &Blueprint,
    names: &Names<'_>,
    out: &mut Diagnostics,
) -> Arena<Authorizer> {
    let authorizers = blueprint
        .authorizers
        .iter()
        .map(|(name, written)| Authorizer {
            name: name.clone(),
            kind: kind(name, written, names, out),
            same_as: None,
        });
    let mut authorizers: Vec<Authorizer> = authorizers.collect();
    let mut first = BTreeMap::new();
    let same_as: Vec<Option<Id<Authorizer>>> = authorizers
        .iter()
        .enumerate()
        .map(|(at, authorizer)| {
            let before = *first.entry(authorizer.kind.as_jwt()?).or_insert(at);
            (before != at).then_some(Id::at(before))
        })
        .collect();
    for (authorizer, same_as) in authorizers.iter_mut().zip(same_as) {
        authorizer.same_as = same_as;
    }
    authorizers.into_iter().collect()
}

fn kind(
    name: &Spanned<String>,
    written: &syntax::Authorizer,
    names: &Names<'_>,
    out: &mut Diagnostics,
) -> AuthorizerKind {
    let jwt = written.issuer.is_some();
    let other = if jwt { &LAMBDA[..] } else { &JWT[..] };
    let lambda = written.function.is_some() || written.arn.is_some();
    let foreign = |key: &&Spanned<String>| other.contains(&key.as_str());
    match written.keys.iter().find(foreign) {
        Some(key) if jwt || lambda => out.push(mixed_authorizer::mixed(name, key, jwt)),
        _ if !jwt && !lambda => out.push(mixed_authorizer::neither(name)),
        _ => {}
    }
    if let (Some(function), Some(arn)) = (&written.function, &written.arn) {
        out.push(mixed_authorizer::two_functions(
            name,
            function.span,
            arn.span,
        ));
    }
    let place = |text: &str| Spanned::new(text.to_owned(), name.span);
    if let Some(issuer) = &written.issuer {
        if written.audience.is_empty() {
            out.push(mixed_authorizer::no_audience(name, issuer.span));
        }
        return AuthorizerKind::Jwt {
            issuer: issuer.clone(),
            audience: written.audience.clone(),
            source: written.source.clone().unwrap_or_else(|| place(SOURCE)),
        };
    }
    let own = written
        .function
        .as_ref()
        .and_then(|function| names.function(function, out))
        .map(Decider::Own);
    let existing = written.arn.clone().map(Decider::Existing);
    let payload = written.payload.clone().unwrap_or_else(|| place("2.0"));
    let simple = Spanned::new(payload.as_str() == "2.0", name.span);
    AuthorizerKind::Lambda {
        decider: own.or(existing).unwrap_or_else(|| {
            let nothing = crate::model::Value::Literal(String::new());
            Decider::Existing(Spanned::new(nothing, name.span))
        }),
        simple: written.simple_responses.unwrap_or(simple),
        payload,
        sources: written
            .sources
            .clone()
            .unwrap_or_else(|| vec![place(SOURCE)]),
        ttl: written.ttl.unwrap_or(Spanned::new(0, name.span)),
    }
}
