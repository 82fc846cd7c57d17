//! Backends: the code that knows the Terraform resources.
//!
//! The core knows principals, scopes, routes and functions. An identity
//! provider passes one value to a gateway, the [`TokenContract`]; neither knows
//! the other, so N identity providers and M gateways need N + M files.

mod alarms;
pub mod features;
mod gateway;
mod identity;
mod lambda;
mod lifecycle;
mod moved;
pub mod runtimes;
mod sensitive;
mod versions;

pub use gateway::http_api::preflight_handler;
pub use identity::cognito::{USER_PASSWORDS, token_handler};
pub use identity::oidc::setup;
use lambda::module_name_of;
pub use lambda::{module_name, package_path};
pub use lifecycle::{Consequence, Effect, Lifecycle};

use crate::access::AccessMatrix;
use crate::arena::Id;
use crate::model::{Client, Issuer, Model, Piece, ScopeFormat, TokenKind};
use crate::package::Packages;
use crate::source::Span;
use crate::terraform::expr::{Part, template, text, value};
use crate::terraform::{Expression, Graph};
use crate::version::Version;
use std::collections::BTreeMap;

/// Name of the module call of the token handler.
pub const TOKEN_HANDLER: &str = "token_handler";

/// Suffix of the token handler's function name.
pub const TOKEN_HANDLER_SUFFIX: &str = "-token-handler";

/// Name of the module call of the function that answers CORS preflight requests.
pub const PREFLIGHT: &str = "preflight";

/// Suffix of that function's name.
pub const PREFLIGHT_SUFFIX: &str = "-preflight";

/// The audience of tokens.
#[derive(Debug)]
pub enum Audience {
    /// One value per app client.
    Clients(Vec<Expression>),
    /// The same values for all clients.
    Api(Vec<Expression>),
}

/// What an identity provider promises about its tokens.
#[derive(Debug)]
pub struct TokenContract {
    /// The token's `iss`.
    pub issuer: Expression,
    /// The token's `aud`, or its `client_id` if it has no `aud`.
    pub audience: Audience,
    /// The format of a scope in the token.
    pub scope_format: ScopeFormat,
    /// Which token callers send.
    pub token: TokenKind,
    /// Where the token is in the request.
    pub source: String,
}

impl TokenContract {
    /// The audiences of tokens of these clients.
    pub fn audience(&self, clients: &[Id<Client>]) -> Vec<Expression> {
        match &self.audience {
            Audience::Clients(ids) => clients
                .iter()
                .map(|client| ids[client.index()].clone())
                .collect(),
            Audience::Api(audience) => audience.clone(),
        }
    }

