//! What a route's `scopes` or `allow` meant by a name of another kind: the same
//! name in the other key. A similar name could let other people call the route.

use super::minted;
use super::names::Names;
use crate::arena::Id;
use crate::diagnostic::Diagnostics;
use crate::model::Scope;
use crate::rules::unknown_name::{self, Kind, Way};
use crate::source::{Span, Spanned};
use crate::syntax::{AllowItem, Route, quote};
use std::collections::HashMap;

/// Resolves the items of `scopes`, whose key is at `key`.
pub(super) fn scopes(
    route: &Route,
    key: Span,
    items: &[Spanned<String>],
    names: &Names<'_>,
    out: &mut Diagnostics,
) -> Vec<Option<Id<Scope>>> {
    // A name that is both a role and a group can be written either way.
    let allowed = |item: &Spanned<String>, wanted: Option<Kind>| {
        let mut kinds = names.kinds_of(item);
        match wanted {
            Some(wanted) => kinds.any(|kind| kind == wanted).then_some(wanted),
            None => kinds.find(|kind| matches!(kind, Kind::Group | Kind::Role)),
        }
    };
    let whole = |asked: &Spanned<String>, kind: Kind| {
        let mut edits = vec![(key, "allow".to_owned())];
        for item in items {
            let wanted = (item.span == asked.span).then_some(kind);
            if allowed(item, wanted)? == Kind::Role {
                edits.push((item.span, role(item)));
            }
        }
        (route.allow.is_none() && !route.misspelt).then_some(edits)
    };
    let way = |item: &Spanned<String>, kind: Option<Kind>| -> Option<Way> {
        let text = match kind {
            Some(Kind::Group) => format!("list the group in `allow`: `allow = [{}]`", quote(item)),
            Some(Kind::Role) => format!("list the role in `allow`: `allow = [{}]`", role(item)),
            Some(Kind::User) => {
                "list a group of the user in `allow`: routes name no users".to_owned()
            }
            Some(Kind::Client) => "list app clients in `clients`".to_owned(),
            Some(_) => return None,
            None => {
                return several(item).or_else(|| Some((everyone(item)?.to_owned(), Vec::new())));
            }
        };
        let edits = kind.and_then(|kind| whole(item, kind)).unwrap_or_default();
        let clear = matches!(kind, Some(Kind::Group | Kind::Role));
        Some((text, if clear { edits } else { Vec::new() }))
    };
    let resolve = |item| names.scope_or(item, |kind| way(item, kind), out);
    items.iter().map(resolve).collect()
}

/// A string with several scopes, as OAuth writes them. Whether one of them is
/// enough decides who may call, so nothing is edited.
fn several(item: &str) -> Option<Way> {
    let parts = unknown_name::several(item)?.into_iter().map(quote);
    let list = parts.collect::<Vec<_>>().join(", ");
    let text = format!(
        "this is one scope; for several scopes of which one is enough, write `scopes = [{list}]`; if all are needed, write `all = [{list}]`"
    );
    Some((text, Vec::new()))
}

/// Resolves the items of `allow`, whose key is at `key`.
pub(super) fn allow(
    route: &Route,
    key: Span,
    items: &[AllowItem],
    names: &Names<'_>,
    minted: &HashMap<&str, Id<Scope>>,
    out: &mut Diagnostics,
) -> Vec<Option<Id<Scope>>> {
    let scopes = |item: &AllowItem| names.kinds_of(item.name()).any(|kind| kind == Kind::Scope);
    let alone = route.scopes.is_none() && items.iter().all(scopes);
    let way = |item: &AllowItem, kind: Option<Kind>| -> Option<Way> {
        let name = item.name();
        let (text, edits) = match (item, kind) {
            (AllowItem::Group(_), Some(Kind::Role)) => {
                let text = format!("write `{}` to mean the role", role(name));
                (text, vec![(name.span, role(name))])
            }
            (AllowItem::Role(_), Some(Kind::Group)) => {
                let text = format!("write `{}` without `role` to mean the group", quote(name));
                (text, Vec::new())
            }
            (AllowItem::Group(_), Some(Kind::Scope)) => {
                let text = format!("list the scope in `scopes`: `scopes = [{}]`", quote(name));
                let edits = alone.then(|| vec![(key, "scopes".to_owned())]);
                (text, edits.unwrap_or_default())
            }
            (AllowItem::Group(_), Some(Kind::User)) => {
                let text = "list a group of the user: routes name no users";
                (text.to_owned(), Vec::new())
            }
            (AllowItem::Group(_), None) => return other_kind(name, names),
            _ => return None,
        };
        Some((text, edits))
    };
    let resolve = |item| minted::scope(item, names, minted, |kind| way(item, kind), out);
    items.iter().map(resolve).collect()
}

/// What an item of `allow` meant that is no name: one with a prefix for its kind,
/// several names, or everyone.
fn other_kind(name: &Spanned<String>, names: &Names<'_>) -> Option<Way> {
    let is = |name: &str, kind: Kind| names.kinds_of(name).any(|other| other == kind);
    if let Some((kind, name_of)) = name.split_once(':') {
        let written = match kind.to_lowercase().as_str() {
            "role" if is(name_of, Kind::Role) => Some(role(name_of)),
            "group" if is(name_of, Kind::Group) => Some(quote(name_of)),
            _ => None,
        };
        if let Some(written) = written {
            let text = format!("write `{written}` for the {}", kind.to_lowercase());
            return Some((text, vec![(name.span, written)]));
        }
    }
    let several = unknown_name::several(name);
    if let Some(parts) = several.filter(|parts| parts.iter().all(|part| is(part, Kind::Group))) {
        let list: Vec<String> = parts.into_iter().map(quote).collect();
        let list = list.join(", ");
        return Some((
            format!("separate the names: `{list}`"),
            vec![(name.span, list)],
        ));
    }
    Some((everyone(name)?.to_owned(), Vec::new()))
}

/// Words for everyone, and for everyone who is signed in.
const EVERYONE: [&str; 7] = [
    "*",
    "all",
    "any",
    "anonymous",
    "anyone",
    "everyone",
    "public",
];
const SIGNED_IN: [&str; 6] = [
    "authenticated",
    "signed-in",
    "signed_in",
    "logged-in",
    "loggedin",
    "private",
];

fn everyone(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    if EVERYONE.contains(&name.as_str()) {
        return Some(
            "for everyone, even without a token, write `public = \"reason\"` and nothing else about access; for everyone who is signed in, only `scopes = []`",
        );
    }
    let signed_in = SIGNED_IN.contains(&name.as_str());
    signed_in.then_some("for everyone who is signed in, write only `scopes = []`")
}

fn role(name: &str) -> String {
    format!("{{ role = {} }}", quote(name))
}
