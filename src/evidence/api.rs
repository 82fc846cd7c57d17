//! HTTP APIs: their routes, who may call them, and whether they reach anything.

use super::facts::is_nothing;
use super::infrastructure::Edge;
use super::{Infrastructure, Piece, Term};

/// An HTTP API.
#[derive(Debug)]
pub struct Api {
    /// Its address.
    pub address: String,
    /// Its routes.
    pub routes: Vec<ApiRoute>,
    /// Why there may be other routes.
    pub doubts: Vec<String>,
    /// Addresses of routes that may be others of it.
    pub open: Vec<String>,
}

/// A route.
#[derive(Debug)]
pub struct ApiRoute {
    /// Its address.
    pub address: String,
    /// Its route key; `None` if that is not known.
    pub key: Option<String>,
    /// Who may call it.
    pub authorization: Authorization,
    /// Whether it reaches a target.
    pub reach: Reach,
}

/// Who may call a route.
#[derive(Debug)]
pub enum Authorization {
    /// Anyone.
    Open,
    /// Callers who sign with AWS credentials.
    Iam,
    /// Callers with a token.
    Token(JwtAuthorization),
    /// Callers that a function allows; none without its identity sources.
    Function {
        /// Whether it has identity sources.
        asks: bool,
    },
    /// Unknown, for this reason.
    Unknown(String),
}

/// A JWT authorizer, and the scopes of a route.
#[derive(Debug)]
pub struct JwtAuthorization {
    /// The issuer whose tokens it accepts.
    pub issuer: Term,
    /// The audiences that it accepts.
    pub audience: Term,
    /// Scopes of which one is enough; if there are none, no scope is required.
    pub scopes: Term,
}

/// Whether a route reaches a target.
#[derive(Debug, Clone)]
pub enum Reach {
    /// It does.
    Yes,
    /// It does not, for this reason; the gateway answers with an error.
    No(String),
    /// Unknown, for this reason.
    Unknown(String),
}

