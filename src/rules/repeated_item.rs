//! An item that is listed twice.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Spanned;
use crate::syntax::{AllowItem, Blueprint, RoleItem};
use std::collections::BTreeMap;
use std::fmt::Display;

pub static RULE: Rule = Rule {
    code: "JG0108",
    name: "repeated-item",
    severity: Severity::Warning,
    docs: Docs {
        what: "A list contains the same item twice.",
        why: "The second one has no effect; another item was probably intended.",
        example: "[groups]\nreaders = [\"reader\", \"reader\"]\n",
        fixed: "[groups]\nreaders = [\"reader\"]\n",
        sources: &[],
    },
};

/// Checks every list of the blueprint.
pub fn check(blueprint: &Blueprint, out: &mut Diagnostics) {
    for (_, client) in &blueprint.clients {
        distinct(client.roles.iter().flat_map(|(_, roles)| roles), out);
        distinct(client.identity_providers.iter().flatten(), out);
        distinct(&client.callback_urls, out);
        distinct(&client.logout_urls, out);
        distinct(client.auth_flows.iter().flatten(), out);
        if let Some(oauth) = &client.oauth {
            distinct(&oauth.flows, out);
            distinct(&oauth.scopes, out);
        }
    }
    for settings in blueprint.identity.iter().map(|identity| &identity.settings) {
        distinct(&settings.sign_in, out);
        distinct(&settings.aliases, out);
        distinct(settings.verify.iter().flatten(), out);
        distinct(settings.recovery.iter().flatten(), out);
    }
    for (_, authorizer) in &blueprint.authorizers {
        distinct(&authorizer.audience, out);
        distinct(authorizer.sources.iter().flatten(), out);
    }
    distinct(
        blueprint
            .default_access
            .scopes
            .iter()
            .flat_map(|(_, scopes)| scopes),
        out,
    );
    for (_, items) in &blueprint.roles {
        // A scope and an included role may have the same name.
        let scopes = items.iter().filter_map(|item| match item {
            RoleItem::Scope(name) => Some(name),
            RoleItem::Role(_) => None,
        });
        distinct(scopes, out);
        let roles = items.iter().filter_map(|item| match item {
            RoleItem::Role(name) => Some(name),
            RoleItem::Scope(_) => None,
        });
        distinct(roles, out);
    }
    for (_, group) in &blueprint.groups {
        distinct(&group.roles, out);
    }
    for (_, groups) in &blueprint.users {
        distinct(groups, out);
    }
    for (_, invariant) in &blueprint.invariants {
        distinct(invariant.only.iter().flat_map(|only| &only.value), out);
    }
    for set in blueprint
        .separate_members
        .iter()
        .chain(&blueprint.separate_routes)
    {
        distinct(&set.value, out);
    }
    let functions = blueprint
        .functions
        .iter()
        .map(|(_, function)| &function.settings);
    for settings in functions.chain([&blueprint.function_defaults]) {
        distinct(settings.layers.iter().flat_map(|layers| &layers.arns), out);
        distinct(settings.vpc.iter().flat_map(|vpc| &vpc.subnets), out);
        distinct(
            settings.vpc.iter().flat_map(|vpc| &vpc.security_groups),
            out,
        );
        for statement in settings.policy.iter().flatten() {
            distinct(&statement.actions, out);
            distinct(&statement.resources, out);
        }
    }
    for (_, route) in &blueprint.routes {
        if let Some(route) = route {
            distinct(route.scopes.iter().flat_map(|(_, scopes)| scopes), out);
            distinct(route.all.iter().flat_map(|(_, scopes)| scopes), out);
            let allowed = route.allow.iter().flat_map(|(_, items)| items);
            let (groups, roles): (Vec<_>, Vec<_>) =
                allowed.partition(|item| matches!(item, AllowItem::Group(_)));
            distinct(groups.into_iter().map(AllowItem::name), out);
            distinct(roles.into_iter().map(AllowItem::name), out);
            distinct(route.clients.iter().flat_map(|(_, clients)| clients), out);
        }
    }
}

fn distinct<'a, T: Ord + Display + 'a>(
    items: impl IntoIterator<Item = &'a Spanned<T>>,
    out: &mut Diagnostics,
) {
    let mut seen = BTreeMap::new();
    for item in items {
        match seen.get(&item.value) {
            Some(first) => out.push(
                Diagnostic::new(
                    &RULE,
                    item.span,
                    format!("`{}` is listed twice", item.value),
                )
                .also(*first, "the first one")
                .help("remove one of them"),
            ),
            None => {
                seen.insert(&item.value, item.span);
            }
        }
    }
}
