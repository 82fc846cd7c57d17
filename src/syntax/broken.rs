//! Which items of a blueprint have a wrong shape. A key that is misspelled or has a
//! value of the wrong type reads as absent; that it is missing is no finding of its own.

use super::foreign;
use super::language::{BLUEPRINT, Kind};
use super::shape::span;
use crate::diagnostic::Diagnostics;
use crate::rules::{
    foreign_access, incomplete_oauth, invalid_domain, invalid_route_key, missing_access,
    missing_identity, mixed_authorizer, no_endpoint, no_sign_in, open_back_door,
    requested_role_scope, route_target, unattached_handler, unused_authorizer, unused_function,
    unused_role,
};
use crate::source::Span;
use std::collections::HashSet;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Rules that ask for something that is missing in an item.
static MISSING: [&str; 15] = [
    requested_role_scope::RULE.code,
    invalid_domain::RULE.code,
    missing_access::RULE.code,
    route_target::RULE.code,
    mixed_authorizer::RULE.code,
    foreign_access::RULE.code,
    incomplete_oauth::RULE.code,
    no_sign_in::RULE.code,
    no_endpoint::RULE.code,
    open_back_door::RULE.code,
    unattached_handler::RULE.code,
    unused_authorizer::RULE.code,
    unused_function::RULE.code,
    unused_role::RULE.code,
    missing_identity::RULE.code,
];

/// The items that have a wrong shape.
#[derive(Debug, Default)]
pub struct Broken {
    /// All places in them.
    places: HashSet<Span>,
    /// Names of routes whose keys are their methods and paths.
    keyless: HashSet<Span>,
    /// Their sections.
    pub sections: Vec<String>,
    /// Whether a section may have the wrong name.
    renamed: bool,
}

impl Broken {
    /// Finds the items that hold one of the findings.
    pub(super) fn find(root: &DeTable<'_>, found: &Diagnostics) -> Broken {
        let wrong: HashSet<Span> = found.iter().map(|found| found.primary.span).collect();
        let mut broken = Broken::default();
        if wrong.is_empty() {
            return broken;
        }
        for (key, value) in root {
            let name = key.get_ref().as_ref();
            let known = BLUEPRINT.iter().find(|known| known.name == name);
            broken.renamed |= known.is_none();
            let entries = match (known.map(|known| &known.kind), value.get_ref()) {
                (Some(Kind::Named { .. }), DeValue::Table(entries)) => entries.iter(),
                _ => {
                    broken.item(name, span(key), value, &wrong);
                    continue;
                }
            };
            for (key, value) in entries {
                broken.item(name, span(key), value, &wrong);
            }
        }
        broken.sections.dedup();
        broken
    }

    fn item(
        &mut self,
        section: &str,
        key: Span,
        value: &Spanned<DeValue<'_>>,
        wrong: &HashSet<Span>,
    ) {
        let mut places = vec![key];
        all(value, &mut places);
        if section == "routes" && has_method(value.get_ref()) {
            self.keyless.insert(key);
        }
        if places.iter().any(|place| wrong.contains(place)) {
            self.places.extend(places);
            self.sections.push(section.to_owned());
        }
    }

    /// Drops what is found only because an item has a wrong shape.
    pub fn drop_consequences(&self, found: &mut Diagnostics) {
        if self.places.is_empty() {
            return;
        }
        found.judge(|found| {
            let span = found.primary.span;
            let here = self.places.contains(&span);
            let keyless = found.rule.code == invalid_route_key::RULE.code;
            if keyless && self.keyless.contains(&span) {
                return false;
            }
            // An authorizer that could not be read may check scopes.
            let unread = self.sections.iter().any(|section| section == "authorizers");
            if unread && found.rule.code == foreign_access::RULE.code {
                return false;
            }
            let nameless = self.renamed && found.rule.code == missing_identity::RULE.code;
            !(nameless || here && MISSING.contains(&found.rule.code))
        });
    }
}

// The parser limits how deeply values nest.
fn all(value: &Spanned<DeValue<'_>>, places: &mut Vec<Span>) {
    places.push(span(value));
    match value.get_ref() {
        DeValue::Array(items) => items.iter().for_each(|item| all(item, places)),
        DeValue::Table(table) => {
            for (key, value) in table {
                places.push(span(key));
                all(value, places);
            }
        }
        _ => {}
    }
}

/// Whether a route has keys for what its own key should say.
fn has_method(route: &DeValue<'_>) -> bool {
    const KEYS: [&str; 12] = [
        "method", "methods", "path", "routekey", "get", "post", "put", "patch", "delete", "head",
        "options", "any",
    ];
    let keys = route.as_table().map(|table| table.keys());
    let mut keys = keys.into_iter().flatten();
    keys.any(|key| KEYS.contains(&foreign::plain(key.get_ref()).as_str()))
}
