//! Who may call what, by the gateway's documented rules: a call without a token
//! gets 401, a token with none of the route's scopes gets 403, and one matching
//! scope is enough. See <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html>.

use crate::arena::Id;
use crate::model::{
    Access, Authorizer, Client, Decision, Group, Identity, Model, Principal, Route, Scope, Value,
};
use crate::source::Spanned;
use std::collections::BTreeSet;

/// The gateway's decision for every caller and route.
#[derive(Debug)]
pub struct AccessMatrix {
    /// The callers, in the order of [`Principal`].
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
    /// A token from another issuer holds a scope of the route.
    HoldsOne,
    /// The token holds none of the route's scopes.
    HoldsNone,
    /// The route accepts tokens from another issuer.
    ForeignIssuer,
    /// A function decides.
    Function,
    /// The call is not signed with AWS credentials.
    Unsigned,
    /// IAM policies decide.
    Policies,
}

/// What a call carries to prove who makes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credentials {
    /// Nothing.
    None,
    /// A token from the blueprint's own identity.
    Token {
        /// The machine client it was issued to; `None` for a person, who can sign
        /// in through any other app client.
        machine: Option<Id<Client>>,
        /// Its scopes.
        scopes: BTreeSet<Id<Scope>>,
    },
    /// A token that a JWT authorizer of `[authorizers]` accepts.
    Foreign {
        /// The authorizer.
        authorizer: Id<Authorizer>,
        /// Its scopes, as the issuer spells them.
        scopes: BTreeSet<String>,
    },
    /// A token from an issuer that the blueprint does not name.
    Unknown,
    /// A signature with AWS credentials.
    Signature,
}

impl Credentials {
    /// The least that a caller has: people without a known group, and tokens from
    /// other issuers, hold no scope.
    pub fn of(model: &Model, principal: Principal) -> Credentials {
        let person = |groups: &[Id<Group>]| Credentials::person(model, groups);
        match principal {
            Principal::Anonymous => Credentials::None,
            Principal::SignedIn => person(&[]),
            Principal::Group(group) => person(&[group]),
            Principal::User(user) => person(&model.users[user].groups),
            Principal::Client(client) => {
                let machine = model.clients[client].machine.as_ref();
                Credentials::Token {
                    machine: Some(client),
                    scopes: machine.map_or_else(BTreeSet::new, |it| it.scopes.clone()),
                }
            }
            Principal::Authorizer(authorizer) => Credentials::Foreign {
                authorizer,
                scopes: BTreeSet::new(),
            },
            Principal::Iam => Credentials::Signature,
        }
    }

    /// The token of someone who is in all of these groups and in no other.
    pub fn person(model: &Model, groups: &[Id<Group>]) -> Credentials {
        Credentials::Token {
            machine: None,
            scopes: model.scopes_of(groups),
        }
    }
}

