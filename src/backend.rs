//! Backends: what knows a provider's resources.
//!
//! The core knows principals, scopes, routes and functions. An identity
//! provider hands a gateway one value, the [`TokenContract`]; neither knows the
//! other, so N identity providers and M gateways need N + M files.

pub mod features;
mod gateway;
mod identity;
mod lambda;
pub mod runtimes;
mod versions;

pub use gateway::http_api::preflight_handler;
pub use identity::cognito::token_handler;
pub use lambda::{module_name, package_path};

use crate::access::AccessMatrix;
use crate::arena::Id;
use crate::model::{Client, Model, Piece, ScopeFormat, TokenKind};
use crate::package::Packages;
use crate::source::Span;
use crate::terraform::expr::{Part, template};
use crate::terraform::{Expression, Graph};
use crate::version::Version;

/// Name of the module call of the token handler.
pub const TOKEN_HANDLER: &str = "token_handler";

/// Ends the name of the function that turns groups into scopes.
pub const TOKEN_HANDLER_SUFFIX: &str = "-token-handler";

/// Name of the module call of the function that answers preflight requests.
pub const PREFLIGHT: &str = "preflight";

/// Ends the name of that function.
pub const PREFLIGHT_SUFFIX: &str = "-preflight";

/// What an identity provider promises about its tokens.
#[derive(Debug)]
pub struct TokenContract {
    /// The token's `iss`.
    pub issuer: Expression,
    /// For each app client, what stands in the token's `aud`, or in its
    /// `client_id` where there is no `aud`.
    pub audiences: Vec<Expression>,
    /// How a scope is spelled in the token.
    pub scope_format: ScopeFormat,
    /// Which token is sent.
    pub token: TokenKind,
    /// Where in the request it stands.
    pub source: String,
}

impl TokenContract {
    /// What identifies one app client in its tokens.
    pub fn audience(&self, client: Id<Client>) -> &Expression {
        &self.audiences[client.index()]
    }

    /// The spellings of a scope in the tokens of these clients.
    pub fn spell(&self, scope: &str, clients: &[Id<Client>]) -> Vec<Expression> {
        let spelled = |client: Option<Id<Client>>| {
            let parts = self.scope_format.pieces.iter().map(|piece| match piece {
                Piece::Literal(text) => Part::Text(text.clone()),
                Piece::Scope => Part::Text(scope.to_owned()),
                // INVARIANT: only a format with this piece is spelled for a
                // client.
                Piece::ClientId => Part::Value(match client {
                    Some(client) => self.audience(client).clone(),
                    None => Expression::Null,
                }),
            });
            match client {
                Some(_) => template(parts),
                None => Expression::String(self.scope_format.spell(scope, "")),
            }
        };
        match self.scope_format.per_client() {
            true => clients
                .iter()
                .map(|client| spelled(Some(*client)))
                .collect(),
            false => vec![spelled(None)],
        }
    }
}

/// Issues the tokens that a gateway checks.
pub trait IdentityProvider {
    /// What it needs of the Terraform provider for this blueprint.
    fn requirements(&self, model: &Model) -> Vec<Requirement>;

    /// What it promises about its tokens.
    fn contract(&self, model: &Model) -> TokenContract;

    /// Adds its resources.
    fn lower(&self, model: &Model, graph: &mut Graph);
}

/// Checks tokens and passes calls on.
pub trait Gateway {
    /// What it needs of the Terraform provider for this blueprint.
    fn requirements(&self, model: &Model) -> Vec<Requirement>;

    /// Adds its resources. There is a contract whenever a route asks for a
    /// token.
    fn lower(
        &self,
        model: &Model,
        matrix: &AccessMatrix,
        contract: Option<&TokenContract>,
        graph: &mut Graph,
    );
}

/// Something that only newer versions of the Terraform provider have.
#[derive(Debug)]
pub struct Requirement {
    /// What it is, as the subject of a sentence.
    pub what: &'static str,
    /// The first version that has it.
    pub since: Version,
    /// The place in the blueprint that asks for it.
    pub span: Span,
    /// Whether it decides about access or was asked for; what is neither is
    /// left out below `since`.
    pub essential: bool,
    /// What to do otherwise.
    pub instead: &'static str,
}

/// The identity provider of a blueprint.
fn identity_provider(model: &Model) -> Option<&'static dyn IdentityProvider> {
    model
        .identity
        .as_ref()
        .map(|_| &identity::cognito::Cognito as &dyn IdentityProvider)
}

/// What the backends need of the Terraform provider.
pub fn requirements(model: &Model) -> Vec<Requirement> {
    let identity = identity_provider(model).map(|provider| provider.requirements(model));
    let gateway = gateway::http_api::HttpApi.requirements(model);
    let functions = lambda::requirements(model);
    let needs = identity.into_iter().flatten().chain(functions);
    needs.chain(gateway).collect()
}

/// The resources of a blueprint without errors.
pub fn lower(model: &Model, matrix: &AccessMatrix, packages: &Packages) -> Graph {
    let mut graph = Graph::default();
    let identity = identity_provider(model);
    let contract = identity.map(|identity| identity.contract(model));
    versions::lower(model, &mut graph);
    if let Some(identity) = identity {
        identity.lower(model, &mut graph);
    }
    lambda::lower(model, packages, &mut graph);
    gateway::http_api::HttpApi.lower(model, matrix, contract.as_ref(), &mut graph);
    graph
}
