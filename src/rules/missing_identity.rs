//! Users or tokens without an identity provider.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Rule};
use crate::similar::nearest;
use crate::source::Span;
use crate::syntax::Blueprint;

pub static RULE: Rule = Rule {
    code: "JG0105",
    name: "missing-identity",
    severity: Severity::Error,
    docs: Docs {
        what: "The blueprint has groups, users, app clients or scopes but no `[identity]`.",
        why: "Nothing would issue the tokens. An empty `[identity]` is enough for a user pool with secure defaults.",
        example: "name = \"shop\"\n\n[groups]\nreaders = []\n",
        fixed: "name = \"shop\"\n\n[identity]\n\n[groups]\nreaders = []\n",
        sources: &[],
    },
};

/// Reports the first place that needs an identity provider.
pub fn check(blueprint: &Blueprint, out: &mut Diagnostics) {
    // A misspelled section, or one that is not a table, has been reported.
    let meant = |key: &String| nearest(key, ["identity"]).is_some();
    if blueprint.keys.iter().any(meant) {
        return;
    }
    let routes = blueprint.routes.iter().filter_map(|(name, route)| {
        let route = route.as_ref()?;
        let named = route
            .authorizer
            .as_ref()
            .or(blueprint.default_access.authorizer.as_ref());
        if named.is_some_and(|name| name.as_str() != "identity") {
            return None;
        }
        let scopes = route.scopes.as_ref().or(route.all.as_ref());
        let named = route.authorizer.as_ref().map(|name| name.span);
        let inherited = blueprint
            .default_access
            .scopes
            .as_ref()
            .filter(|_| route.public.is_none());
        let scopes = scopes
            .map(|(span, _)| *span)
            .or(named)
            .or(inherited.map(|(span, _)| *span));
        scopes.map(|_| (name.span, "this route requires a token"))
    });
    let declared = [
        (
            first(&blueprint.clients),
            "an app client belongs to a user pool",
        ),
        (first(&blueprint.groups), "a group belongs to a user pool"),
        (first(&blueprint.users), "a user belongs to a user pool"),
    ];
    let needs = routes.chain(
        declared
            .into_iter()
            .filter_map(|(span, why)| span.map(|span| (span, why))),
    );
    if let Some((span, why)) = needs.min_by_key(|(span, _)| *span) {
        out.push(
            Diagnostic::new(&RULE, span, "there is no `[identity]` to issue tokens")
                .label(why)
                .help("add an empty `[identity]` table for a user pool with secure defaults"),
        );
    }
}

fn first<T>(section: &crate::syntax::Named<T>) -> Option<Span> {
    section.iter().map(|(name, _)| name.span).min()
}
