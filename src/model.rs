//! The resolved blueprint: every reference is valid, defaults are filled in,
//! and everything has a fixed order.

mod api;
mod authorizer;
mod function;
mod identity;
mod invariant;
pub(crate) mod people;
mod pool;
mod request;
mod route;
mod route_key;
mod route_pattern;
mod scope_format;
mod validity;
mod value;

pub use api::{Alarms, Api, Cors, Domain, PREFLIGHT, RouteSettings, StageSettings, Throttle};
pub use authorizer::{Authorizer, AuthorizerKind, Decider, ROUTE_KEY, SOURCE};
pub use function::{
    Architecture, Function, Layers, OwnSettings, Statement, StoredPackage, Tracing, Vpc,
};
pub use identity::{AuthFlow, Client, Identity, Issuer, Machine, Oauth, Oidc, Preset, TokenKind};
pub use invariant::{Invariant, Permitted, Separation, Shared};
pub use people::{Contact, Group, Role, Scope, User};
pub use pool::{
    Application, Attribute, Email, Federation, FederationKind, PasswordPolicy, PoolSettings,
    STANDARD_ATTRIBUTES, SignInDomain, VERIFIED_ATTRIBUTES,
};
pub use request::Request;
pub use route::{Access, Route, Target};
pub use route_key::{
    MAX_LENGTH as ROUTE_KEY_LENGTH, METHODS, Method, RouteKey, RouteKeyError, Segment,
};
pub use route_pattern::{FORMS as ROUTE_PATTERN_FORMS, RoutePattern};
pub use scope_format::{Piece, ScopeFormat, ScopeFormatError, scope_character};
pub use validity::{Duration, Validity};
pub use value::{Sample, Value};

use crate::arena::{Arena, Id};
use crate::source::{Span, Spanned};
use crate::version::Constraint;
use std::collections::{BTreeMap, BTreeSet};

/// A blueprint with every name resolved.
#[derive(Debug)]
pub struct Model {
    /// Prefix of every resource name.
    pub name: Spanned<String>,
    /// Text in front of every resource name, followed by a hyphen.
    pub prefix: Option<Spanned<Value>>,
    /// Things that were renamed.
    pub renames: Vec<Renamed>,
    /// The versions of the AWS provider that the output supports.
    pub provider: Spanned<Constraint>,
    /// The versions of Terraform that the output supports.
    pub terraform: Spanned<Constraint>,
    /// Whether what cannot be created again is protected.
    pub protect: bool,
    /// The user pool, if there is one.
    pub identity: Option<Identity>,
    /// App clients.
    pub clients: Arena<Client>,
    /// Every scope that a role lists, in the order of their names.
    pub scopes: Arena<Scope>,
    /// Roles.
    pub roles: Arena<Role>,
    /// Groups.
    pub groups: Arena<Group>,
    /// Users to create.
    pub users: Arena<User>,
    /// Authorizers other than the identity's own.
    pub authorizers: Arena<Authorizer>,
    /// Functions.
    pub functions: Arena<Function>,
    /// Settings of the functions that jwtgen adds.
    pub own_functions: OwnSettings,
    /// Alarms, if they are asked for.
    pub alarms: Option<Alarms>,
    /// Routes.
    pub routes: Arena<Route>,
    /// Input variables by name, both declared and referred to.
    pub variables: BTreeMap<String, Variable>,
    /// Settings of the API.
    pub api: Api,
    /// The deployed stage.
    pub stage: Stage,
    /// Expected answers.
    pub expectations: Vec<Expectation>,
    /// Requirements that cover many routes.
    pub invariants: Vec<Invariant>,
    /// What an audit accepts, by address, with the reason.
    pub accepted: Vec<(Spanned<String>, Spanned<String>)>,
    /// Groups that must not share members or routes.
    pub separations: Vec<Separation>,
    /// False if something was reported and left out. Rules that look for missing
    /// things would then only repeat the cause.
    pub complete: bool,
}

/// Something that was renamed, with its former name.
#[derive(Debug)]
pub enum Renamed {
    /// A function.
    Function(Id<Function>, String),
    /// An app client.
    Client(Id<Client>, String),
    /// A route.
    Route(Id<Route>, RouteKey),
}

/// An input variable of the output.
#[derive(Debug)]
pub struct Variable {
    /// Where it is declared, or first used.
    pub span: Span,
    /// Whether `[variables]` has it; using one declares it, too.
    pub declared: bool,
    /// What it is for.
    pub description: Option<String>,
    /// Its value if none is given.
    pub default: Option<String>,
    /// Regular expression that the value must match.
    pub pattern: Option<String>,
    /// Whether Terraform hides its value.
    pub sensitive: bool,
    /// A valid value, given by the blueprint.
    pub example: Option<String>,
    /// A value valid everywhere it is used, for tests.
    pub sample: Sample,
    /// Where the blueprint uses it.
    pub uses: Vec<VariableUse>,
}

impl Variable {
    /// What it is for and where the blueprint uses it, one entry for each use;
    /// beyond the first few, uses are counted.
    pub fn uses_in_words(&self, name: &str) -> Vec<String> {
        const SHOWN: usize = 3;
        let uses = self.uses.iter().take(SHOWN);
        let mut words: Vec<String> = uses
            .map(|place| format!("{} (blueprint: {})", place.purpose, place.path))
            .collect();
        if self.uses.len() > SHOWN {
            words.push(format!("and {} more", self.uses.len() - SHOWN));
        }
        if words.is_empty() {
            words.push(format!("Not used (blueprint: variables.{name})"));
        }
        words
    }
}

