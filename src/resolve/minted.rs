//! Scopes that the blueprint does not name: `allow` on a route names groups and
//! roles, and each of them gets a scope of its own, which it alone grants.

use crate::arena::Id;
use crate::diagnostic::Diagnostics;
use crate::model::Scope;
use crate::resolve::names::Names;
use crate::source::Spanned;
use crate::syntax::{AllowItem, Blueprint};
use std::collections::{BTreeMap, HashMap};

/// Names of minted scopes with the first place that asks for each.
#[derive(Debug, Default)]
pub struct Minted(BTreeMap<String, Spanned<String>>);

impl Minted {
    /// Gathers what routes allow. Names that do not exist are reported where
    /// the routes are resolved; their scopes are granted to nobody.
    pub fn gather(blueprint: &Blueprint) -> Minted {
        let routes = blueprint
            .routes
            .iter()
            .filter_map(|(_, route)| route.as_ref());
        let mut minted: BTreeMap<String, Spanned<String>> = BTreeMap::new();
        for item in routes.flat_map(|route| route.allow.iter().flat_map(|(_, items)| items)) {
            let name = of(item);
            let place = minted
                .entry(name.clone())
                .or_insert_with(|| Spanned::new(name, item.name().span));
            if item.name().span < place.span {
                place.span = item.name().span;
            }
        }
        Minted(minted)
    }

    /// The scopes in the order of their names.
    pub fn scopes(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.0.values()
    }

    /// Whether a scope of this name is minted.
    pub fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// Name of the scope that members of a group hold.
pub fn group_scope(group: &str) -> String {
    format!("group:{group}")
}

/// Name of the scope that holders of a role hold.
pub fn role_scope(role: &str) -> String {
    format!("role:{role}")
}

/// The scope that an item of `allow` stands for, if its name exists.
pub fn scope(
    item: &AllowItem,
    names: &Names<'_>,
    minted: &HashMap<&str, Id<Scope>>,
    out: &mut Diagnostics,
) -> Option<Id<Scope>> {
    match item {
        AllowItem::Group(name) => names.group(name, out).map(drop)?,
        AllowItem::Role(name) => names.role(name, out).map(drop)?,
    }
    minted.get(of(item).as_str()).copied()
}

fn of(item: &AllowItem) -> String {
    match item {
        AllowItem::Group(name) => group_scope(name),
        AllowItem::Role(name) => role_scope(name),
    }
}
