//! An invariant that a route breaks.

use crate::access::Cell;
use crate::arena::Id;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::{
    Access, Decision, Group, Invariant, Model, Permitted, Principal, Route, RouteKey, Target,
};
use crate::rules::{Docs, Input, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0320",
    name: "broken-invariant",
    severity: Severity::Error,
    docs: Docs {
        what: "A route is open to somebody whom an invariant keeps out, or asks for no scope where one says that it does. A pattern is about requests: `DELETE *` is about `ANY /items` too, and about a greedy route where no closer one answers.",
        why: "Either the route or the invariant is wrong; both are security decisions.",
        example: "[invariants]\n\"GET *\" = { only = [] }\n",
        fixed: "[invariants]\n\"GET *\" = { only = [\"readers\"] }\n",
        sources: &[],
    },
};

/// Holds every invariant against every route that it is about.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let keys: Vec<&RouteKey> = model.routes.iter().map(|route| &route.key).collect();
    for invariant in &model.invariants {
        for index in invariant.pattern.matches(&keys) {
            let route = Id::at(index);
            // What jwtgen adds to answer preflights reaches no function of the
            // blueprint.
            if model.routes[route].target == Target::Preflight {
                continue;
            }
            if let Some(only) = &invariant.only {
                let others = others(input, only, route);
                out.extend(
                    others.map(|other| diagnostic(model, invariant, only.span, route, other)),
                );
            }
            if let Some(place) = &invariant.no_anonymous {
                let open = anonymous(input, route);
                out.extend(open.map(|open| diagnostic(model, invariant, place.span, route, open)));
            }
            if let Some(place) = &invariant.scopes {
                let free = without_scope(model, route);
                out.extend(free.map(|free| diagnostic(model, invariant, place.span, route, free)));
            }
        }
    }
}

/// What is wrong with a route, after its name; and why it is so.
struct Counterexample {
    what: String,
    why: String,
}

fn diagnostic(
    model: &Model,
    invariant: &Invariant,
    place: Span,
    route: Id<Route>,
    found: Counterexample,
) -> Diagnostic {
    let route = &model.routes[route].text;
    Diagnostic::new(&RULE, place, format!("`{}` {}", route.value, found.what))
        .label(format!(
            "for every route that answers `{}`",
            invariant.text.value
        ))
        .also(route.span, "this is one of them")
        .note(found.why)
        .help("mend the route or the invariant, whichever is wrong")
}

/// Somebody who may call a route and is not listed.
fn others(input: &Input<'_>, only: &[Permitted], route: Id<Route>) -> Option<Counterexample> {
    let model = input.model;
    let lists = |permitted: Permitted| only.contains(&permitted);
    let unless = |permitted: Permitted, who: String, why: &str| {
        (!lists(permitted)).then(|| Counterexample {
            what: format!("is open to {who}"),
            why: why.to_owned(),
        })
    };
    let scopes = match &model.routes[route].access {
        Access::Public { .. } => {
            let anyone = Permitted::Caller(Principal::Anonymous);
            return unless(anyone, "anyone".into(), "the route is public");
        }
        Access::Iam => {
            let who = "whoever may call with AWS credentials".into();
            return unless(Permitted::Iam, who, "list `authorizer:iam` to allow it");
        }
        Access::Foreign { authorizer, .. } | Access::Lambda { authorizer } => {
            let name = &model.authorizers[*authorizer].name;
            let who = format!("whomever the authorizer `{}` lets through", name.value);
            let why = format!("list `authorizer:{}` to allow it", name.value);
            return unless(Permitted::Authorizer(*authorizer), who, &why);
        }
        Access::Token { scopes, .. } => scopes,
    };
    let allowed = |group: Id<Group>| lists(Permitted::Caller(Principal::Group(group)));
    let listed = |caller: Principal| match caller {
        Principal::User(user) => {
            let mut groups = model.users[user].groups.iter();
            lists(Permitted::Caller(caller)) || groups.any(|group| allowed(*group))
        }
        caller => lists(Permitted::Caller(caller)),
    };
    let cells = input.matrix.row(route).iter();
    let mut open = cells.filter(|cell| cell.decision == Decision::Allow && !listed(cell.principal));
    if let Some(cell) = open.next() {
        return Some(open_to(model, cell));
    }
    if scopes.is_empty() {
        return Some(Counterexample {
            what: "is open to people in no group".into(),
            why: "the route asks for a token and for no scope".into(),
        });
    }
    // Nobody by one group alone; but somebody may be in several.
    let rest: Vec<Id<Group>> = model
        .groups
        .ids()
        .filter(|group| !allowed(*group))
        .collect();
    let held = model.scopes_of(&rest);
    let scope = scopes.iter().find(|scope| held.contains(scope))?;
    let parts = &model.scopes[*scope].parts;
    let some = rest.iter().filter(|group| {
        let mut parts = parts.iter();
        parts.any(|part| model.groups[**group].scopes.contains(part))
    });
    let names: Vec<String> = some
        .map(|group| format!("`{}`", model.groups[*group].name.value))
        .collect();
    Some(Counterexample {
        what: format!("is open to people in {} together", names.join(", ")),
        why: format!("together they hold `{}`", model.scopes[*scope].name.value),
    })
}

fn open_to(model: &Model, cell: &Cell) -> Counterexample {
    Counterexample {
        what: format!("is open to `{}`", model.principal_name(cell.principal)),
        why: cell.reason(model),
    }
}

/// Somebody without a token who may call a route.
fn anonymous(input: &Input<'_>, route: Id<Route>) -> Option<Counterexample> {
    let cell = input.matrix.cell(Principal::Anonymous, route);
    match cell.decision {
        Decision::Allow => Some(open_to(input.model, cell)),
        Decision::Depends => Some(Counterexample {
            what: "may be open to `anonymous`".into(),
            why: cell.reason(input.model),
        }),
        _ => None,
    }
}

/// Why a route asks for no scope, if it does not.
fn without_scope(model: &Model, route: Id<Route>) -> Option<Counterexample> {
    let why = match &model.routes[route].access {
        Access::Token { scopes, .. } if !scopes.is_empty() => return None,
        Access::Foreign { scopes, .. } if !scopes.is_empty() => return None,
        Access::Public { .. } => "it is public",
        Access::Token { .. } | Access::Foreign { .. } => "any token of its issuer opens it",
        Access::Lambda { .. } => "a Lambda authorizer decides, which knows no scopes",
        Access::Iam => "it asks for AWS credentials",
    };
    Some(Counterexample {
        what: "asks for no scope".into(),
        why: why.into(),
    })
}
