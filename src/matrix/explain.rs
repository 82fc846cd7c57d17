//! One decision, step by step, with the lines of the blueprint behind it.

use super::Answering;
use crate::access::{Basis, NO_SCOPE, held_scopes};
use crate::arena::Id;
use crate::model::{Access, Authorizer, Issuer, Model, Principal, Role, Route, Scope, TokenKind};
use crate::source::{Source, Span};
use crate::{Complete, text::one_line};
use serde::Serialize;

/// A decision and the steps that lead to it.
#[derive(Debug, Serialize)]
pub struct Explanation {
    /// Version of the format: 1.
    pub version: u32,
    /// The route key.
    pub route: String,
    /// On what it depends that this route answers, where AWS does not document it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<&'static str>,
    /// The caller, with its kind.
    pub caller: String,
    /// `allow`, `401`, `403` or `depends`.
    pub decision: String,
    /// The reason, in one phrase.
    pub reason: String,
    /// What the gateway checks, in order.
    pub steps: Vec<Step>,
    /// The decision if the caller sends the other token from the same sign-in.
    pub other_token: Option<String>,
}

/// One check of the gateway.
#[derive(Debug, Serialize)]
pub struct Step {
    /// The result.
    pub text: String,
    /// The lines of the blueprint it follows from.
    pub places: Vec<Place>,
}

/// A line of the blueprint.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The line, one-based.
    pub line: usize,
}

/// Explains the decision of the gateway, in the order of its checks:
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html>.
pub fn explain(
    checked: &Complete,
    source: &Source,
    caller: Principal,
    answering: &Answering,
) -> Explanation {
    let model = &checked.model;
    let route = answering.route;
    let cell = checked.matrix.cell(caller, route);
    let steps = Steps {
        model,
        source,
        caller,
        route: &model.routes[route],
        steps: Vec::new(),
    };
    Explanation {
        version: 1,
        route: model.routes[route].text.value.clone(),
        condition: answering.condition,
        caller: model.principal_name(caller),
        decision: cell.decision.to_string(),
        reason: cell.reason(model),
        steps: steps.of(cell.basis()),
        other_token: cell
            .with_other_token(model)
            .map(|decision| decision.to_string()),
    }
}

struct Steps<'a> {
    model: &'a Model,
    source: &'a Source,
    caller: Principal,
    route: &'a Route,
    steps: Vec<Step>,
}

impl<'a> Steps<'a> {
    fn of(mut self, basis: Basis) -> Vec<Step> {
        let key = self.route.text.value.clone();
        self.add(
            format!("the request matches the route `{key}`"),
            &[self.route.text.span],
        );
        match &self.route.access {
            Access::Public { reason } => {
                let text = format!("it has no authorizer; it is public: {}", reason.value);
                self.add(text, &[reason.span]);
            }
            Access::Iam => self.add("it requires a signature with AWS credentials", &[]),
            Access::Lambda { authorizer } => {
                let authorizer = &self.model.authorizers[*authorizer].name;
                let text = format!("the Lambda authorizer `{}` decides", authorizer.value);
                self.add(text, &[authorizer.span]);
            }
            Access::Foreign {
                span,
                authorizer,
                scopes,
            } => {
                let (span, authorizer) = (*span, *authorizer);
                let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
                self.foreign(basis, span, authorizer, &scopes);
            }
            Access::Token { span, scopes, .. } => {
                let (span, scopes) = (*span, scopes.clone());
                self.token(basis, span, &scopes);
            }
        }
        self.steps
    }

    /// A JWT authorizer of `[authorizers]`.
    fn foreign(&mut self, basis: Basis, span: Span, id: Id<Authorizer>, wanted: &[&str]) {
        let authorizer = &self.model.authorizers[id];
        let name = &authorizer.name;
        let issuer = authorizer.kind.accepted().map(|(issuer, _)| issuer);
        let issuer = issuer.map_or_else(String::new, ToString::to_string);
        let text = format!(
            "its JWT authorizer `{}` accepts only tokens from {issuer}",
            name.value
        );
        self.add(text, &[name.span]);
        let first = self.model.generated_authorizer(id);
        if first != id {
            let first = &self.model.authorizers[first].name;
            let text = format!(
                "  `{}` is equal to `{}`, so one authorizer with this name is generated for both",
                name.value, first.value
            );
            self.add(text, &[first.span]);
        }
        match basis {
            Basis::NoToken => self.add("the call carries no token", &[]),
            Basis::ForeignIssuer => self.add("the caller has no token from this issuer", &[]),
            _ => {
                self.held();
                self.wanted(span, wanted);
            }
        }
    }

    /// The scopes that a route requires.
    fn wanted(&mut self, span: Span, names: &[&str]) {
        let one = match names.len() {
            0 => return self.add("the route requires no scope", &[span]),
            1 => "",
            _ => "one of ",
        };
        self.add(format!("the route requires {one}{}", code(names)), &[span]);
    }

