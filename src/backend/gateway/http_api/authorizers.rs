//! Authorizers: one for each set of app clients that routes accept, and the
//! declared ones.

use super::api_id;
use super::test::equal;
use crate::arena::Id;
use crate::backend::{Audience, TokenContract, lambda, named};
use crate::model::{Access, Authorizer, AuthorizerKind, Client, Decider, Model, Route};
use crate::terraform::expr::{Part, call, fixed, list, reference, template, text, texts, value};
use crate::terraform::{Block, Expression, File, Graph, address};
use crate::text::short_hash;
use std::collections::BTreeMap;

/// The authorizers of an API.
pub(super) struct Authorizers<'a> {
    model: &'a Model,
    contract: Option<&'a TokenContract>,
    /// App clients that each authorizer of the identity accepts, by resource name.
    clients: BTreeMap<String, Vec<Id<Client>>>,
}

/// The authorization arguments of a route.
pub(super) struct Guard {
    /// `authorization_type`.
    pub kind: &'static str,
    /// ID of the authorizer.
    pub authorizer: Option<Expression>,
    /// Scopes; a caller needs one of them.
    pub scopes: Vec<Expression>,
}

impl<'a> Authorizers<'a> {
    /// Collects the authorizers that routes use. There is a contract whenever a
    /// route requires a token of the identity.
    pub(super) fn new(model: &'a Model, contract: Option<&'a TokenContract>) -> Authorizers<'a> {
        let mut clients = BTreeMap::new();
        for route in model.routes.iter() {
            if let Access::Token { clients: set, .. } = &route.access {
                clients.insert(own_name(model, &route.access), set.clone());
            }
        }
        Authorizers {
            model,
            contract,
            clients,
        }
    }

    /// The authorization arguments of a route.
    pub(super) fn guard(&self, route: &Route) -> Guard {
        let id = |name: String| Some(reference(&format!("aws_apigatewayv2_authorizer.{name}.id")));
        let declared = |authorizer: &Id<Authorizer>| id(self.declared_name(*authorizer));
        match &route.access {
            Access::Public { .. } => Guard {
                kind: "NONE",
                authorizer: None,
                scopes: Vec::new(),
            },
            Access::Token {
                scopes, clients, ..
            } => {
                let contract = self.expect_contract();
                let names = scopes.iter().map(|scope| &self.model.scopes[*scope].name);
                Guard {
                    kind: "JWT",
                    authorizer: id(own_name(self.model, &route.access)),
                    scopes: names
                        .flat_map(|name| contract.spell(name, clients))
                        .collect(),
                }
            }
            Access::Foreign {
                authorizer, scopes, ..
            } => Guard {
                kind: "JWT",
                authorizer: declared(authorizer),
                scopes: scopes.iter().map(text).collect(),
            },
            Access::Lambda { authorizer } => Guard {
                kind: "CUSTOM",
                authorizer: declared(authorizer),
                scopes: Vec::new(),
            },
            Access::Iam => Guard {
                kind: "AWS_IAM",
                authorizer: None,
                scopes: Vec::new(),
            },
        }
    }

    /// Address of the authorizer of a route that requires a token of the identity.
    pub(super) fn address(&self, access: &Access) -> String {
        format!(
            "aws_apigatewayv2_authorizer.{}",
            own_name(self.model, access)
        )
    }

    /// Addresses of all authorizers.
    pub(super) fn addresses(&self) -> Vec<String> {
        let own = self.clients.keys().cloned();
        let declared = self.model.used_authorizers().into_iter();
        let names = own.chain(declared.map(|id| self.declared_name(id)));
        let address = |name| format!("aws_apigatewayv2_authorizer.{name}");
        names.map(address).collect()
    }

    /// The contract that a protected route relies on. Without one, the route must
    /// never be generated as public.
    fn expect_contract(&self) -> &'a TokenContract {
        // INVARIANT: the rule `missing-identity` rejects such a route.
        self.contract
            .expect("a route that requires a token has an identity provider")
    }

    fn declared_name(&self, id: Id<Authorizer>) -> String {
        let generated = self.model.generated_authorizer(id);
        address::name(&self.model.authorizers[generated].name)
    }

    /// Names of the declared authorizers that accept the same tokens as this one.
    fn same_as(&self, id: Id<Authorizer>) -> Vec<&'a str> {
        let declared = self.model.authorizers.iter();
        let same = declared.filter(|other| other.same_as == Some(id));
        same.map(|other| other.name.as_str()).collect()
    }

    /// Assertions about the authorizers, each with its error message.
    pub(super) fn assertions(&self) -> Vec<(Expression, String)> {
        let mut assertions = Vec::new();
        for jwt in self.jwts() {
            let name = &jwt.name;
            let setting = |setting: &str| {
                fixed(&format!(
                    "aws_apigatewayv2_authorizer.{name}.jwt_configuration[0].{setting}"
                ))
            };
            assertions.push((
                equal(setting("audience"), call("toset", [list(jwt.audience)])),
                format!("The authorizer {name} must accept only {}.", jwt.accepted),
            ));
            assertions.push((
                equal(setting("issuer"), jwt.issuer),
                format!(
                    "The authorizer {name} must accept only tokens from {}.",
                    jwt.source_of_tokens
                ),
            ));
        }
        assertions
    }

    /// Every JWT authorizer: those of the identity, then those declared.
    fn jwts(&self) -> Vec<Jwt<'_>> {
        let own = self.clients.iter().map(|(name, clients)| {
            let contract = self.expect_contract();
            Jwt {
                name: name.clone(),
                also: Vec::new(),
                issuer: contract.issuer.clone(),
                audience: contract.audience(clients),
                source: &contract.source,
                accepted: match contract.audience {
                    Audience::Clients(_) => "its app clients",
                    Audience::Api(_) => "its audience",
                },
                source_of_tokens: match contract.audience {
                    Audience::Clients(_) => "the user pool",
                    Audience::Api(_) => "its issuer",
                },
            }
        });
        let used = self.model.used_authorizers();
        let declared = used.into_iter().filter_map(|id| {
            let AuthorizerKind::Jwt {
                issuer,
                audience,
                source,
            } = &self.model.authorizers[id].kind
            else {
                return None;
            };
            Some(Jwt {
                name: self.declared_name(id),
                also: self.same_as(id),
                issuer: value(issuer),
                audience: audience.iter().map(|entry| value(entry)).collect(),
                source,
                accepted: "its audience",
                source_of_tokens: "its issuer",
            })
        });
        own.chain(declared).collect()
    }

    /// Adds the authorizers.
    pub(super) fn lower(&self, graph: &mut Graph) {
        for jwt in self.jwts() {
            let mut block = self.block(&jwt.name, "JWT");
            if !jwt.also.is_empty() {
                let also = jwt.also.join(", ");
                block = block.comment(format!(
                    "Also for {also}: same issuer, audience and source."
                ));
            }
            let block = block
                .attr("identity_sources", texts([jwt.source]))
                .block(
                    Block::new("jwt_configuration")
                        .attr("issuer", jwt.issuer)
                        .attr("audience", list(jwt.audience)),
                )
                .create_before_destroy();
            graph.push(File::Api, block);
        }
        for id in self.model.used_authorizers() {
            let AuthorizerKind::Lambda {
                decider,
                payload,
                simple,
                sources,
                ttl,
            } = &self.model.authorizers[id].kind
            else {
                continue;
            };
            let name = self.declared_name(id);
            let (uri, function) = match decider {
                Decider::Own(function) => {
                    lambda::invocation(&self.model.functions[*function], graph)
                }
                Decider::Existing(arn) => (
                    lambda::invoke_arn(value(arn), graph),
                    lambda::Callee::existing(arn),
                ),
            };
            let sources = sources.iter().map(|source| source.as_str());
            let permission = format!("authorizer_{name}");
            let block = self
                .block(&name, "REQUEST")
                .attr("authorizer_uri", uri)
                .attr("authorizer_payload_format_version", text(payload.as_str()))
                .attr("enable_simple_responses", simple.value)
                .attr("identity_sources", texts(sources))
                // If omitted, it would be 300.
                .attr("authorizer_result_ttl_in_seconds", ttl.value)
                .create_before_destroy()
                .depends_on([format!("aws_lambda_permission.{permission}")]);
            graph.push(File::Api, block);
            // Not the ID of the authorizer: when it is given another function, the
            // permission must come first.
            let source = template([
                Part::Value(reference("aws_apigatewayv2_api.main.execution_arn")),
                "/authorizers/*".into(),
            ]);
            let principal = "apigateway.amazonaws.com";
            graph.push(
                File::Api,
                lambda::permission_for(&permission, function, principal, source),
            );
        }
    }

    fn block(&self, name: &str, kind: &str) -> Block {
        let full = shorten(format!("{}-{name}", self.model.name.value));
        Block::resource("aws_apigatewayv2_authorizer", name)
            .attr("api_id", api_id())
            .attr("name", named(self.model, full))
            .attr("authorizer_type", text(kind))
    }
}

