//! User pools: who can sign in, and what is in their tokens.

use super::facts::is_nothing;
use super::handler::{Handler, SELF_SERVICE};
use super::infrastructure::Edge;
use super::{Infrastructure, Piece, Reach, Term};
use std::collections::{BTreeMap, BTreeSet};

/// Which token of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The access token.
    Access,
    /// The ID token.
    Id,
}

/// The parts of a token that a gateway checks.
#[derive(Debug, Clone)]
pub struct Token {
    /// Spellings of its issuer.
    pub issuers: Vec<Term>,
    /// Its audience, or its app client where it has none.
    pub audience: Vec<Term>,
    /// Its scopes; `None` if they are unknown.
    pub scopes: Option<BTreeSet<Term>>,
}

/// What happens when a person signs in.
#[derive(Debug)]
enum Trigger {
    None,
    Handler(Handler),
    /// Nobody gets a token.
    Broken(String),
    Unknown(String),
}

/// Flows by which people sign in without the hosted page.
const PERSONAL_FLOWS: [&str; 2] = ["code", "implicit"];

/// A user pool.
pub struct Pool<'i> {
    infrastructure: &'i Infrastructure<'i>,
    address: String,
    trigger: Trigger,
    issuers: Vec<Term>,
    /// The app clients that people sign in through.
    clients: Vec<Client>,
}

/// An app client that people sign in through.
struct Client {
    id: Term,
    /// Scopes of its access tokens before any trigger.
    requested: Option<BTreeSet<Term>>,
}

impl Infrastructure<'_> {
    /// Addresses of the user pools.
    pub fn pools(&self) -> impl Iterator<Item = &str> {
        self.evidence.of_kind("aws_cognito_user_pool")
    }

    /// A user pool.
    pub fn pool(&self, address: &str) -> Pool<'_> {
        let clients = self.of_pool("aws_cognito_user_pool_client", address);
        let clients = clients.filter(|client| self.signs_people_in(client));
        Pool {
            infrastructure: self,
            address: address.to_owned(),
            trigger: self.trigger(address),
            issuers: self.issuers(address),
            clients: clients
                .map(|client| Client {
                    id: self.evidence.export(client, "id"),
                    requested: self.requested(client),
                })
                .collect(),
        }
    }

    fn of_pool<'a>(&'a self, kind: &'a str, pool: &'a str) -> impl Iterator<Item = &'a str> {
        self.evidence.of_kind(kind).filter(move |address| {
            let id = self.evidence.value(address, "user_pool_id");
            self.edge(&id, "aws_cognito_user_pool") == Edge::To(pool.to_owned())
        })
    }

    fn is_machine(&self, client: &str) -> bool {
        let flows = self.evidence.value(client, "allowed_oauth_flows");
        let flows = flows.items().unwrap_or_default();
        flows
            .iter()
            .any(|flow| flow.as_text() == Some("client_credentials"))
    }

    fn signs_people_in(&self, client: &str) -> bool {
        let hosted = self.evidence.value(client, "allowed_oauth_flows");
        let hosted = hosted.items().unwrap_or_default().iter();
        let mut hosted = hosted.filter_map(Term::as_text);
        let direct = self.evidence.value(client, "explicit_auth_flows");
        hosted.any(|flow| PERSONAL_FLOWS.contains(&flow))
            || match direct.items() {
                // Without the argument, Cognito allows some.
                Some([]) => !self.is_machine(client),
                Some(flows) => flows
                    .iter()
                    .any(|flow| flow.as_text() != Some("ALLOW_REFRESH_TOKEN_AUTH")),
                None => true,
            }
    }

    /// The scopes that an app client may request, spelled as its token has them.
    fn allowed(&self, client: &str) -> Option<BTreeSet<Term>> {
        let allowed = self.evidence.value(client, "allowed_oauth_scopes");
        let scopes = allowed.items()?.iter();
        scopes
            .map(|scope| (!scope.is_unclear()).then(|| scope.clone()))
            .collect()
    }

    /// Scopes that a person's access token may hold without any trigger: a
    /// caller may request any on the sign-in page that the client allows.
    fn requested(&self, client: &str) -> Option<BTreeSet<Term>> {
        let mut scopes = self.allowed(client)?;
        scopes.insert(Term::text(SELF_SERVICE));
        Some(scopes)
    }

    /// How a token of a pool may spell its issuer.
    fn issuers(&self, pool: &str) -> Vec<Term> {
        let prefixed = |text: &str, attribute: &str| {
            let rest = self.evidence.export(pool, attribute).into_pieces()?;
            let first = [Piece::Literal(text.to_owned())];
            Some(Term::joined(first.into_iter().chain(rest)))
        };
        let mut issuers: Vec<Term> = prefixed("https://", "endpoint").into_iter().collect();
        // A plan that makes the pool knows neither; its Region may be known.
        let regions = self.evidence.of_kind("data.aws_region");
        for region in regions.flat_map(|data| ["id", "name", "region"].map(|name| (data, name))) {
            let region = self.evidence.export(region.0, region.1);
            let id = self.evidence.export(pool, "id");
            if let (Some(region), Some(id)) = (region.into_pieces(), id.into_pieces()) {
                let start = [Piece::Literal("https://cognito-idp.".to_owned())];
                let middle = [Piece::Literal(".amazonaws.com/".to_owned())];
                let pieces = start.into_iter().chain(region).chain(middle).chain(id);
                issuers.push(Term::joined(pieces));
            }
        }
        issuers
    }

    fn version(&self, pool: &str) -> Term {
        let block = "lambda_config.0.pre_token_generation_config.0";
        self.evidence
            .value(pool, &format!("{block}.lambda_version"))
    }

    fn trigger(&self, pool: &str) -> Trigger {
        let value = |path: &str| {
            self.evidence
                .value(pool, &format!("lambda_config.0.{path}"))
        };
        let new = value("pre_token_generation_config.0.lambda_arn");
        let function = match new {
            new if is_nothing(&new) => value("pre_token_generation"),
            new => new,
        };
        if is_nothing(&function) {
            return Trigger::None;
        }
        let Some(address) = self.function(&function) else {
            return Trigger::Unknown(format!("the token handler `{function}` was not found"));
        };
        let reach = self.may_invoke("cognito-idp.amazonaws.com", &function, (pool, "arn"), &[]);
        match reach {
            Reach::Yes => {}
            Reach::No(why) => return Trigger::Broken(format!("nobody can sign in: {why}")),
            Reach::Unknown(why) => return Trigger::Unknown(why),
        }
        let source = self.only_source(&address);
        match source.and_then(|source| Handler::recognise(&source)) {
            Ok(handler) => match (handler.kind, self.version(pool)) {
                (Kind::Id, version)
                    if is_nothing(&version) || version.as_text() == Some("V1_0") =>
                {
                    Trigger::Handler(handler)
                }
                (Kind::Access, version) if version.as_text() == Some("V2_0") => {
                    Trigger::Handler(handler)
                }
                (_, version) => Trigger::Unknown(format!(
                    "`{address}` does not handle trigger events of version {version}"
                )),
            },
            Err(why) => Trigger::Unknown(format!("what `{address}` does is not known: {why}")),
        }
    }
}

