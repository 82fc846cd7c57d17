//! Who may call what, by the gateway's documented rules
//! (D:http-api-jwt-authorizer): no token is 401, a token with none of the
//! route's scopes is 403, one matching scope is enough.

use crate::arena::Id;
use crate::model::{Access, Client, Decision, Model, Principal, Route, Scope};
use std::collections::BTreeSet;

/// The gateway's decision for every caller and route.
#[derive(Debug)]
pub struct AccessMatrix {
    /// The callers: anonymous, then groups, then users, then machine clients.
    pub principals: Vec<Principal>,
    /// One row for each route, one cell for each caller.
    rows: Vec<Vec<Cell>>,
}

/// A decision and what it rests on.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    /// Who calls.
    pub principal: Principal,
    /// What is called.
    pub route: Id<Route>,
    /// What the gateway decides.
    pub decision: Decision,
    basis: Basis,
}

#[derive(Debug, Clone, Copy)]
enum Basis {
    Public,
    NoToken,
    /// None of the app clients that the caller can use is accepted.
    ForeignClient,
    AnyToken,
    Holds(Id<Scope>),
    HoldsNone,
    /// The route takes tokens of another issuer.
    ForeignIssuer,
    /// A function decides.
    Function,
    /// The call is not signed by AWS credentials.
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
                            Basis::ForeignClient
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
        // Principals are sorted by construction: anonymous, groups, users,
        // clients.
        let column = self.principals.partition_point(|known| *known < principal);
        &self.rows[route.index()][column]
    }

    /// The decisions about one route, in the order of the callers.
    pub fn row(&self, route: Id<Route>) -> &[Cell] {
        &self.rows[route.index()]
    }
}

impl Cell {
    /// Why, in one phrase.
    pub fn reason(&self, model: &Model) -> String {
        let scope_names = |scopes: &mut dyn Iterator<Item = Id<Scope>>| -> String {
            let names: Vec<String> = scopes
                .map(|scope| format!("`{}`", model.scopes[scope].name.value))
                .collect();
            match names.is_empty() {
                true => "no scope".to_owned(),
                false => names.join(", "),
            }
        };
        match self.basis {
            Basis::Public => "the route is public".to_owned(),
            Basis::NoToken => "there is no token".to_owned(),
            Basis::ForeignClient => match self.principal {
                Principal::Client(_) => "the route does not accept this app client".to_owned(),
                _ => "the route accepts machine clients alone".to_owned(),
            },
            Basis::ForeignIssuer => "the route takes tokens of another issuer".to_owned(),
            Basis::Function => "a Lambda authorizer decides when the call is made".to_owned(),
            Basis::Unsigned => "the call is not signed by AWS credentials".to_owned(),
            Basis::AnyToken => "the route asks for a token and for no scope".to_owned(),
            Basis::Holds(scope) => {
                let groups: Vec<String> = match self.principal {
                    Principal::User(user) => model.users[user]
                        .groups
                        .iter()
                        .filter(|group| model.groups[**group].scopes.contains(&scope))
                        .map(|group| format!("`{}`", model.groups[*group].name.value))
                        .collect(),
                    _ => Vec::new(),
                };
                let scope = &model.scopes[scope].name.value;
                match groups.is_empty() {
                    true => format!("the token holds `{scope}`"),
                    false => format!("the token holds `{scope}` through {}", groups.join(", ")),
                }
            }
            Basis::HoldsNone => {
                let held = held_scopes(model, self.principal).unwrap_or_default();
                let wanted = match &model.routes[self.route].access {
                    Access::Token { scopes, .. } => scopes.as_slice(),
                    _ => &[],
                };
                format!(
                    "the token holds {}, and the route asks for {}",
                    scope_names(&mut held.into_iter()),
                    scope_names(&mut wanted.iter().copied())
                )
            }
        }
    }
}

/// The scopes in a caller's token; `None` without a token.
fn held_scopes(model: &Model, principal: Principal) -> Option<BTreeSet<Id<Scope>>> {
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

/// Whether some app client that the caller can get a token through is accepted.
/// People sign in through any client that is no machine.
fn accepts(model: &Model, clients: &[Id<Client>], principal: Principal) -> bool {
    // Another issuer has an audience in the place of app clients.
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

impl Basis {
    fn decision(self) -> Decision {
        match self {
            Basis::Public | Basis::AnyToken | Basis::Holds(_) => Decision::Allow,
            Basis::NoToken | Basis::ForeignClient | Basis::ForeignIssuer => Decision::Unauthorized,
            Basis::HoldsNone | Basis::Unsigned => Decision::Forbidden,
            Basis::Function => Decision::Depends,
        }
    }
}
