//! What authorizers do with invalid tokens and with tokens for others. Each
//! authorizer is tested at one route.

use super::Options;
use super::plan::{Check, Skipped, Subject, Token};
use super::request::Request;
use super::token_source::{TokenSource, meant, other, signs_in_by_password};
use crate::arena::Id;
use crate::matrix::Report;
use crate::model::{Access, Client, Decision, Model, Principal, Route, Scope, TokenKind};
use std::collections::BTreeMap;

const NO_TOKEN: &str = "no token";
const GARBAGE: &str = "garbage";
const EXPIRED: &str = "an expired token";
const ALTERED: &str = "a token with an altered expiry, and so an invalid signature";
const AUDIENCE: &str = "a token for another app client";
const KIND: &str = "the other token from the same sign-in";
const SCOPE: &str = "a scope that almost matches";

/// What routes that share an authorizer have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Authorizer {
    Clients(Vec<Id<Client>>),
    Declared(usize),
}

/// The checks of each authorizer, at the best route for them.
pub(super) fn checks(report: &Report<'_>, cells: &[Check], options: &Options) -> Vec<Check> {
    let mut shared: BTreeMap<Authorizer, Vec<Id<Route>>> = BTreeMap::new();
    for route in &report.routes {
        let authorizer = match &report.model.routes[*route].access {
            Access::Token { clients, .. } => Authorizer::Clients(clients.clone()),
            Access::Foreign { authorizer, .. } => Authorizer::Declared(authorizer.index()),
            _ => continue,
        };
        shared.entry(authorizer).or_default().push(*route);
    }
    let mut checks = Vec::new();
    for routes in shared.into_values() {
        let called: Vec<&Check> = cells
            .iter()
            .filter(|check| routes.contains(&check.route) && check.call.is_ok())
            .collect();
        let target = Target::of(report.model, &called);
        checks.extend(
            target
                .map(|target| target.checks(options))
                .into_iter()
                .flatten(),
        );
    }
    checks
}

/// Where an authorizer is tested.
struct Target<'a> {
    model: &'a Model,
    route: Id<Route>,
    request: &'a Request,
    /// A caller who may call the route, and the source of its tokens.
    caller: Option<(Principal, &'a TokenSource)>,
    /// All calls of the authorizer's routes.
    called: &'a [&'a Check],
}

impl<'a> Target<'a> {
    fn of(model: &'a Model, called: &'a [&'a Check]) -> Option<Target<'a>> {
        let lets_in = called
            .iter()
            .find_map(|check| match (check.subject, &check.token) {
                (Subject::Cell(caller), Token::Of(source, kind))
                    if check.expected == Some(Decision::Allow) && *kind == meant(model, caller) =>
                {
                    Some((*check, Some((caller, source))))
                }
                _ => None,
            });
        let (check, caller) = lets_in.or_else(|| Some((*called.first()?, None)))?;
        Some(Target {
            model,
            route: check.route,
            request: check.call.as_ref().ok()?,
            caller,
            called,
        })
    }

    fn checks(&self, options: &Options) -> Vec<Check> {
        let refused = |aspect, token| self.check(aspect, token, Decision::Unauthorized);
        let mut checks = vec![
            refused(NO_TOKEN, Token::None),
            refused(GARBAGE, Token::Garbage),
        ];
        let Access::Token { clients, .. } = &self.model.routes[self.route].access else {
            // There is no way to get a token of that issuer.
            return checks;
        };
        checks.push(match options.has_expired_token {
            true => refused(EXPIRED, Token::Expired),
            false => self.skipped(EXPIRED, "`JWTGEN_EXPIRED_TOKEN` is not set"),
        });
        checks.extend(self.of_sign_in(clients));
        checks.push(match self.almost() {
            Some(check) => check,
            None => self.skipped(
                SCOPE,
                "no caller holds a scope similar to one of the route's",
            ),
        });
        checks
    }

    /// Checks that need a caller who may call the route.
    fn of_sign_in(&self, clients: &[Id<Client>]) -> Vec<Check> {
        let refused = |aspect, token| self.check(aspect, token, Decision::Unauthorized);
        let Some((caller, source)) = self.caller else {
            let nobody = "no caller who can sign in may call a route of this authorizer";
            return [ALTERED, AUDIENCE, KIND]
                .map(|aspect| self.skipped(aspect, nobody))
                .into();
        };
        let kind = meant(self.model, caller);
        let mut checks = vec![refused(ALTERED, Token::Altered(source.clone(), kind))];
        checks.push(match self.foreign(clients, source) {
            Some(TokenSource::Machine(id)) => {
                let source = TokenSource::Machine(id);
                refused(AUDIENCE, Token::Of(source, TokenKind::Access))
            }
            Some(source) => refused(AUDIENCE, Token::Of(source, kind)),
            None => self.skipped(AUDIENCE, "there is no other app client"),
        });
        let cell = self.called.iter().find(|check| {
            check.route == self.route
                && matches!(&check.token, Token::Of(_, sent) if *sent == other(kind))
                && check.subject == Subject::Cell(caller)
        });
        checks.push(
            match cell.and_then(|check| Some((check.expected?, &check.token))) {
                Some((expected, token)) => self.check(KIND, token.clone(), expected),
                None => self.skipped(KIND, "this sign-in gives only one token"),
            },
        );
        checks
    }

    /// A source whose tokens are for an app client that is not accepted.
    fn foreign(&self, accepted: &[Id<Client>], source: &TokenSource) -> Option<TokenSource> {
        let mut others = self.model.clients.entries();
        others.find_map(|(id, client)| match (accepted.contains(&id), source) {
            (true, _) => None,
            // Whether the command respects the app client is not known.
            (false, TokenSource::Commanded { .. }) => None,
            (false, _) if client.machine.is_some() => Some(TokenSource::Machine(id)),
            (false, TokenSource::Person { user, .. }) if signs_in_by_password(client) => {
                Some(TokenSource::Person {
                    user: user.clone(),
                    client: id,
                })
            }
            (false, _) => None,
        })
    }

    /// A call with a scope that differs only in case, or by a prefix or suffix.
    fn almost(&self) -> Option<Check> {
        self.called.iter().find_map(|check| {
            let Subject::Cell(caller) = check.subject else {
                return None;
            };
            let Access::Token { scopes, .. } = &self.model.routes[check.route].access else {
                return None;
            };
            let held = crate::access::held_scopes(self.model, caller)?;
            let name = |scope: &Id<Scope>| self.model.scopes[*scope].name.as_str();
            let near = held.iter().any(|held| {
                scopes
                    .iter()
                    .any(|wanted| similar(name(held), name(wanted)))
            });
            let refused = check.expected == Some(Decision::Forbidden)
                && matches!(&check.token, Token::Of(_, kind) if *kind == meant(self.model, caller));
            (near && refused).then(|| Check {
                subject: Subject::Token(SCOPE),
                route: check.route,
                token: check.token.clone(),
                expected: check.expected,
                call: check.call.clone(),
            })
        })
    }

    fn check(&self, aspect: &'static str, token: Token, expected: Decision) -> Check {
        Check {
            subject: Subject::Token(aspect),
            route: self.route,
            token,
            expected: Some(expected),
            call: Ok(self.request.clone()),
        }
    }

    fn skipped(&self, aspect: &'static str, why: &str) -> Check {
        Check {
            subject: Subject::Token(aspect),
            route: self.route,
            token: Token::None,
            expected: None,
            call: Err(Skipped::NotChecked(why.to_owned())),
        }
    }
}

/// Whether a careless comparison could confuse the two.
fn similar(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    one.starts_with(&other) || other.starts_with(&one)
}
