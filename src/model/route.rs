//! Routes: their targets, and who may call them.

use super::{Authorizer, Client, Function, Model, RouteKey, RouteSettings, Scope, Value};
use crate::arena::Id;
use crate::source::{Span, Spanned};

/// A route.
#[derive(Debug)]
pub struct Route {
    /// The route key as written.
    pub text: Spanned<String>,
    /// The parsed route key.
    pub key: RouteKey,
    /// What the route calls.
    pub target: Target,
    /// Its other settings.
    pub settings: RouteSettings,
    /// Who may call.
    pub access: Access,
}

/// What a route calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A function of the blueprint.
    Function(Id<Function>),
    /// A URL.
    Url(Spanned<Value>),
    /// A function that jwtgen adds. It answers with an empty success, and the
    /// gateway adds the CORS headers.
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
        /// Scopes of which one is enough; an empty list accepts any token.
        scopes: Vec<Id<Scope>>,
        /// App clients whose tokens are accepted, in order.
        clients: Vec<Id<Client>>,
        /// Whether the route lists them; if not, they are all app clients.
        listed: bool,
    },
    /// Holders of a token from another issuer.
    Foreign {
        /// Place of the list.
        span: Span,
        /// The authorizer, which is a JWT authorizer.
        authorizer: Id<Authorizer>,
        /// Scopes as that issuer spells them, in order; an empty list accepts any
        /// token.
        scopes: Vec<String>,
    },
    /// Callers whom a function allows.
    Lambda {
        /// The authorizer, which is a Lambda authorizer.
        authorizer: Id<Authorizer>,
    },
    /// Callers with AWS credentials whose policies allow the call.
    Iam,
}

impl Access {
    /// The declared authorizer that decides, if one does.
    pub fn authorizer(&self) -> Option<Id<Authorizer>> {
        match self {
            Access::Foreign { authorizer, .. } | Access::Lambda { authorizer } => Some(*authorizer),
            Access::Public { .. } | Access::Token { .. } | Access::Iam => None,
        }
    }

    /// Names of the app clients whose tokens are accepted.
    pub fn client_names<'a>(&self, model: &'a Model) -> Vec<&'a str> {
        let clients = match self {
            Access::Token { clients, .. } => clients.as_slice(),
            Access::Public { .. }
            | Access::Foreign { .. }
            | Access::Lambda { .. }
            | Access::Iam => &[],
        };
        let names = clients.iter().map(|client| &model.clients[*client].name);
        names.map(|name| name.as_str()).collect()
    }
}
