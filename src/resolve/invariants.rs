//! Invariants and separations: parses patterns, resolves callers and groups.

use super::expect;
use super::names::Names;
use crate::diagnostic::Diagnostics;
use crate::model::{Invariant, Permitted, RoutePattern, Separation, Shared};
use crate::rules::invalid_pattern;
use crate::source::Spanned;
use crate::syntax::Blueprint;

/// Resolves the section `[invariants]`.
pub(super) fn invariants(
    blueprint: &Blueprint,
    names: &Names<'_>,
    out: &mut Diagnostics,
) -> Vec<Invariant> {
    let mut invariants = Vec::new();
    for (text, written) in &blueprint.invariants {
        let permitted = |names_of: &Spanned<Vec<Spanned<String>>>, out: &mut Diagnostics| {
            let permitted = names_of.iter();
            let permitted = permitted.filter_map(|name| self::permitted(name, names, out));
            Spanned::new(permitted.collect(), names_of.span)
        };
        let only = written.only.as_ref().map(|only| permitted(only, out));
        let Some(pattern) = RoutePattern::parse(text) else {
            out.push(invalid_pattern::diagnostic(text));
            continue;
        };
        let holds = |flag: &Option<Spanned<bool>>, wanted: bool| {
            let flag = flag.filter(|flag| flag.value == wanted);
            flag.map(|flag| Spanned::new((), flag.span))
        };
        invariants.push(Invariant {
            text: text.clone(),
            pattern,
            only,
            no_anonymous: holds(&written.anonymous, false),
            scopes: holds(&written.scopes, true),
        });
    }
    invariants
}

fn permitted(
    name: &Spanned<String>,
    names: &Names<'_>,
    out: &mut Diagnostics,
) -> Option<Permitted> {
    if let Some(authorizer) = name.strip_prefix("authorizer:") {
        if authorizer == "iam" {
            return Some(Permitted::Iam);
        }
        let authorizer = Spanned::new(authorizer.to_owned(), name.span);
        return names
            .authorizer(&authorizer, out)
            .map(Permitted::Authorizer);
    }
    expect::caller(name, names, |_| false, out).map(|caller| Permitted::Caller(caller.value))
}

/// Resolves the section `[separation]`.
pub(super) fn separations(
    blueprint: &Blueprint,
    names: &Names<'_>,
    out: &mut Diagnostics,
) -> Vec<Separation> {
    let members = blueprint
        .separate_members
        .iter()
        .map(|set| (set, Shared::Members));
    let routes = blueprint
        .separate_routes
        .iter()
        .map(|set| (set, Shared::Routes));
    let mut separations = Vec::new();
    for (set, of) in members.chain(routes) {
        let groups = set.iter().filter_map(|name| names.group(name, out));
        separations.push(Separation {
            groups: Spanned::new(groups.collect(), set.span),
            of,
        });
    }
    separations
}