impl Infrastructure<'_> {
    /// Every HTTP API, by address.
    pub fn apis(&self) -> Vec<Api> {
        let apis = self.evidence.of_kind("aws_apigatewayv2_api");
        apis.filter(|api| self.evidence.value(api, "protocol_type").as_text() != Some("WEBSOCKET"))
            .map(|api| self.api(api))
            .collect()
    }

    fn api(&self, api: &str) -> Api {
        let evidence = self.evidence;
        let (mut open, mut doubts) = (Vec::new(), Vec::new());
        let stages: Vec<&str> = evidence
            .of_kind("aws_apigatewayv2_stage")
            .filter(|stage| self.belongs(stage, api))
            .collect();
        let mut routes = Vec::new();
        for route in evidence.of_kind("aws_apigatewayv2_route") {
            match self.edge(&evidence.value(route, "api_id"), "aws_apigatewayv2_api") {
                Edge::To(address) if address == api => routes.push(self.route(route, api, &stages)),
                Edge::To(_) | Edge::Elsewhere => {}
                Edge::Unknown => open.push(route.to_owned()),
            }
        }
        if !is_nothing(&evidence.value(api, "body")) {
            doubts.push("its argument `body` may define more routes".to_owned());
        }
        if !is_nothing(&evidence.value(api, "target")) {
            let key = match evidence.value(api, "route_key") {
                key if is_nothing(&key) => Some("$default".to_owned()),
                key => key.as_text().map(str::to_owned),
            };
            routes.push(ApiRoute {
                address: api.to_owned(),
                key,
                authorization: Authorization::Open,
                reach: Reach::Yes,
            });
        }
        Api {
            address: api.to_owned(),
            routes,
            open,
            doubts,
        }
    }

    /// Whether a resource is one of an API.
    fn belongs(&self, address: &str, api: &str) -> bool {
        let id = self.evidence.value(address, "api_id");
        self.edge(&id, "aws_apigatewayv2_api") == Edge::To(api.to_owned())
    }

    fn route(&self, route: &str, api: &str, stages: &[&str]) -> ApiRoute {
        let key = self.evidence.value(route, "route_key");
        let key = key.as_text().map(str::to_owned);
        ApiRoute {
            authorization: self.authorization(route),
            reach: self.reach(route, key.as_deref(), api, stages),
            address: route.to_owned(),
            key,
        }
    }

    fn authorization(&self, route: &str) -> Authorization {
        let kind = self.evidence.value(route, "authorization_type");
        match (&kind, kind.as_text()) {
            (Term::Null, _) | (_, Some("NONE" | "")) => Authorization::Open,
            (_, Some("AWS_IAM")) => Authorization::Iam,
            (_, Some("JWT" | "CUSTOM")) => {
                let authorizer = self.evidence.value(route, "authorizer_id");
                match self.edge(&authorizer, "aws_apigatewayv2_authorizer") {
                    Edge::To(authorizer) => self.authorizer(route, &authorizer),
                    _ => Authorization::Unknown(format!(
                        "its authorizer `{authorizer}` was not found"
                    )),
                }
            }
            _ => Authorization::Unknown(format!("its authorization type is {kind}")),
        }
    }

    fn authorizer(&self, route: &str, authorizer: &str) -> Authorization {
        let value = |path: &str| self.evidence.value(authorizer, path);
        let kind = value("authorizer_type");
        let sources = value("identity_sources");
        match kind.as_text() {
            Some("JWT") => Authorization::Token(JwtAuthorization {
                issuer: value("jwt_configuration.0.issuer"),
                audience: value("jwt_configuration.0.audience"),
                scopes: self.evidence.value(route, "authorization_scopes"),
            }),
            Some("REQUEST") => match sources.items() {
                Some(sources) => Authorization::Function {
                    asks: sources.iter().any(|source| {
                        source
                            .as_text()
                            .is_some_and(|text| text.starts_with("$request."))
                    }),
                },
                None => Authorization::Unknown(
                    "the identity sources of its authorizer are not known".to_owned(),
                ),
            },
            _ => Authorization::Unknown(format!("the type of its authorizer is {kind}")),
        }
    }

    fn reach(&self, route: &str, key: Option<&str>, api: &str, stages: &[&str]) -> Reach {
        let evidence = self.evidence;
        let Some(key) = key else {
            return Reach::Unknown("its route key is not known".to_owned());
        };
        if stages.is_empty() {
            return self.missing("the API has no stage".to_owned());
        }
        let integration = match evidence.value(route, "target") {
            Term::Text(mut pieces) => {
                if let Some(Piece::Literal(first)) = pieces.first_mut() {
                    *first = first.trim_start_matches("integrations/").to_owned();
                }
                Term::joined(pieces)
            }
            Term::Null => return Reach::No("it has no integration".to_owned()),
            other => other,
        };
        let Edge::To(integration) = self.edge(&integration, "aws_apigatewayv2_integration") else {
            return Reach::Unknown("its integration was not found".to_owned());
        };
        let value = |path: &str| evidence.value(&integration, path);
        if !is_nothing(&value("credentials_arn")) {
            return Reach::Unknown("its integration uses a role".to_owned());
        }
        match value("integration_type").as_text() {
            Some("HTTP_PROXY") => Reach::Yes,
            Some("AWS_PROXY") if is_nothing(&value("integration_subtype")) => {
                let path = match key.split_once(' ') {
                    Some((method, path)) => format!("{method}{path}"),
                    None => key.to_owned(),
                };
                let calls: Option<Vec<String>> = stages
                    .iter()
                    .map(|stage| {
                        let stage = evidence.value(stage, "name");
                        Some(format!("/{}/{path}", stage.as_text()?))
                    })
                    .collect();
                let Some(calls) = calls else {
                    return Reach::Unknown("the name of a stage is not known".to_owned());
                };
                let function = invoked(value("integration_uri"));
                self.may_invoke(
                    "apigateway.amazonaws.com",
                    &function,
                    (api, "execution_arn"),
                    &calls,
                )
            }
            _ => Reach::Unknown("the type of its integration is not supported".to_owned()),
        }
    }
}

/// The function that an integration invokes: what an invocation address holds
/// between `/functions/` and `/invocations`.
fn invoked(uri: Term) -> Term {
    const START: &str = "/functions/";
    let Term::Text(pieces) = &uri else {
        return uri;
    };
    let start = pieces
        .iter()
        .position(|piece| matches!(piece, Piece::Literal(text) if text.contains(START)));
    let Some(start) = start else {
        return uri;
    };
    let mut inside = pieces[start..].to_vec();
    if let Some(Piece::Literal(text)) = inside.first_mut() {
        *text = text
            .split_once(START)
            .map_or("", |(_, after)| after)
            .to_owned();
    }
    if let Some(Piece::Literal(text)) = inside.last_mut() {
        *text = text.trim_end_matches("/invocations").to_owned();
    }
    Term::joined(inside)
}