impl Pool<'_> {
    /// Names of the groups.
    pub fn groups(&self) -> BTreeSet<String> {
        self.named("aws_cognito_user_group", "name")
    }

    /// Names of the users.
    pub fn users(&self) -> BTreeSet<String> {
        self.named("aws_cognito_user", "username")
    }

    fn named(&self, kind: &str, argument: &str) -> BTreeSet<String> {
        let all = self.infrastructure.of_pool(kind, &self.address);
        let names = all.map(|address| self.infrastructure.evidence.value(address, argument));
        names
            .filter_map(|name| name.as_text().map(str::to_owned))
            .collect()
    }

    /// The groups of each user; `None` if they are unknown.
    pub fn memberships(&self) -> Option<BTreeMap<String, Vec<String>>> {
        let existing = self.groups();
        let is_made = !self.address.split('.').any(|part| part == "data");
        let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for member in self
            .infrastructure
            .of_pool("aws_cognito_user_in_group", &self.address)
        {
            let text = |name: &str| self.infrastructure.evidence.value(member, name);
            let (name, group) = (text("username"), text("group_name"));
            let group = group.as_text()?;
            // A group that nobody makes may be elsewhere, or nowhere.
            if is_made && !existing.contains(group) {
                return None;
            }
            let of = groups.entry(name.as_text()?.to_owned()).or_default();
            of.push(group.to_owned());
        }
        Some(groups)
    }

    /// Addresses of the machine clients.
    pub fn machines(&self) -> BTreeSet<String> {
        let clients = self
            .infrastructure
            .of_pool("aws_cognito_user_pool_client", &self.address);
        let machines = clients.filter(|client| self.infrastructure.is_machine(client));
        machines.map(str::to_owned).collect()
    }

    /// Tokens that a person in these groups gets, one for each app client, or
    /// why there are none.
    pub fn person(&self, groups: &[String], kind: Kind) -> Result<Vec<Token>, String> {
        if let Trigger::Broken(why) = &self.trigger {
            return Err(why.clone());
        }
        let tokens = self.clients.iter().map(|client| {
            let asked = match kind {
                Kind::Access => client.requested.clone(),
                Kind::Id => Some(BTreeSet::new()),
            };
            let scopes = match &self.trigger {
                Trigger::Handler(handler) => asked.map(|mut asked| {
                    handler.apply(groups, &client.id, kind, &mut asked);
                    asked
                }),
                Trigger::None => asked,
                Trigger::Unknown(_) | Trigger::Broken(_) => None,
            };
            Token {
                issuers: self.issuers.clone(),
                audience: vec![client.id.clone()],
                scopes,
            }
        });
        Ok(tokens.collect())
    }

    /// The token of a machine client.
    pub fn machine(&self, client: &str) -> Token {
        let version = self.infrastructure.version(&self.address);
        // Other versions are not invoked for machine clients
        // (https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html).
        let own = matches!(version.as_text(), Some("V1_0" | "V2_0")) || is_nothing(&version);
        Token {
            issuers: self.issuers.clone(),
            audience: vec![self.infrastructure.evidence.export(client, "id")],
            scopes: self.infrastructure.allowed(client).filter(|_| own),
        }
    }

    /// Why the effect of a sign-in is unknown.
    pub fn doubt(&self) -> Option<&str> {
        match &self.trigger {
            Trigger::Unknown(why) => Some(why),
            Trigger::None | Trigger::Handler(_) | Trigger::Broken(_) => None,
        }
    }
}
