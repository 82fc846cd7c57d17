//! Compares decision by decision.

use super::accept::Accepted;
use super::{Audit, Both, Change, Verdict};
use crate::access::held_scopes;
use crate::arena::Id;
use crate::backend;
use crate::evidence::{Answer, ApiRoute, Kind, Pool, Token};
use crate::model::{Client, Decision, Model, Principal, TokenKind};
use std::collections::{BTreeMap, BTreeSet};

/// The tokens of a caller, or why there are none.
type Tokens = Result<Vec<Token>, String>;

/// Compares every decision.
pub(super) fn compare(both: &Both<'_>, accepted: &mut Accepted<'_>, audit: &mut Audit) {
    let model = &both.checked.model;
    let apis = both.found.apis();
    let ours = both.ours.apis();
    let api = ours.first().map(|api| both.there(&api.address));
    let Some(api) = apis
        .iter()
        .find(|found| Some(&found.address) == api.as_ref())
    else {
        return;
    };
    audit.doubts.extend(
        api.doubts
            .iter()
            .map(|doubt| format!("`{}`: {doubt}", api.address)),
    );
    let open = api.open.iter();
    let open = open.filter(|route| !accepted.covers_route(route));
    audit
        .doubts
        .extend(open.map(|route| format!("`{}`: `{route}` may be one of its routes", api.address)));
    let routes: BTreeMap<&str, &ApiRoute> = api
        .routes
        .iter()
        .filter_map(|found| Some((found.key.as_deref()?, found)))
        .collect();
    let meant = model.identity.as_ref().map(|identity| identity.token.value);
    let (meant, other) = match meant {
        Some(TokenKind::Id) => (Kind::Id, Kind::Access),
        Some(TokenKind::Access) | None => (Kind::Access, Kind::Id),
    };
    let mut callers = Callers::new(both);
    let doubt = callers.pool.as_ref().and_then(|pool| pool.tokens.doubt());
    audit.doubts.extend(doubt.map(str::to_owned));
    let tokens: Vec<[Tokens; 2]> = both
        .checked
        .matrix
        .principals
        .iter()
        .map(|principal| [meant, other].map(|kind| callers.tokens(*principal, kind == meant, kind)))
        .collect();
    let assumed = callers.assumed.into_iter().map(str::to_owned);
    audit.assumed.extend(assumed);
    for (id, route) in model.routes.entries() {
        let Some(found) = routes.get(route.text.as_str()) else {
            continue;
        };
        let mut changes: BTreeMap<(Option<&'static str>, Decision, Answer), Vec<String>> =
            BTreeMap::new();
        for (cell, tokens) in both.checked.matrix.row(id).iter().zip(&tokens) {
            // Terraform does not say which tokens other issuers and IAM accept.
            if matches!(cell.principal, Principal::Authorizer(_) | Principal::Iam) {
                continue;
            }
            let mut look = |sent, expected: Decision, found: Answer| {
                audit.looked_at.1 += 1;
                if found != answer(expected) {
                    let who = model.principal_name(cell.principal);
                    changes
                        .entry((sent, expected, found))
                        .or_default()
                        .push(who);
                }
            };
            let [with_meant, with_other] = tokens;
            if cell.principal == Principal::Anonymous {
                look(None, cell.decision, found.anonymous());
                continue;
            }
            look(None, cell.decision, found.with(with_meant));
            if let Some(expected) = cell.with_other_token(model) {
                let name = match other {
                    Kind::Access => "the access token",
                    Kind::Id => "the ID token",
                };
                look(Some(name), expected, found.with(with_other));
            }
        }
        audit.changes.extend(
            changes
                .into_iter()
                .map(|((sent, expected, answered), callers)| Change {
                    verdict: match answered {
                        Answer::Unknown => Verdict::Unknown,
                        _ => Verdict::Different,
                    },
                    route: route.text.value.clone(),
                    address: found.address.clone(),
                    callers,
                    sent,
                    expected: expected.to_string(),
                    found: answered.to_string(),
                    place: route.text.span,
                }),
        );
    }
}

fn answer(decision: Decision) -> Answer {
    match decision {
        Decision::Allow => Answer::Allow,
        Decision::Unauthorized => Answer::Unauthorized,
        Decision::Forbidden => Answer::Forbidden,
        Decision::Depends => Answer::Depends,
    }
}

/// Callers and their tokens.
struct Callers<'a> {
    both: &'a Both<'a>,
    pool: Option<People<'a>>,
    assumed: BTreeSet<&'static str>,
}

