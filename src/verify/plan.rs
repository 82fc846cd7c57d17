//! All checks of the API, planned before any call is made.

use super::request::{self, Request};
use super::token_source::{self, TokenSource, meant, other};
use super::{Options, conformance};
use crate::access::Cell;
use crate::arena::Id;
use crate::matrix::Report;
use crate::model::{Access, Decision, Principal, Route, TokenKind};

/// One check of the API, or the reason why it is not made.
#[derive(Debug)]
pub struct Check {
    /// What it is about.
    pub subject: Subject,
    /// What is called.
    pub route: Id<Route>,
    /// What is sent along.
    pub token: Token,
    /// The expected decision; none where it is not known in advance.
    pub expected: Option<Decision>,
    /// The call.
    pub call: Result<Request, Skipped>,
}

/// What a check is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A cell of the matrix.
    Cell(Principal),
    /// How a route's authorizer handles tokens.
    Token(&'static str),
}

/// What is sent along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// Nothing.
    None,
    /// A token of a sign-in.
    Of(TokenSource, TokenKind),
    /// Such a token with an altered expiry, so that its signature is wrong.
    Altered(TokenSource, TokenKind),
    /// Something that is not a token.
    Garbage,
    /// A token that has expired, from the environment.
    Expired,
}

/// Why a check is not made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Skipped {
    /// It cannot or must not be made; this is not a failure.
    NotChecked(String),
    /// The token for it could not be obtained.
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

/// All checks of a part of the matrix, and of how its authorizers handle
/// tokens.
pub fn plan(report: &Report<'_>, options: &Options) -> Vec<Check> {
    let mut checks = Vec::new();
    for route in &report.routes {
        let call = request::reaching(report.model, *route, options.include_unsafe);
        let call = call.map_err(Skipped::NotChecked);
        for cell in report.cells(*route) {
            checks.extend(of_cell(report, cell, &call, options));
        }
    }
    let tokens = conformance::checks(report, &checks, options);
    checks.extend(tokens);
    checks
}

/// Checks with the expected token, and with the other one of the same sign-in
/// where its effect is known.
fn of_cell(
    report: &Report<'_>,
    cell: &Cell,
    call: &Result<Request, Skipped>,
    options: &Options,
) -> Vec<Check> {
    let (model, caller) = (report.model, cell.principal);
    if !is_planned(caller, options) {
        return Vec::new();
    }
    let access = &model.routes[cell.route].access;
    let check = |token, expected, call| Check {
        subject: Subject::Cell(caller),
        route: cell.route,
        token,
        expected: Some(expected).filter(|decision| *decision != Decision::Depends),
        call,
    };
    let skipped = match (access, caller) {
        _ if cell.decision == Decision::Depends => Some(cell.reason(model)),
        (Access::Iam, Principal::Anonymous) => None,
        (Access::Iam, _) => {
            Some("callers sign with AWS credentials, which jwtgen does not use".into())
        }
        _ => None,
    };
    if let Some(why) = skipped {
        let why = Err(Skipped::NotChecked(why));
        return vec![check(Token::None, cell.decision, why)];
    }
    if caller == Principal::Anonymous {
        return vec![check(Token::None, cell.decision, call.clone())];
    }
    let source = match token_source::of(model, caller, access, options) {
        Ok(source) => source,
        // That the route is not called says more.
        Err(skipped) => {
            let why = call.clone().and(Err(skipped));
            return vec![check(Token::None, cell.decision, why)];
        }
    };
    let kind = meant(model, caller);
    let meant = check(Token::Of(source.clone(), kind), cell.decision, call.clone());
    // Whether a command respects the kind of token is not known.
    let commanded = matches!(source, TokenSource::Commanded { .. });
    let second = cell.with_other_token(model).filter(|_| !commanded);
    let second = second.map(|decision| {
        let token = Token::Of(source, other(kind));
        check(token, decision, call.clone())
    });
    [Some(meant), second].into_iter().flatten().collect()
}

