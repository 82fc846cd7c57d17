//! The callers of both blueprints, and what each may do.

use crate::Complete;
use crate::access::{Credentials, decide};
use crate::arena::Id;
use crate::model::{
    Authorizer, AuthorizerKind, Decision, Group, Identity, Model, Principal, Renamed, Request,
    Route, RouteKey,
};
use std::collections::{BTreeMap, BTreeSet};

/// One of the two blueprints, with indexes.
pub(super) struct Side<'a> {
    pub checked: &'a Complete,
    pub keys: Vec<&'a RouteKey>,
    pub by_pattern: BTreeMap<RouteKey, Id<Route>>,
    /// Callers by the names that both sides use for them.
    pub callers: BTreeMap<String, Principal>,
    groups: BTreeMap<&'a str, Id<Group>>,
}

/// What a caller gets, or `None` if there is no such caller or no such route.
pub(super) type Answer = Option<Decision>;

/// How much a decision lets through.
pub(super) fn rank(answer: Answer) -> u8 {
    match answer {
        None | Some(Decision::Unauthorized | Decision::Forbidden) => 0,
        Some(Decision::Depends) => 1,
        Some(Decision::Allow) => 2,
    }
}

/// Who is compared: one of the matrix's callers, or a token that tells apart what
/// they have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Caller {
    /// A caller of the matrix.
    Listed(String),
    /// Someone with a token of such a caller, and this scope in it, which another
    /// issuer grants.
    WithScope(String, String),
    /// Someone in all of these groups.
    Several(BTreeSet<String>),
}

impl Caller {
    /// As reports name it.
    pub(super) fn name(&self) -> String {
        match self {
            Caller::Listed(name) => name.clone(),
            Caller::WithScope(name, scope) => format!("{name} with {scope}"),
            Caller::Several(groups) => {
                let groups: Vec<String> = groups.iter().map(|it| format!("group:{it}")).collect();
                format!("users in {}", groups.join(" and "))
            }
        }
    }
}

impl<'a> Side<'a> {
    /// Indexes a blueprint; `names` are other names for some of its callers.
    pub(super) fn new(checked: &'a Complete, names: &BTreeMap<String, String>) -> Side<'a> {
        let model = &checked.model;
        let routes = model.routes.entries();
        let name = |caller: &Principal| {
            let name = model.principal_name(*caller);
            (names.get(&name).cloned().unwrap_or(name), *caller)
        };
        let groups = model.groups.entries();
        Side {
            checked,
            keys: model.routes.iter().map(|route| &route.key).collect(),
            by_pattern: routes
                .map(|(id, route)| (route.key.pattern(), id))
                .collect(),
            callers: checked.matrix.principals.iter().map(name).collect(),
            groups: groups
                .map(|(id, group)| (group.name.as_str(), id))
                .collect(),
        }
    }

    /// Its model.
    pub(super) fn model(&self) -> &'a Model {
        &self.checked.model
    }

    /// Whether its own tokens come from an issuer that is not a user pool.
    pub(super) fn is_external(&self) -> bool {
        let identity = self.model().identity.as_ref();
        identity.and_then(Identity::oidc).is_some()
    }

    /// The route that answers a request.
    pub(super) fn answering(&self, request: &Request) -> Option<Id<Route>> {
        request.answered_by(&self.keys).map(Id::at)
    }

    /// What a caller gets from a route. To this side, a group or user that it does
    /// not name is someone in no group, and another unknown caller has a token from
    /// elsewhere.
    pub(super) fn decision(&self, route: Option<Id<Route>>, caller: &Caller) -> Answer {
        let model = self.model();
        let access = &model.routes[route?].access;
        Some(decide(model, access, &self.credentials(caller)).decision())
    }

    /// Whether someone is a caller of this side.
    pub(super) fn knows(&self, caller: &Caller) -> bool {
        match caller {
            Caller::Listed(name) | Caller::WithScope(name, _) => self.callers.contains_key(name),
            Caller::Several(_) => true,
        }
    }

    fn credentials(&self, caller: &Caller) -> Credentials {
        let model = self.model();
        let own = |name: &str| match self.callers.get(name) {
            Some(principal) => Credentials::of(model, *principal),
            None => self.unknown(name),
        };
        match caller {
            Caller::Listed(name) => own(name),
            Caller::WithScope(name, scope) => match own(name) {
                Credentials::Foreign { authorizer, .. } => Credentials::Foreign {
                    authorizer,
                    scopes: BTreeSet::from([scope.clone()]),
                },
                Credentials::Token { machine, .. } => {
                    let scopes = model.scopes.entries();
                    let scopes = scopes.filter(|(_, known)| known.name.value == *scope);
                    Credentials::Token {
                        machine,
                        scopes: scopes.map(|(id, _)| id).collect(),
                    }
                }
                other => other,
            },
            Caller::Several(groups) => {
                let groups = groups.iter();
                let known = groups.filter_map(|name| self.groups.get(name.as_str()).copied());
                match model.people_sign_in() {
                    true => Credentials::person(model, &known.collect::<Vec<_>>()),
                    false => Credentials::Unknown,
                }
            }
        }
    }

    /// The credentials of someone who is a caller of the other side only.
    fn unknown(&self, name: &str) -> Credentials {
        let model = self.model();
        let person = name.starts_with("group:") || name.starts_with("user:");
        match name == model.principal_name(Principal::Iam) {
            true => Credentials::Signature,
            false if person && model.people_sign_in() => {
                Credentials::of(model, Principal::SignedIn)
            }
            false => Credentials::Unknown,
        }
    }
}

/// Names of the old blueprint's callers that the new one names otherwise: renamed
/// app clients, and authorizers, which are their issuer and audiences whatever
/// their names.
pub(super) fn renamed(old: &Model, new: &Model) -> BTreeMap<String, String> {
    let clients = new.renames.iter().filter_map(|renamed| match renamed {
        Renamed::Client(id, old) => {
            let now = &new.clients[*id].name.value;
            Some((format!("client:{old}"), format!("client:{now}")))
        }
        _ => None,
    });
    let authorizers = old.authorizers.iter().filter_map(|was| {
        let name = |it: &Authorizer| format!("authorizer:{}", it.name.value);
        let (issuer, _) = was.kind.accepted()?;
        let same_issuer = |it: &&Authorizer| {
            let accepted = it.kind.accepted();
            accepted.is_some_and(|(other, _)| other == issuer)
        };
        let same_name = |it: &&Authorizer| it.name.value == was.name.value;
        let named = new.authorizers.iter().find(same_name);
        if named.is_some_and(|it| same_issuer(&it)) {
            return None;
        }
        let audiences = |kind: &AuthorizerKind| {
            kind.accepted().map(|(_, audience)| {
                let audience = audience.iter().map(|entry| entry.value.to_string());
                audience.collect::<BTreeSet<_>>()
            })
        };
        let mut equal = new.authorizers.iter().filter(same_issuer);
        let equal = equal.find(|it| audiences(&it.kind) == audiences(&was.kind));
        match (equal, named) {
            (Some(equal), _) => Some((name(was), name(equal))),
            // Another issuer has taken the name.
            (None, Some(_)) => Some((name(was), format!("{} of {issuer}", name(was)))),
            (None, None) => None,
        }
    });
    clients.chain(authorizers).collect()
}