impl AccessMatrix {
    /// Computes the whole matrix.
    pub fn new(model: &Model) -> AccessMatrix {
        let principals = principals(model);
        let credentials: Vec<Credentials> = principals
            .iter()
            .map(|principal| Credentials::of(model, *principal))
            .collect();
        let row = |(route, access): (Id<Route>, &Access)| {
            let cells = principals.iter().zip(&credentials);
            cells
                .map(|(principal, credentials)| {
                    let basis = decide(model, access, credentials);
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
        // `principals` lists them in their order.
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
                fill(phrase, &[&held, &listed(self.wanted(model))])
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
    pub fn wanted<'a>(&self, model: &'a Model) -> Vec<&'a str> {
        match &model.routes[self.route].access {
            Access::Token { scopes, .. } => {
                let names = scopes.iter().map(|scope| &model.scopes[*scope].name);
                names.map(|name| name.as_str()).collect()
            }
            Access::Foreign { scopes, .. } => scopes.iter().map(String::as_str).collect(),
            Access::Public { .. } | Access::Lambda { .. } | Access::Iam => Vec::new(),
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
            (
                Principal::Anonymous
                | Principal::Client(_)
                | Principal::Authorizer(_)
                | Principal::Iam,
                _,
            ) => None,
            (_, Basis::Holds(_) | Basis::HoldsNone) => Some(Decision::Forbidden),
            (_, Basis::AnyToken) => Some(Decision::Allow),
            (_, _) => None,
        }
    }
}

/// All callers, in their order.
fn principals(model: &Model) -> Vec<Principal> {
    let signed_in = model.people_sign_in().then_some(Principal::SignedIn);
    let foreign = model.authorizers.entries();
    let foreign = foreign.filter(|(_, authorizer)| authorizer.kind.as_jwt().is_some());
    let mut routes = model.routes.iter();
    let iam = routes.any(|route| matches!(route.access, Access::Iam));
    [Principal::Anonymous]
        .into_iter()
        .chain(signed_in)
        .chain(model.groups.ids().map(Principal::Group))
        .chain(model.users.ids().map(Principal::User))
        .chain(model.machines().map(|(id, _)| Principal::Client(id)))
        .chain(foreign.map(|(id, _)| Principal::Authorizer(id)))
        .chain(iam.then_some(Principal::Iam))
        .collect()
}

/// The scopes in a caller's token from the blueprint's own identity; `None`
/// without such a token.
pub fn held_scopes(model: &Model, principal: Principal) -> Option<BTreeSet<Id<Scope>>> {
    match Credentials::of(model, principal) {
        Credentials::Token { scopes, .. } => Some(scopes),
        Credentials::None
        | Credentials::Foreign { .. }
        | Credentials::Unknown
        | Credentials::Signature => None,
    }
}

/// Who may call: what the gateway decides about a call with these credentials,
/// and why. Every report asks this function.
pub fn decide(model: &Model, access: &Access, credentials: &Credentials) -> Basis {
    match (access, credentials) {
        (Access::Public { .. }, _) => Basis::Public,
        (Access::Iam, Credentials::Signature) => Basis::Policies,
        (Access::Iam, _) => Basis::Unsigned,
        (Access::Lambda { authorizer }, Credentials::None)
            if model.authorizers[*authorizer].wants_something() =>
        {
            Basis::NoToken
        }
        (Access::Lambda { .. }, _) => Basis::Function,
        (_, Credentials::None | Credentials::Signature) => Basis::NoToken,
        (_, Credentials::Unknown) => Basis::ForeignIssuer,
        (
            Access::Token {
                scopes, clients, ..
            },
            Credentials::Token {
                machine,
                scopes: held,
            },
        ) => match accepts(model, clients, *machine) {
            false if machine.is_some() => Basis::ForeignMachine,
            false => Basis::MachinesOnly,
            true => by_scopes(scopes, |wanted| held.contains(wanted).then_some(*wanted)),
        },
        (
            Access::Foreign {
                authorizer, scopes, ..
            },
            Credentials::Token { scopes: held, .. },
        ) => match overlap(own_issuer(model), issuer_of(model, *authorizer)) {
            false => Basis::ForeignIssuer,
            true => by_scopes(scopes, |wanted| {
                let named = |scope: &&Id<Scope>| model.scopes[**scope].name.as_str() == wanted;
                held.iter().find(named).copied()
            }),
        },
        (
            Access::Token { scopes, .. },
            Credentials::Foreign {
                authorizer,
                scopes: held,
            },
        ) => match overlap(own_issuer(model), issuer_of(model, *authorizer)) {
            false => Basis::ForeignIssuer,
            true => by_scopes(scopes, |wanted| {
                let name = &model.scopes[*wanted].name.value;
                held.contains(name).then_some(*wanted)
            }),
        },
        (
            Access::Foreign {
                authorizer: accepted,
                scopes,
                ..
            },
            Credentials::Foreign {
                authorizer,
                scopes: held,
            },
        ) => {
            let issuers = (issuer_of(model, *accepted), issuer_of(model, *authorizer));
            match accepted == authorizer || overlap(issuers.0, issuers.1) {
                false => Basis::ForeignIssuer,
                true if scopes.is_empty() => Basis::AnyToken,
                true if scopes.iter().any(|scope| held.contains(scope)) => Basis::HoldsOne,
                true => Basis::HoldsNone,
            }
        }
    }
}

/// The basis where a token from the right issuer must hold one of the scopes.
fn by_scopes<T>(wanted: &[T], holds: impl Fn(&T) -> Option<Id<Scope>>) -> Basis {
    match wanted {
        [] => Basis::AnyToken,
        wanted => match wanted.iter().find_map(holds) {
            Some(scope) => Basis::Holds(scope),
            None => Basis::HoldsNone,
        },
    }
}

/// Whether the route accepts an app client through which the caller can get a
/// token.
fn accepts(model: &Model, clients: &[Id<Client>], machine: Option<Id<Client>>) -> bool {
    // Another issuer has audiences instead of app clients.
    if own_issuer(model).is_some() {
        return true;
    }
    match machine {
        Some(client) => clients.contains(&client),
        None => clients
            .iter()
            .any(|client| model.clients[*client].machine.is_none()),
    }
}

/// An issuer that the blueprint names, and the audiences that are accepted.
type Accepted<'a> = (&'a Value, &'a [Spanned<Value>]);

/// The issuer of the blueprint's own identity, if that is not a user pool.
fn own_issuer(model: &Model) -> Option<Accepted<'_>> {
    let oidc = model.identity.as_ref().and_then(Identity::oidc)?;
    Some((&oidc.issuer.value, &oidc.audience))
}

fn issuer_of(model: &Model, authorizer: Id<Authorizer>) -> Option<Accepted<'_>> {
    model.authorizers[authorizer].kind.accepted()
}

/// Whether some token fits both: the same issuer, and an audience in common.
fn overlap(one: Option<Accepted<'_>>, other: Option<Accepted<'_>>) -> bool {
    one.zip(other).is_some_and(|(one, other)| {
        let shared =
            |audience: &Spanned<Value>| other.1.iter().any(|it| it.value == audience.value);
        one.0 == other.0 && one.1.iter().any(shared)
    })
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
            Basis::Policies => "IAM policies decide when the call is made",
            Basis::Holds(_) => "the token holds {scope}",
            Basis::HoldsOne => "the token holds a scope of the route",
            Basis::HoldsNone => "the token holds {held}, and the route requires {wanted}",
        }
    }

    /// The decision that follows from it.
    pub fn decision(self) -> Decision {
        match self {
            Basis::Public | Basis::AnyToken | Basis::Holds(_) | Basis::HoldsOne => Decision::Allow,
            Basis::NoToken | Basis::ForeignMachine | Basis::MachinesOnly | Basis::ForeignIssuer => {
                Decision::Unauthorized
            }
            Basis::HoldsNone | Basis::Unsigned => Decision::Forbidden,
            Basis::Function | Basis::Policies => Decision::Depends,
        }
    }
}
