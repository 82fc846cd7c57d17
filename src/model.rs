//! The resolved blueprint: every reference is valid, defaults are filled in,
//! and everything has a fixed order.

mod api;
mod function;
mod route_key;
mod scope_format;
mod value;

pub use api::{Api, Cors, PREFLIGHT, RouteSettings, StageSettings, Throttle};
pub use function::{Architecture, Function, Layers, Statement, Tracing, Vpc};
pub use route_key::{
    MAX_LENGTH as ROUTE_KEY_LENGTH, METHODS, Method, RouteKey, RouteKeyError, Segment,
};
pub use scope_format::{Piece, ScopeFormat, ScopeFormatError, scope_character};
pub use value::{Sample, Value};

use crate::arena::{Arena, Id};
use crate::source::{Span, Spanned};
use crate::version::Constraint;
use std::collections::{BTreeMap, BTreeSet};

/// A blueprint whose names have been resolved.
#[derive(Debug)]
pub struct Model {
    /// Prefix of every resource name.
    pub name: Spanned<String>,
    /// Which versions of the AWS provider the output is for.
    pub provider: Spanned<Constraint>,
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
    /// Functions.
    pub functions: Arena<Function>,
    /// Routes.
    pub routes: Arena<Route>,
    /// Input variables by name: those that values refer to, and those that are
    /// declared.
    pub variables: BTreeMap<String, Variable>,
    /// Settings of the API.
    pub api: Api,
    /// The deployed stage.
    pub stage: Stage,
    /// Expected answers.
    pub expectations: Vec<Expectation>,
    /// False when something was left out because it was reported: rules that
    /// look for what is missing would then only repeat the cause.
    pub complete: bool,
}

/// The user pool.
#[derive(Debug)]
pub struct Identity {
    /// Place of the section.
    pub span: Span,
    /// Which token callers send.
    pub token: Spanned<TokenKind>,
    /// How a scope is spelled in that token.
    pub scope_format: Spanned<ScopeFormat>,
    /// Domain prefix of the hosted sign-in.
    pub domain: Option<Spanned<Value>>,
}

/// An input variable of the output.
#[derive(Debug)]
pub struct Variable {
    /// Where it is declared, or first used.
    pub span: Span,
    /// What it is for.
    pub description: Option<String>,
    /// What holds when it is not given.
    pub default: Option<String>,
    /// Whether Terraform hides its value.
    pub sensitive: bool,
    /// What fits where it is used, for tests.
    pub sample: Sample,
}

/// Which token callers send to the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// The access token, as OAuth intends.
    Access,
    /// The ID token, as the public walkthrough does.
    Id,
}

/// An app client for people.
#[derive(Debug)]
pub struct Client {
    /// Its name in the blueprint.
    pub name: Spanned<String>,
    /// Where people may land after signing in.
    pub callback_urls: Vec<Spanned<Value>>,
    /// Where people may land after signing out.
    pub logout_urls: Vec<Spanned<Value>>,
    /// Hosted sign-in.
    pub oauth: Option<Oauth>,
    /// Ways to sign in by API, without refreshing.
    pub auth_flows: Vec<AuthFlow>,
}

/// What a client may do at the hosted sign-in.
#[derive(Debug)]
pub struct Oauth {
    /// Place of the key.
    pub span: Span,
    /// Grants; only the authorization code grant exists so far.
    pub code: bool,
    /// OpenID Connect scopes it may request.
    pub scopes: Vec<Spanned<String>>,
}

/// A way to sign in through the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuthFlow {
    /// User name and password in clear over TLS.
    UserPassword,
    /// Secure remote password.
    UserSrp,
    /// User name and password by a trusted server.
    AdminUserPassword,
    /// Challenges defined by the pool's own triggers.
    Custom,
}

/// A scope that some role lists.
#[derive(Debug)]
pub struct Scope {
    /// Its name in the blueprint, before it is spelled for the token.
    pub name: Spanned<String>,
    /// Whether jwtgen made it for a group or a role that a route allows.
    pub minted: bool,
}

