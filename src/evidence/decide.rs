//! The gateway's decision, by its documented rules:
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html>.

use super::{ApiRoute, Authorization, JwtAuthorization, Reach, Term, Token};
use std::fmt;

/// What happens to a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// It reaches its target.
    Allow,
    /// It is allowed and reaches nothing.
    Fails,
    /// Unknown.
    Unknown,
    /// A function decides.
    Depends,
    /// 403.
    Forbidden,
    /// 401.
    Unauthorized,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Answer::Allow => "allow",
            Answer::Fails => "fails",
            Answer::Unknown => "unknown",
            Answer::Depends => "depends",
            Answer::Forbidden => "403",
            Answer::Unauthorized => "401",
        })
    }
}

impl ApiRoute {
    /// What happens to a call without a token.
    pub fn anonymous(&self) -> Answer {
        self.passed(match &self.authorization {
            Authorization::Open => Answer::Allow,
            Authorization::Iam => Answer::Forbidden,
            Authorization::Token(_) | Authorization::Function { asks: true } => {
                Answer::Unauthorized
            }
            Authorization::Function { asks: false } => Answer::Depends,
            Authorization::Unknown(_) => Answer::Unknown,
        })
    }

    /// The best result that a caller with these tokens can get; an error says
    /// that there are no tokens.
    pub fn with(&self, tokens: &Result<Vec<Token>, String>) -> Answer {
        let answer = match (&self.authorization, tokens) {
            (Authorization::Token(_), Err(_)) => Answer::Fails,
            (Authorization::Token(jwt), Ok(tokens)) => tokens
                .iter()
                .map(|token| jwt.answer(token))
                .min()
                .unwrap_or(Answer::Unauthorized),
            (Authorization::Function { .. }, _) => Answer::Depends,
            _ => return self.anonymous(),
        };
        self.passed(answer)
    }

    fn passed(&self, answer: Answer) -> Answer {
        match (answer, &self.reach) {
            (Answer::Allow, Reach::No(_)) => Answer::Fails,
            (Answer::Allow, Reach::Unknown(_)) => Answer::Unknown,
            (answer, _) => answer,
        }
    }
}

impl JwtAuthorization {
    fn answer(&self, token: &Token) -> Answer {
        let issuer = any(token.issuers.iter().map(|issuer| self.issuer.same(issuer)));
        let audience = member(&self.audience, token.audience.iter());
        match (issuer, audience) {
            (Some(false), _) | (_, Some(false)) => return Answer::Unauthorized,
            (Some(true), Some(true)) => {}
            _ => return Answer::Unknown,
        }
        if self.scopes.items().is_some_and(<[Term]>::is_empty) {
            return Answer::Allow;
        }
        let held = token.scopes.as_ref();
        match held.and_then(|held| member(&self.scopes, held.iter())) {
            Some(true) => Answer::Allow,
            Some(false) => Answer::Forbidden,
            None => Answer::Unknown,
        }
    }
}

/// Whether a list holds one of these.
fn member<'a>(list: &Term, wanted: impl Iterator<Item = &'a Term>) -> Option<bool> {
    let list = list.items()?;
    any(wanted.flat_map(|wanted| list.iter().map(|item| item.same(wanted))))
}

/// Whether one of these holds.
fn any(all: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(false);
    for one in all {
        match one {
            Some(true) => return Some(true),
            Some(false) => {}
            None => result = None,
        }
    }
    result
}
