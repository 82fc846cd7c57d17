//! Who may call what, by the gateway's documented rules: a call without a token
//! gets 401, a token with none of the route's scopes gets 403, and one matching
//! scope is enough. See <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html>.

use crate::arena::Id;
use crate::model::{Access, Client, Decision, Group, Model, Principal, Route, Scope};
use std::collections::BTreeSet;

/// The gateway's decision for every caller and route.
#[derive(Debug)]
pub struct AccessMatrix {
    /// The callers: anonymous, then groups, then users, then machine clients.
    pub principals: Vec<Principal>,
    /// One row per route, with one cell per caller.
    rows: Vec<Vec<Cell>>,
}

/// A decision and its basis.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    /// Who calls.
    pub principal: Principal,
    /// The route called.
    pub route: Id<Route>,
    /// What the gateway decides.
    pub decision: Decision,
    basis: Basis,
}

/// The basis of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The route is public.
    Public,
    /// The call carries no token.
    NoToken,
    /// The caller is a machine client that the route does not accept.
    ForeignMachine,
    /// The caller is a person, and the route accepts only machine clients.
    MachinesOnly,
    /// The route accepts any token from the issuer.
    AnyToken,
    /// The token holds this scope of the route.
    Holds(Id<Scope>),
    /// The token holds none of the route's scopes.
    HoldsNone,
    /// The route accepts tokens from another issuer.
    ForeignIssuer,
    /// A function decides.
    Function,
    /// The call is not signed with AWS credentials.
    Unsigned,
}

impl AccessMatrix {
    /// Computes the whole matrix.
    pub fn new(model: &Model) -> AccessMatrix {
        let principals: Vec<Principal> = [Principal::Anonymous]
            .into_iter()
            .chain(model.groups.ids().map(Principal::Group))
            .chain(model.users.ids().map(Principal::User))
            .chain(model.machines().map(|(id, _)| Principal::Client(id)))
            .collect();
        let held: Vec<Option<BTreeSet<Id<Scope>>>> = principals
            .iter()
            .map(|principal| held_scopes(model, *principal))
            .collect();
        let row = |(route, access): (Id<Route>, &Access)| {
            let cells = principals.iter().zip(&held);
            cells
                .map(|(principal, held)| {
                    let basis = match access {
                        Access::Token { clients, .. } if !accepts(model, clients, *principal) => {
                            match principal {
                                Principal::Client(_) => Basis::ForeignMachine,
                                _ => Basis::MachinesOnly,
                            }
                        }
                        _ => decide(model, access, held.as_ref()),
                    };
                    Cell {
                        principal: *principal,
                        route,
                        decision: basis.decision(),
                        basis,
                    }
                })
                .collect()
        };
        let routes = model.routes.entries();
        AccessMatrix {
            rows: routes.map(|(id, route)| row((id, &route.access))).collect(),
            principals,
        }
    }

    /// The decision for one caller and route.
    pub fn cell(&self, principal: Principal, route: Id<Route>) -> &Cell {
        // `new` lists principals in their order: anonymous, groups, users,
        // clients.
        let column = self.principals.partition_point(|known| *known < principal);
        &self.rows[route.index()][column]
    }

    /// The decisions for one route, in the order of the callers.
    pub fn row(&self, route: Id<Route>) -> &[Cell] {
        &self.rows[route.index()]
    }
}

impl Cell {
    /// The basis of the decision.
    pub fn basis(&self) -> Basis {
        self.basis
    }

    /// The reason for the decision, in one phrase.
    pub fn reason(&self, model: &Model) -> String {
        let name = |scope: &Id<Scope>| model.scopes[*scope].name.as_str();
        let phrase = self.basis.phrase();
        match self.basis {
            Basis::HoldsNone => {
                let held = held_scopes(model, self.principal).unwrap_or_default();
                let held = listed(held.iter().map(name));
                fill(
                    phrase,
                    &[&held, &listed(self.wanted(model).iter().map(name))],
                )
            }
            Basis::Holds(scope) => {
                let reason = fill(phrase, &[&listed([name(&scope)])]);
                let groups = self.groups(model, scope);
                let groups = groups
                    .iter()
                    .map(|group| model.groups[*group].name.as_str());
                match groups.clone().next() {
                    Some(_) => format!("{reason} through {}", listed(groups)),
                    None => reason,
                }
            }
            _ => phrase.to_owned(),
        }
    }

    /// The groups through which a user holds a scope; none for other callers.
    pub fn groups(&self, model: &Model, scope: Id<Scope>) -> Vec<Id<Group>> {
        let Principal::User(user) = self.principal else {
            return Vec::new();
        };
        let groups = model.users[user].groups.iter().copied();
        groups
            .filter(|group| model.groups[*group].scopes.contains(&scope))
            .collect()
    }

