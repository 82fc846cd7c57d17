//! Everything that is to be asked of the API, before anything is.

use super::account::{self, Account, meant, other};
use super::request::{self, Request};
use super::{Options, conformance};
use crate::access::Cell;
use crate::arena::Id;
use crate::matrix::Report;
use crate::model::{Access, Decision, Principal, Route, TokenKind};

/// One question to the API, or the reason why it is not asked.
#[derive(Debug)]
pub struct Check {
    /// What it is about.
    pub subject: Subject,
    /// What is called.
    pub route: Id<Route>,
    /// What is sent along.
    pub token: Token,
    /// What the gateway has to decide; nothing where nobody knows before.
    pub expected: Option<Decision>,
    /// The call.
    pub call: Result<Request, Unmade>,
}

/// What a check is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A cell of the matrix.
    Cell(Principal),
    /// How a route's authorizer treats tokens.
    Token(&'static str),
}

/// What is sent along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// Nothing.
    None,
    /// A token of a sign-in.
    Of(Account, TokenKind),
    /// Such a token whose expiry is another, so that its signature is wrong.
    Altered(Account, TokenKind),
    /// Something that is no token.
    Garbage,
    /// A token that was good once, as the environment gives it.
    Expired,
}

/// Why a question is not asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unmade {
    /// It cannot or may not be, as the documentation says; this is no failure.
    NotChecked(String),
    /// The token that it takes could not be had.
    NoToken(String),
}

impl Token {
    /// A word for reports and programs.
    pub fn word(&self) -> &'static str {
        match self {
            Token::None => "none",
            Token::Of(_, TokenKind::Id) => "id",
            Token::Of(_, TokenKind::Access) => "access",
            Token::Altered(..) => "altered",
            Token::Garbage => "garbage",
            Token::Expired => "expired",
        }
    }
}

/// All checks of a part of the matrix, and of the tokens at its routes.
pub fn plan(report: &Report<'_>, options: &Options) -> Vec<Check> {
    let mut checks = Vec::new();
    for route in &report.routes {
        let call = request::reaching(report.model, *route, options.include_unsafe);
        let call = call.map_err(Unmade::NotChecked);
        for cell in report.cells(*route) {
            checks.extend(of_cell(report, cell, &call, options));
        }
    }
    let tokens = conformance::checks(report, &checks, options);
    checks.extend(tokens);
    checks
}

/// The meant token, and the other one of the same sign-in where it is known
/// what that does.
fn of_cell(
    report: &Report<'_>,
    cell: &Cell,
    call: &Result<Request, Unmade>,
    options: &Options,
) -> Vec<Check> {
    let (model, caller) = (report.model, cell.principal);
    let access = &model.routes[cell.route].access;
    let check = |token, expected, call| Check {
        subject: Subject::Cell(caller),
        route: cell.route,
        token,
        expected: Some(expected).filter(|decision| *decision != Decision::Depends),
        call,
    };
    let unmade = match (access, caller) {
        _ if cell.decision == Decision::Depends => Some(cell.reason(model)),
        (Access::Iam, Principal::Anonymous) => None,
        (Access::Iam, _) => Some("callers sign with AWS credentials, which are not used".into()),
        _ => None,
    };
    if let Some(why) = unmade {
        let why = Err(Unmade::NotChecked(why));
        return vec![check(Token::None, cell.decision, why)];
    }
    if caller == Principal::Anonymous {
        return vec![check(Token::None, cell.decision, call.clone())];
    }
    let account = match account::of(model, caller, access, options) {
        Ok(account) => account,
        // That a route is not called at all says more.
        Err(unmade) => {
            let why = call.clone().and(Err(unmade));
            return vec![check(Token::None, cell.decision, why)];
        }
    };
    let kind = meant(model, caller);
    let meant = check(
        Token::Of(account.clone(), kind),
        cell.decision,
        call.clone(),
    );
    let second = cell.with_other_token(model).map(|decision| {
        let token = Token::Of(account, other(kind));
        check(token, decision, call.clone())
    });
    [Some(meant), second].into_iter().flatten().collect()
}