/// A role.
#[derive(Debug)]
pub struct Role {
    /// Its name.
    pub name: Spanned<String>,
    /// Its scopes, those of included roles among them.
    pub scopes: BTreeSet<Id<Scope>>,
}

/// A group of people.
#[derive(Debug)]
pub struct Group {
    /// Its name.
    pub name: Spanned<String>,
    /// Its roles.
    pub roles: Vec<Id<Role>>,
    /// The scopes its roles grant.
    pub scopes: BTreeSet<Id<Scope>>,
    /// Rank; the lowest wins.
    pub precedence: Option<i64>,
    /// What it is for.
    pub description: Option<Spanned<String>>,
}

/// A user to create.
#[derive(Debug)]
pub struct User {
    /// The user name.
    pub name: Spanned<String>,
    /// Groups the user belongs to.
    pub groups: Vec<Id<Group>>,
}

/// A route.
#[derive(Debug)]
pub struct Route {
    /// The route key as written.
    pub text: Spanned<String>,
    /// The route key, read.
    pub key: RouteKey,
    /// What answers.
    pub target: Target,
    /// What else it says.
    pub settings: RouteSettings,
    /// Who may call.
    pub access: Access,
}

/// What answers a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A function of the blueprint.
    Function(Id<Function>),
    /// A function of jwtgen's own, which says yes and leaves the rest to the
    /// gateway.
    Preflight,
}

/// Who may call a route.
#[derive(Debug, Clone)]
pub enum Access {
    /// Anyone, for a stated reason.
    Public {
        /// The reason.
        reason: Spanned<String>,
    },
    /// Holders of a token.
    Token {
        /// Place of the list.
        span: Span,
        /// Scopes of which one is enough; none at all means any token.
        scopes: Vec<Id<Scope>>,
        /// App clients whose tokens are accepted, in order.
        clients: Vec<Id<Client>>,
        /// Whether the route lists them itself; else they are all there are.
        listed: bool,
    },
}

/// The deployed stage.
#[derive(Debug)]
pub struct Stage {
    /// Its name, `$default` included.
    pub name: Spanned<String>,
    /// What else it says.
    pub settings: StageSettings,
}

/// An expected answer of the gateway.
#[derive(Debug)]
pub struct Expectation {
    /// The route.
    pub route: Id<Route>,
    /// Who calls.
    pub caller: Spanned<Principal>,
    /// What the gateway decides.
    pub answer: Spanned<Decision>,
}

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Principal {
    /// Someone without a token.
    Anonymous,
    /// Someone whose only group is this one.
    Group(Id<Group>),
    /// A user of the blueprint, in all of their groups.
    User(Id<User>),
}

/// What the gateway decides about a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// The call reaches its target.
    Allow,
    /// 401: no token that the authorizer accepts.
    Unauthorized,
    /// 403: the token holds none of the route's scopes.
    Forbidden,
}

impl std::fmt::Display for Decision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Decision::Allow => "allow",
            Decision::Unauthorized => "401",
            Decision::Forbidden => "403",
        })
    }
}

impl Access {
    /// Names of the app clients whose tokens are accepted.
    pub fn client_names<'a>(&self, model: &'a Model) -> Vec<&'a str> {
        let clients = match self {
            Access::Public { .. } => &[],
            Access::Token { clients, .. } => clients.as_slice(),
        };
        let names = clients.iter().map(|client| &model.clients[*client].name);
        names.map(|name| name.as_str()).collect()
    }
}

impl Model {
    /// The scopes that members of these groups hold together.
    pub fn scopes_of(&self, groups: &[Id<Group>]) -> BTreeSet<Id<Scope>> {
        groups
            .iter()
            .flat_map(|group| self.groups[*group].scopes.iter().copied())
            .collect()
    }

    /// A caller as it is written in an expectation, with its kind.
    pub fn principal_name(&self, principal: Principal) -> String {
        match principal {
            Principal::Anonymous => "anonymous".into(),
            Principal::Group(group) => format!("group:{}", self.groups[group].name.value),
            Principal::User(user) => format!("user:{}", self.users[user].name.value),
        }
    }
}