    /// A scope as it appears in the tokens of these clients.
    pub fn spell(&self, scope: &str, clients: &[Id<Client>]) -> Vec<Expression> {
        let spelled = |client: Option<Id<Client>>| {
            let parts = self.scope_format.pieces.iter().map(|piece| match piece {
                Piece::Literal(text) => Part::Text(text.clone()),
                Piece::Scope => Part::Text(scope.to_owned()),
                // INVARIANT: only a format with this piece is formatted per
                // client.
                Piece::ClientId => Part::Value(match (client, &self.audience) {
                    (Some(client), Audience::Clients(ids)) => ids[client.index()].clone(),
                    _ => Expression::Null,
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
    /// What it requires of the Terraform provider for this blueprint.
    fn requirements(&self, model: &Model) -> Vec<Requirement>;

    /// What it promises about its tokens.
    fn contract(&self, model: &Model) -> TokenContract;

    /// Adds its resources.
    fn lower(&self, model: &Model, graph: &mut Graph);

    /// Address of the app client with this name, if it creates app clients.
    fn client_address(&self, name: &str) -> Option<String>;

    /// Where the blueprint says what a resource is, by the address of the resource
    /// or of one of its arguments.
    fn places(&self, model: &Model) -> Vec<(String, Span)>;

    /// By resource type, attributes whose format other resources validate; a
    /// mock provider would otherwise generate random values.
    fn mocks(&self) -> &'static [Mock];
}

/// A resource type with attributes and values for a mock provider.
pub type Mock = (&'static str, &'static [(&'static str, &'static str)]);

/// Checks tokens and forwards calls.
pub trait Gateway {
    /// What it requires of the Terraform provider for this blueprint.
    fn requirements(&self, model: &Model) -> Vec<Requirement>;

    /// Where the blueprint says what a resource is, by the address of the resource
    /// or of one of its arguments.
    fn places(&self, model: &Model) -> Vec<(String, Span)>;

    /// Adds its resources. There is a contract whenever a route requires a
    /// token.
    fn lower(
        &self,
        model: &Model,
        matrix: &AccessMatrix,
        contract: Option<&TokenContract>,
        mocks: &[Mock],
        graph: &mut Graph,
    );
}

/// A feature that only newer versions of the Terraform provider have.
#[derive(Debug)]
pub struct Requirement {
    /// What it is, as the subject of a sentence.
    pub what: &'static str,
    /// The first version that has it.
    pub since: Version,
    /// The place in the blueprint that requires it.
    pub span: Span,
    /// Whether it affects access or was requested explicitly; anything else is
    /// left out below `since`.
    pub essential: bool,
    /// What to do instead.
    pub instead: &'static str,
}

/// A resource's name, after the prefix if there is one.
fn named(model: &Model, name: impl Into<String>) -> Expression {
    match &model.prefix {
        None => text(name.into()),
        Some(prefix) => template([
            Part::Value(value(prefix)),
            Part::Text(format!("-{}", name.into())),
        ]),
    }
}

/// The identity provider of a blueprint.
fn identity_provider(model: &Model) -> Option<&'static dyn IdentityProvider> {
    model
        .identity
        .as_ref()
        .map(|identity| -> &dyn IdentityProvider {
            match &identity.issuer {
                Issuer::Pool | Issuer::ExistingPool(_) => &identity::cognito::Cognito,
                Issuer::Oidc(_) => &identity::oidc::Oidc,
            }
        })
}

/// What the identity provider of a blueprint promises; `None` without one.
pub fn contract(model: &Model) -> Option<TokenContract> {
    Some(identity_provider(model)?.contract(model))
}

/// Address of the app client with this name, if the output creates app clients.
pub fn client_address(model: &Model, name: &str) -> Option<String> {
    identity_provider(model)?.client_address(name)
}

/// Whether the output has functions that the blueprint does not.
pub fn adds_functions(model: &Model) -> bool {
    token_handler(model).is_some() || preflight_handler(model).is_some()
}

/// What the backends require of the Terraform provider.
pub fn requirements(model: &Model) -> Vec<Requirement> {
    let identity = identity_provider(model).map(|provider| provider.requirements(model));
    let gateway = gateway::http_api::HttpApi.requirements(model);
    let functions = lambda::requirements(model);
    let needs = identity.into_iter().flatten().chain(functions);
    needs.chain(gateway).collect()
}

/// What the test of the output lacks, and the version of Terraform that it needs,
/// if an older one is allowed.
pub fn lacking_test(model: &Model) -> Option<(&'static str, Version)> {
    let floor = model.terraform.floor;
    if floor < features::MOCK_PROVIDERS {
        Some(("the test of who may call what", features::MOCK_PROVIDERS))
    } else if floor < features::OVERRIDE_DURING && model.prevents_destroy() {
        Some((
            "the test of the routes' scopes and authorizers",
            features::OVERRIDE_DURING,
        ))
    } else {
        None
    }
}

/// Where the blueprint says what a resource is, by the address of the resource or
/// of one of its arguments.
pub fn places(model: &Model) -> BTreeMap<String, Span> {
    let identity = identity_provider(model).map(|provider| provider.places(model));
    let gateway = gateway::http_api::HttpApi.places(model);
    let functions = lambda::places(model);
    let places = identity.into_iter().flatten().chain(functions);
    places.chain(gateway).collect()
}

/// The resources of a blueprint without errors.
pub fn lower(model: &Model, matrix: &AccessMatrix, packages: &Packages) -> Graph {
    let mut graph = Graph::default();
    let identity = identity_provider(model);
    let contract = contract(model);
    versions::lower(model, &mut graph);
    if let Some(identity) = identity {
        identity.lower(model, &mut graph);
    }
    lambda::lower(model, packages, &mut graph);
    let mocks = identity.map_or(&[][..], |identity| identity.mocks());
    gateway::http_api::HttpApi.lower(model, matrix, contract.as_ref(), mocks, &mut graph);
    alarms::lower(model, &mut graph);
    moved::lower(model, &mut graph);
    sensitive::lower(model, &mut graph);
    graph
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    /// Identity providers are backends: no other code knows their resources.
    #[test]
    fn only_the_backend_of_cognito_knows_its_resources() {
        let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        let word = ["aws", "cognito_"].join("_");
        while let Some(path) = open.pop() {
            // The evidence and the audit read other people's Terraform, so they have
            // to know them too.
            let knows = [
                "identity/cognito",
                "identity/cognito.rs",
                "lifecycle/tests.rs",
                "src/evidence",
                "src/audit",
            ];
            if knows.iter().any(|known| path.ends_with(known)) {
                continue;
            }
            if path.is_dir() {
                open.extend(
                    fs::read_dir(path)
                        .unwrap()
                        .map(|entry| entry.unwrap().path()),
                );
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            assert!(
                text.lines()
                    .all(|line| !line.contains(&word) || line.trim_start().starts_with("//")),
                "{}",
                path.display()
            );
        }
    }
}