/// Whether calls are made as this caller at all. jwtgen gets no tokens from the
/// issuers of declared authorizers and does not sign with AWS credentials, and
/// the blueprint names nobody who is in no group.
fn is_planned(caller: Principal, options: &Options) -> bool {
    match caller {
        Principal::Authorizer(_) | Principal::Iam => false,
        Principal::SignedIn => options.users.iter().any(|(known, _)| *known == caller),
        Principal::Anonymous | Principal::Group(_) | Principal::User(_) | Principal::Client(_) => {
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::Filter;
    use crate::package::{Package, SourceError, Sources};
    use crate::source::Source;

    struct Unread;

    impl Sources for Unread {
        fn read(&self, _: &str) -> Result<Package, SourceError> {
            Err(SourceError::Unread)
        }
    }

    const BLUEPRINT: &str = r#"name = "shop"

[identity]

[clients.web]
auth_flows = ["user-password"]

[clients.desk]
auth_flows = ["user-password"]

[clients.pages]

[roles]
reader = ["read"]
lister = ["read-list"]

[groups]
listers = ["lister"]
readers = ["reader"]

[users]
ann = ["readers"]

[functions.api]
source = "functions/api"

[functions.keeper]
source = "functions/keeper"

[authorizers.custom]
function = "keeper"

[routes]
"GET /items" = { function = "api", scopes = ["read"], clients = ["web"] }
"GET /custom" = { function = "api", authorizer = "custom" }
"GET /internal" = { function = "api", authorizer = "iam" }
"GET /lists" = { function = "api", scopes = ["read-list"], clients = ["web"] }
"GET /pages" = { function = "api", scopes = ["read"], clients = ["pages"] }
"#;

    /// The checks of the routes that a pattern names, a line each.
    fn planned(route: &str, options: &Options) -> Vec<String> {
        let source = Source::new("b.toml", BLUEPRINT);
        let (found, checked) = crate::check(&source, &Unread, None);
        let checked = checked
            .unwrap_or_else(|| panic!("{}", crate::diagnostic::render::short(&found, &source)));
        let pattern = crate::model::RoutePattern::parse(route);
        let filter = Filter {
            routes: pattern.into_iter().collect(),
            ..Filter::default()
        };
        let report = Report::new(&checked, &filter);
        let checks = plan(&report, options);
        let line = |check: &Check| {
            let subject = match check.subject {
                Subject::Cell(caller) => checked.model.principal_name(caller),
                Subject::Token(aspect) => aspect.to_owned(),
            };
            match (&check.call, check.expected) {
                (Ok(_), Some(expected)) => format!("{subject}, {}: {expected}", check.token.word()),
                (Ok(_), None) => format!("{subject}: nobody knows"),
                (Err(Skipped::NotChecked(_)), _) => format!("{subject}: not checked"),
                (Err(Skipped::NoToken(_)), _) => format!("{subject}: no token"),
            }
        };
        checks.iter().map(line).collect()
    }

    #[test]
    fn everybody_calls_with_both_tokens_and_then_come_invalid_ones() {
        let seen = planned("GET /items", &Options::default());
        assert_eq!(
            seen,
            [
                "anonymous, none: 401",
                "group:listers: not checked",
                "group:readers, access: allow",
                "group:readers, id: 403",
                "user:ann, access: allow",
                "user:ann, id: 403",
                "no token, none: 401",
                "garbage, garbage: 401",
                "an expired token: not checked",
                "a token with an altered expiry, and so an invalid signature, altered: 401",
                "a token for another app client, access: 401",
                "the other token from the same sign-in, id: 403",
                "a scope that almost matches: not checked",
            ]
        );
    }

    #[test]
    fn a_scope_that_almost_matches_is_looked_for_among_all_routes_of_an_authorizer() {
        let near = "a scope that almost matches, access: 403".to_owned();
        assert!(planned("GET /lists", &Options::default()).contains(&near));
        assert!(planned("*", &Options::default()).contains(&near));
    }

    #[test]
    fn what_no_token_decides_is_asked_without_one_or_not_at_all() {
        let options = Options::default();
        let seen = planned("GET /internal", &options);
        assert_eq!(seen[0], "anonymous, none: 403");
        assert!(seen[1..].iter().all(|line| line.ends_with("not checked")));
        let seen = planned("GET /custom", &options);
        assert_eq!(seen[0], "anonymous, none: 401");
        assert!(seen[1..].iter().all(|line| line.ends_with("not checked")));
    }

    #[test]
    fn who_cannot_sign_in_by_password_needs_a_command() {
        let seen = planned("GET /pages", &Options::default());
        assert!(seen.contains(&"user:ann: no token".to_owned()), "{seen:?}");
        let options = Options {
            command: true,
            ..Options::default()
        };
        let seen = planned("GET /pages", &options);
        assert!(
            seen.contains(&"user:ann, access: allow".to_owned()),
            "{seen:?}"
        );
        assert!(
            seen.contains(&"group:listers, access: 403".to_owned()),
            "{seen:?}"
        );
    }
}
