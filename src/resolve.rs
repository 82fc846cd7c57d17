//! Turns a blueprint into a [`Model`]: resolves names to ids and fills in
//! defaults.
//!
//! Whatever cannot be resolved is reported and left out, so that the rest can
//! still be checked in the same run.

mod api;
mod authorizers;
mod catalogue;
mod expect;
mod functions;
mod identity;
mod invariants;
mod meant;
mod minted;
mod names;
mod people;
mod renames;
mod roles;
mod route_dialect;
mod routes;
mod variables;

use crate::arena::Id;
use crate::diagnostic::Diagnostics;
use crate::model::{Model, Scope, Stage};
use crate::rules::{invalid_constraint, missing_identity, repeated_item};
use crate::source::{Span, Spanned};
use crate::syntax::Blueprint;
use crate::version::Constraint;
use minted::Minted;
use names::Names;
use std::collections::HashMap;

/// The default provider version constraint. For its floor, see
/// <https://github.com/hashicorp/terraform-provider-aws/issues/45024>.
pub const DEFAULT_PROVIDER: &str = ">= 6.20, < 7.0";

/// The default version constraint of Terraform. From its floor on, a test can
/// override computed values while it plans. See
/// <https://developer.hashicorp.com/terraform/language/tests/mocking>.
const DEFAULT_TERRAFORM: &str = ">= 1.11";

/// Resolves a blueprint. `provider` overrides its `aws_provider`.
pub fn resolve(
    blueprint: &Blueprint,
    provider: Option<&Constraint>,
    out: &mut Diagnostics,
) -> Model {
    let name = blueprint
        .name
        .clone()
        .unwrap_or_else(|| Spanned::new(String::new(), Span::default()));
    let (scopes, roles) = roles::resolve(
        &blueprint.roles,
        blueprint.scopes.as_ref(),
        &Minted::gather(blueprint),
        out,
    );
    catalogue::check(blueprint, out);
    let minted: HashMap<&str, Id<Scope>> = scopes
        .entries()
        .filter(|(_, scope)| scope.minted)
        .map(|(id, scope)| (scope.name.as_str(), id))
        .collect();
    let names = Names::new(blueprint, &scopes, &roles);
    let identity = blueprint.identity.as_ref().and_then(|written| {
        identity::identity(written, &name, blueprint.owner_name.as_deref(), out)
    });
    let groups = people::groups(blueprint, &roles, &names, &minted, out);
    let users = people::users(blueprint, &names, out);
    let clients = identity::clients(blueprint, &scopes, &roles, &names, out);
    let provider = self::provider(blueprint, provider, out);
    let functions = functions::resolve(blueprint, &name, provider.floor, out);
    let authorizers = authorizers::resolve(blueprint, &names, out);
    let mut routes = routes::routes(blueprint, &names, &minted, &clients, &authorizers, out);
    api::preflights(&blueprint.api, &mut routes);
    let routes = routes::in_order(routes);
    let renames = renames::resolve(blueprint, &routes, out);
    let expectations = expect::resolve(&blueprint.expect, &names, &routes, out);
    let invariants = invariants::invariants(blueprint, &names, out);
    let separations = invariants::separations(blueprint, &names, out);
    repeated_item::check(blueprint, out);
    if blueprint.identity.is_none() {
        missing_identity::check(blueprint, out);
    }
    Model {
        provider,
        terraform: terraform(blueprint, out),
        protect: blueprint.protect.is_none_or(|flag| flag.value),
        api: blueprint.api.clone(),
        stage: Stage {
            name: blueprint
                .stage_name
                .clone()
                .unwrap_or_else(|| Spanned::new("$default".into(), name.span)),
            settings: blueprint.stage.clone(),
        },
        variables: variables::resolve(blueprint, out),
        name,
        prefix: blueprint.prefix.clone(),
        renames,
        identity,
        clients,
        scopes,
        roles,
        groups,
        users,
        authorizers,
        functions,
        own_functions: functions::own(&blueprint.function_defaults),
        alarms: blueprint.alarms.clone(),
        routes,
        expectations,
        invariants,
        accepted: blueprint.accepted.clone(),
        separations,
        complete: !out.has_errors(),
    }
}

fn provider(
    blueprint: &Blueprint,
    given: Option<&Constraint>,
    out: &mut Diagnostics,
) -> Spanned<Constraint> {
    let written = blueprint.aws_provider.as_ref();
    let place = written.or(blueprint.name.as_ref());
    let place = place.map_or(Span::default(), |text| text.span);
    if let Some(given) = given {
        return Spanned::new(given.clone(), place);
    }
    let text = written.map_or(DEFAULT_PROVIDER, |text| text.as_str());
    let constraint = Constraint::parse(text).unwrap_or_else(|error| {
        out.push(invalid_constraint::diagnostic(&error, place));
        // INVARIANT: a unit test reads the default.
        Constraint::parse(DEFAULT_PROVIDER).expect("the default constraint is valid")
    });
    Spanned::new(constraint, place)
}

fn terraform(blueprint: &Blueprint, out: &mut Diagnostics) -> Spanned<Constraint> {
    let written = blueprint.terraform_version.as_ref();
    let place = written.or(blueprint.name.as_ref());
    let place = place.map_or(Span::default(), |text| text.span);
    let default = || {
        // INVARIANT: a unit test reads the default.
        Constraint::parse_terraform(DEFAULT_TERRAFORM).expect("the default constraint is valid")
    };
    let constraint = written.map(|text| Constraint::parse_terraform(text));
    let constraint = constraint.unwrap_or_else(|| Ok(default()));
    let constraint = constraint.unwrap_or_else(|error| {
        out.push(invalid_constraint::terraform(&error, place));
        default()
    });
    Spanned::new(constraint, place)
}

/// Sorts items and removes duplicates.
fn sort_once<T: Ord>(items: &mut Vec<T>) {
    items.sort();
    items.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::version::Version;

    #[test]
    fn the_default_constraint_is_valid() {
        let default = Constraint::parse(DEFAULT_PROVIDER).unwrap();
        assert_eq!(default.floor, Version(6, 20, 0));
        let default = Constraint::parse_terraform(DEFAULT_TERRAFORM).unwrap();
        assert_eq!(default.floor, Version(1, 11, 0));
    }
}