    /// The scopes of the route, of which a token needs one.
    pub fn wanted<'a>(&self, model: &'a Model) -> &'a [Id<Scope>] {
        match &model.routes[self.route].access {
            Access::Token { scopes, .. } => scopes,
            _ => &[],
        }
    }

    /// What the gateway decides if the caller sends the other token of the same
    /// sign-in: the ID token instead of the access token, or the reverse. It has
    /// the same audience and none of the scopes. `None` if there is no other
    /// token, or its scopes are unknown.
    pub fn with_other_token(&self, model: &Model) -> Option<Decision> {
        let identity = model.identity.as_ref()?;
        if identity.oidc().is_some() {
            return None;
        }
        match (self.principal, self.basis) {
            (Principal::Anonymous | Principal::Client(_), _) => None,
            (_, Basis::Holds(_) | Basis::HoldsNone) => Some(Decision::Forbidden),
            (_, Basis::AnyToken) => Some(Decision::Allow),
            (_, _) => None,
        }
    }
}

/// The scopes in a caller's token; `None` without a token.
pub fn held_scopes(model: &Model, principal: Principal) -> Option<BTreeSet<Id<Scope>>> {
    match principal {
        Principal::Anonymous => None,
        Principal::Group(group) => Some(model.scopes_of(&[group])),
        Principal::User(user) => Some(model.scopes_of(&model.users[user].groups)),
        Principal::Client(client) => {
            let machine = model.clients[client].machine.as_ref();
            Some(machine.map_or_else(BTreeSet::new, |machine| machine.scopes.clone()))
        }
    }
}

/// Whether the route accepts an app client through which the caller can get a
/// token. People can sign in through any client that is not a machine client.
fn accepts(model: &Model, clients: &[Id<Client>], principal: Principal) -> bool {
    // Another issuer has audiences instead of app clients.
    if model
        .identity
        .as_ref()
        .is_some_and(|identity| identity.oidc().is_some())
    {
        return true;
    }
    match principal {
        Principal::Anonymous => true,
        Principal::Client(client) => clients.contains(&client),
        Principal::Group(_) | Principal::User(_) => clients
            .iter()
            .any(|client| model.clients[*client].machine.is_none()),
    }
}

fn decide(model: &Model, access: &Access, held: Option<&BTreeSet<Id<Scope>>>) -> Basis {
    match (access, held) {
        (Access::Public { .. }, _) => Basis::Public,
        (Access::Iam, _) => Basis::Unsigned,
        (Access::Foreign { .. }, None) => Basis::NoToken,
        (Access::Foreign { .. }, Some(_)) => Basis::ForeignIssuer,
        (Access::Lambda { authorizer }, None)
            if model.authorizers[*authorizer].wants_something() =>
        {
            Basis::NoToken
        }
        (Access::Lambda { .. }, _) => Basis::Function,
        (Access::Token { .. }, None) => Basis::NoToken,
        (Access::Token { scopes, .. }, Some(_)) if scopes.is_empty() => Basis::AnyToken,
        (Access::Token { scopes, .. }, Some(held)) => scopes
            .iter()
            .find(|scope| held.contains(scope))
            .map_or(Basis::HoldsNone, |scope| Basis::Holds(*scope)),
    }
}

/// Names as code, or [`NO_SCOPE`] if there are none.
fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.is_empty() {
        true => NO_SCOPE.to_owned(),
        false => names.join(", "),
    }
}

/// Fills the placeholders of a phrase with texts, in order.
fn fill(phrase: &str, texts: &[&str]) -> String {
    let mut texts = texts.iter();
    let mut filled = String::new();
    for (index, part) in phrase.split(['{', '}']).enumerate() {
        // Every other part is the name of a placeholder.
        match index % 2 {
            0 => filled.push_str(part),
            _ => filled.push_str(texts.next().unwrap_or(&"")),
        }
    }
    filled
}

/// Used in a reason if there is no scope to name.
pub const NO_SCOPE: &str = "no scope";

impl Basis {
    /// The reason, with placeholders for the matching `{scope}`, the scopes
    /// `{held}` and the scopes `{wanted}`.
    pub fn phrase(self) -> &'static str {
        match self {
            Basis::Public => "the route is public",
            Basis::NoToken => "the call carries no token",
            Basis::ForeignMachine => "the route does not accept this app client",
            Basis::MachinesOnly => "the route accepts only machine clients",
            Basis::ForeignIssuer => "the route accepts only tokens from another issuer",
            Basis::Function => "a Lambda authorizer decides when the call is made",
            Basis::Unsigned => "the call is not signed with AWS credentials",
            Basis::AnyToken => "the route accepts any token and requires no scope",
            Basis::Holds(_) => "the token holds {scope}",
            Basis::HoldsNone => "the token holds {held}, and the route requires {wanted}",
        }
    }

    /// The decision that follows from it.
    pub fn decision(self) -> Decision {
        match self {
            Basis::Public | Basis::AnyToken | Basis::Holds(_) => Decision::Allow,
            Basis::NoToken | Basis::ForeignMachine | Basis::MachinesOnly | Basis::ForeignIssuer => {
                Decision::Unauthorized
            }
            Basis::HoldsNone | Basis::Unsigned => Decision::Forbidden,
            Basis::Function => Decision::Depends,
        }
    }
}