/// A place in the blueprint that leaves its value to an input variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableUse {
    /// What the value is for, as the start of a sentence.
    pub purpose: String,
    /// The keys that lead there, as TOML writes them.
    pub path: String,
}

/// The deployed stage.
#[derive(Debug)]
pub struct Stage {
    /// Its name, `$default` included.
    pub name: Spanned<String>,
    /// Its other settings.
    pub settings: StageSettings,
}

/// A decision that the blueprint expects of the gateway.
#[derive(Debug)]
pub struct Expectation {
    /// The route.
    pub route: Id<Route>,
    /// Who calls.
    pub caller: Spanned<Principal>,
    /// The expected decision.
    pub answer: Spanned<Decision>,
}

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Principal {
    /// Someone without a token.
    Anonymous,
    /// Someone who has signed in and is in no group.
    SignedIn,
    /// Someone whose only group is this one.
    Group(Id<Group>),
    /// A user of the blueprint, in all of their groups.
    User(Id<User>),
    /// A machine client.
    Client(Id<Client>),
    /// Someone with a token that this JWT authorizer accepts, and none of the
    /// scopes that routes require.
    Authorizer(Id<Authorizer>),
    /// Someone who signs with AWS credentials.
    Iam,
}

/// What the gateway decides about a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// The call reaches its target.
    Allow,
    /// 401: no token that the authorizer accepts.
    Unauthorized,
    /// A function, or IAM policies, decide when the call is made.
    Depends,
    /// 403: the token holds none of the route's scopes.
    Forbidden,
}

impl std::fmt::Display for Decision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Decision::Allow => "allow",
            Decision::Depends => "depends",
            Decision::Unauthorized => "401",
            Decision::Forbidden => "403",
        })
    }
}

impl Model {
    /// The scopes that a member of all these groups holds, including combined
    /// scopes.
    pub fn scopes_of(&self, groups: &[Id<Group>]) -> BTreeSet<Id<Scope>> {
        let held = groups
            .iter()
            .flat_map(|group| self.groups[*group].scopes.iter().copied());
        people::with_combined(held.collect(), &self.scopes)
    }

    /// Whether people can get tokens from the blueprint's own identity.
    pub fn people_sign_in(&self) -> bool {
        let mut clients = self.clients.iter();
        self.identity.as_ref().is_some_and(|identity| {
            identity.oidc().is_some() || clients.any(|client| client.machine.is_none())
        })
    }

    /// Machine clients.
    pub fn machines(&self) -> impl Iterator<Item = (Id<Client>, &Machine)> {
        let clients = self.clients.entries();
        clients.filter_map(|(id, client)| Some((id, client.machine.as_ref()?)))
    }

    /// The scopes that machine clients hold.
    pub fn machine_scopes(&self) -> BTreeSet<Id<Scope>> {
        let held = self.machines().flat_map(|(_, machine)| &machine.scopes);
        held.copied().collect()
    }

    /// The authorizer that is generated for a declared one.
    pub fn generated_authorizer(&self, id: Id<Authorizer>) -> Id<Authorizer> {
        self.authorizers[id].same_as.unwrap_or(id)
    }

    /// The authorizers that are generated: those that routes use.
    pub fn used_authorizers(&self) -> BTreeSet<Id<Authorizer>> {
        let used = self
            .routes
            .iter()
            .filter_map(|route| route.access.authorizer());
        used.map(|id| self.generated_authorizer(id)).collect()
    }

    /// How long a prefix may be. Prefix, hyphen and the longest function name
    /// together have at most 64 characters:
    /// <https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html>.
    pub fn prefix_room(&self) -> usize {
        let own = self
            .functions
            .iter()
            .filter(|function| function.existing.is_none());
        let own = own.map(|function| function.name.chars().count());
        // The functions that jwtgen adds are named after the blueprint and the
        // user pool.
        let pool = self.identity.as_ref().map(|identity| &identity.name);
        let made = pool.into_iter().chain([&self.name]);
        let made = made.map(|name| name.chars().count() + "-token-handler".len());
        let longest = own.chain(made).max().unwrap_or_default();
        63_usize.saturating_sub(longest)
    }

    /// A value that fits an input variable: that of the blueprint, else one of
    /// the form that its uses need.
    pub fn sample<'a>(&self, name: &str, variable: &'a Variable) -> &'a str {
        let made = variable.sample.text();
        let is_prefix =
            matches!(self.prefix.as_deref(), Some(Value::Variable(prefix)) if prefix == name);
        match &variable.example {
            Some(example) => example,
            // Samples are ASCII.
            None if is_prefix => &made[..made.len().min(self.prefix_room())],
            None => made,
        }
    }

    /// Whether Terraform is to refuse plans that destroy the user pool.
    pub fn prevents_destroy(&self) -> bool {
        let own = self
            .identity
            .as_ref()
            .filter(|identity| identity.owns_pool());
        let flag = |identity: &Identity| identity.pool.prevent_destroy.map(|flag| flag.value);
        own.is_some_and(|identity| flag(identity).unwrap_or(self.protect))
    }

    /// A caller as written in an expectation, with its kind.
    pub fn principal_name(&self, principal: Principal) -> String {
        match principal {
            Principal::Anonymous => "anonymous".into(),
            Principal::SignedIn => "signed-in".into(),
            Principal::Group(group) => format!("group:{}", self.groups[group].name.value),
            Principal::User(user) => format!("user:{}", self.users[user].name.value),
            Principal::Client(client) => format!("client:{}", self.clients[client].name.value),
            Principal::Authorizer(authorizer) => {
                format!("authorizer:{}", self.authorizers[authorizer].name.value)
            }
            Principal::Iam => "authorizer:iam".into(),
        }
    }
}