    fn token(&mut self, basis: Basis, span: Span, wanted: &[Id<Scope>]) {
        let Some(identity) = &self.model.identity else {
            return;
        };
        let issuer = match &identity.issuer {
            Issuer::Pool => "the user pool".to_owned(),
            Issuer::ExistingPool(pool) => format!("the user pool {}", pool.value),
            Issuer::Oidc(oidc) => oidc.issuer.value.to_string(),
        };
        let kind = match identity.token.value {
            TokenKind::Access => "access",
            TokenKind::Id => "ID",
        };
        let text = format!(
            "its JWT authorizer reads the {kind} token from `{}` and accepts tokens from {issuer}",
            identity.source.value
        );
        self.add(text, &[identity.token.span]);
        match basis {
            Basis::NoToken => return self.add("the call carries no token", &[]),
            Basis::ForeignIssuer => {
                return self.add("the caller has no token from this issuer", &[]);
            }
            Basis::ForeignMachine | Basis::MachinesOnly => {
                let clients = self.route.access.client_names(self.model);
                let text = format!(
                    "it accepts only tokens issued to {}, and the caller has none",
                    code(&clients)
                );
                return self.add(text, &[]);
            }
            _ => {}
        }
        let clients = self.route.access.client_names(self.model);
        if !clients.is_empty() {
            self.add(
                format!("it accepts tokens issued to {}", code(&clients)),
                &[],
            );
        }
        self.held();
        let names: Vec<&str> = wanted.iter().map(|scope| self.name(*scope)).collect();
        self.wanted(span, &names);
        self.parts(wanted);
    }

    /// The scopes in the token, and the roles that grant them.
    fn held(&mut self) {
        let held = held_scopes(self.model, self.caller).unwrap_or_default();
        let names: Vec<&str> = held.iter().map(|scope| self.name(*scope)).collect();
        self.add(format!("the token holds {}", code(&names)), &[]);
        let (groups, machine) = match self.caller {
            Principal::Group(group) => (vec![group], None),
            Principal::User(user) => (self.model.users[user].groups.clone(), None),
            Principal::Client(client) => (Vec::new(), Some(&self.model.clients[client])),
            Principal::Anonymous
            | Principal::SignedIn
            | Principal::Authorizer(_)
            | Principal::Iam => (Vec::new(), None),
        };
        for group in groups {
            let group = &self.model.groups[group];
            self.roles(
                &format!("group `{}`", group.name.value),
                group.name.span,
                &group.roles,
            );
        }
        if let Some((client, machine)) = machine.and_then(|c| Some((c, c.machine.as_ref()?))) {
            let name = format!("app client `{}`", client.name.value);
            self.roles(&name, client.name.span, &machine.roles);
        }
    }

    /// The scopes that a required scope represents.
    fn parts(&mut self, scopes: &[Id<Scope>]) {
        for scope in scopes {
            let parts = &self.model.scopes[*scope].parts;
            if !parts.is_empty() {
                let parts: Vec<&str> = parts.iter().map(|part| self.name(*part)).collect();
                let name = self.name(*scope);
                self.add(
                    format!("  `{name}` represents {} together", code(&parts)),
                    &[],
                );
            }
        }
    }

    fn roles(&mut self, holder: &str, span: Span, roles: &[Id<Role>]) {
        for role in roles {
            let role = &self.model.roles[*role];
            let scopes: Vec<&str> = role.scopes.iter().map(|scope| self.name(*scope)).collect();
            let text = format!(
                "  {holder} has the role `{}`, which grants {}",
                role.name.value,
                code(&scopes)
            );
            self.add(text, &[span, role.name.span]);
        }
    }

    fn name(&self, scope: Id<Scope>) -> &'a str {
        &self.model.scopes[scope].name
    }

    fn add(&mut self, text: impl Into<String>, spans: &[Span]) {
        let mut places: Vec<Place> = Vec::new();
        for span in spans {
            let place = Place {
                file: self.source.part_at(span.start).path.to_owned(),
                line: self.source.position(span.start).line,
            };
            if !places.contains(&place) {
                places.push(place);
            }
        }
        self.steps.push(Step {
            text: text.into(),
            places,
        });
    }
}

fn code(names: &[&str]) -> String {
    match names {
        [] => NO_SCOPE.to_owned(),
        names => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            names.join(", ")
        }
    }
}

impl Explanation {
    /// The explanation for a terminal, with ANSI colors.
    pub fn text(&self) -> String {
        let Explanation {
            route,
            caller,
            decision,
            reason,
            ..
        } = self;
        let mut text = one_line(&format!("{route} as {caller}: {decision}: {reason}"));
        text = format!("\x1b[1m{text}\x1b[0m\n");
        if let Some(condition) = self.condition {
            text.push_str(&format!("  \x1b[33m{condition}\x1b[0m\n"));
        }
        for step in &self.steps {
            let places: Vec<String> = step
                .places
                .iter()
                .map(|place| format!("{}:{}", place.file, place.line))
                .collect();
            let places = match places.is_empty() {
                true => String::new(),
                false => format!("  \x1b[2m{}\x1b[0m", one_line(&places.join(", "))),
            };
            text.push_str(&format!("  {}{places}\n", one_line(&step.text)));
        }
        if let Some(other) = &self.other_token {
            text.push_str(&format!(
                "  with the other token from the same sign-in: {other}\n"
            ));
        }
        text
    }
}