/// A JWT authorizer.
struct Jwt<'a> {
    /// Resource name.
    name: String,
    /// Names of the declared authorizers for which it is generated too.
    also: Vec<&'a str>,
    issuer: Expression,
    audience: Vec<Expression>,
    /// Where the token is in the request.
    source: &'a str,
    /// What its audience represents.
    accepted: &'static str,
    /// Who issues its tokens.
    source_of_tokens: &'static str,
}

/// Name of the authorizer of a route that requires a token of the identity. It
/// is `jwt` for routes that accept every client, so that adding a client only
/// changes its audience. A list of clients has its own name even if it contains
/// all of them, so that adding a client never changes the authorizer of such a
/// route.
fn own_name(model: &Model, access: &Access) -> String {
    match access {
        Access::Token {
            clients,
            listed: true,
            ..
        } => clients.iter().fold("jwt".to_owned(), |name, client| {
            let client = address::name(&model.clients[*client].name);
            format!("{name}_-_{client}")
        }),
        _ => "jwt".to_owned(),
    }
}

/// A name of at most 128 characters; a longer name is cut and ends in a hash of
/// the whole name. See <https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html>.
fn shorten(name: String) -> String {
    if name.len() <= 128 {
        return name;
    }
    let hash = short_hash(&name);
    let start: String = name.chars().take(100).collect();
    format!("{start}-{hash}")
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn long_names_are_cut_and_stay_different() {
        assert_eq!(shorten("jwt".into()), "jwt");
        let (a, b) = (shorten("a".repeat(129)), shorten("a".repeat(130)));
        assert!(a.len() <= 128 && a != b);
    }
}