/// The blueprint's user pool, as it was found.
struct People<'a> {
    tokens: Pool<'a>,
    groups: BTreeSet<String>,
    memberships: Option<BTreeMap<String, Vec<String>>>,
    machines: BTreeSet<String>,
    /// Users that the output creates; Terraform says their groups.
    made: BTreeSet<String>,
}

impl<'a> Callers<'a> {
    fn new(both: &'a Both<'a>) -> Callers<'a> {
        let pool = both.ours.pools().next().map(|pool| {
            let tokens = both.found.pool(&both.there(pool));
            People {
                groups: tokens.groups(),
                memberships: tokens.memberships(),
                machines: tokens.machines(),
                made: both.ours.pool(pool).users(),
                tokens,
            }
        });
        Callers {
            both,
            pool,
            assumed: BTreeSet::new(),
        }
    }

    fn tokens(&mut self, principal: Principal, meant: bool, kind: Kind) -> Tokens {
        let Some(pool) = &self.pool else {
            return Ok(self.assume(principal, meant));
        };
        let model = &self.both.checked.model;
        match principal {
            // Not compared.
            Principal::Anonymous | Principal::Authorizer(_) | Principal::Iam => Ok(Vec::new()),
            Principal::SignedIn => pool.tokens.person(&[], kind),
            Principal::Group(group) => {
                // A group that does not exist has no members.
                let group = pool.groups.get(&model.groups[group].name.value);
                pool.tokens
                    .person(group.map_or(&[], std::slice::from_ref), kind)
            }
            Principal::User(user) => {
                let user = &model.users[user];
                if !pool.made.contains(&user.name.value) {
                    self.assumed
                        .insert("users are in the groups that the blueprint lists");
                    let names = user.groups.iter();
                    let names = names.map(|group| model.groups[*group].name.value.clone());
                    return pool.tokens.person(&names.collect::<Vec<_>>(), kind);
                }
                match &pool.memberships {
                    Some(memberships) => {
                        let groups = memberships.get(&user.name.value);
                        pool.tokens.person(groups.map_or(&[], Vec::as_slice), kind)
                    }
                    None => pool.tokens.person(&[], kind).map(|tokens| {
                        let unclear = tokens.into_iter().map(|token| Token {
                            scopes: None,
                            ..token
                        });
                        unclear.collect()
                    }),
                }
            }
            Principal::Client(client) => {
                let name = &model.clients[client].name;
                let address = backend::client_address(model, name);
                let address = address.map(|address| self.both.there(&address));
                let machine = address.filter(|address| pool.machines.contains(address));
                let token = machine.map(|address| pool.tokens.machine(&address));
                Ok(token.into_iter().collect())
            }
        }
    }

    /// Tokens of an issuer that Terraform does not create.
    fn assume(&mut self, principal: Principal, meant: bool) -> Vec<Token> {
        let model = &self.both.checked.model;
        let Some(contract) = backend::contract(model) else {
            return Vec::new();
        };
        self.assumed
            .insert("the issuer is not managed by Terraform and grants what the blueprint says");
        let evaluate = |expression: &crate::terraform::Expression| {
            let term = self.both.expected.evaluate(expression);
            self.both.evidence.settle(&term, &self.both.prefix)
        };
        let held = match meant {
            true => held_scopes(model, principal).unwrap_or_default(),
            false => BTreeSet::new(),
        };
        let token = |clients: &[Id<Client>]| Token {
            issuers: vec![evaluate(&contract.issuer)],
            audience: contract.audience(clients).iter().map(evaluate).collect(),
            scopes: Some(
                held.iter()
                    .flat_map(|scope| contract.spell(&model.scopes[*scope].name, clients))
                    .map(|scope| evaluate(&scope))
                    .collect(),
            ),
        };
        match (&contract.audience, principal) {
            (backend::Audience::Api(_), _) => vec![token(&[])],
            (_, Principal::Client(client)) => vec![token(&[client])],
            _ => people(model).map(|client| token(&[client])).collect(),
        }
    }
}

/// The app clients that people sign in through.
fn people(model: &Model) -> impl Iterator<Item = Id<Client>> {
    let clients = model.clients.entries();
    clients
        .filter(|(_, client)| client.machine.is_none())
        .map(|(id, _)| id)
}
