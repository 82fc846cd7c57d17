//! Who may call what, by the gateway's documented rules
//! (D:http-api-jwt-authorizer): no token is 401, a token with none of the
//! route's scopes is 403, one matching scope is enough.

use crate::arena::Id;
use crate::model::{Access, Client, Decision, Group, Model, Principal, Route, Scope};
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

/// What a decision rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The route is public.
    Public,
    /// There is no token.
    NoToken,
    /// The caller is a machine client that the route does not accept.
    ForeignMachine,
    /// The caller is a person, and the route accepts machine clients alone.
    MachinesOnly,
    /// Any token of the issuer will do.
    AnyToken,
    /// The token holds this scope of the route's.
    Holds(Id<Scope>),
    /// The token holds none of the route's scopes.
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
    /// What the decision rests on.
    pub fn basis(&self) -> Basis {
        self.basis
    }

    /// Why, in one phrase.
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

    /// The scopes of which the route asks for one.
    pub fn wanted<'a>(&self, model: &'a Model) -> &'a [Id<Scope>] {
        match &model.routes[self.route].access {
            Access::Token { scopes, .. } => scopes,
            _ => &[],
        }
    }

    /// What the gateway decides if the caller sends the other token of the same
    /// sign-in: the ID token where access tokens are meant, or the reverse. It
    /// has the same audience and none of the scopes. `None` where there is no
    /// other token, or nobody knows what it holds.
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

/// Names as code; or that there are none.
fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.is_empty() {
        true => NO_SCOPE.to_owned(),
        false => names.join(", "),
    }
}

/// Puts texts in the places of a phrase, in order.
fn fill(phrase: &str, texts: &[&str]) -> String {
    let mut texts = texts.iter();
    let mut filled = String::new();
    for (index, part) in phrase.split(['{', '}']).enumerate() {
        // Every other part is the name of a place.
        match index % 2 {
            0 => filled.push_str(part),
            _ => filled.push_str(texts.next().unwrap_or(&"")),
        }
    }
    filled
}

/// Stands in a reason where there is no scope to name.
pub const NO_SCOPE: &str = "no scope";

impl Basis {
    /// Why, with places for `{scope}`, for the scopes that are `{held}`, and for
    /// those that are `{wanted}`.
    pub fn phrase(self) -> &'static str {
        match self {
            Basis::Public => "the route is public",
            Basis::NoToken => "there is no token",
            Basis::ForeignMachine => "the route does not accept this app client",
            Basis::MachinesOnly => "the route accepts machine clients alone",
            Basis::ForeignIssuer => "the route takes tokens of another issuer",
            Basis::Function => "a Lambda authorizer decides when the call is made",
            Basis::Unsigned => "the call is not signed by AWS credentials",
            Basis::AnyToken => "the route asks for a token and for no scope",
            Basis::Holds(_) => "the token holds {scope}",
            Basis::HoldsNone => "the token holds {held}, and the route asks for {wanted}",
        }
    }

    /// What the gateway decides then.
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
