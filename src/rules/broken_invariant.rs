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
        what: "A route breaks an invariant. It can be called by someone whom the invariant excludes, or requires no scope although the invariant says that it must. A pattern covers requests: `DELETE *` covers `ANY /items` too, and a greedy route where no more specific route answers.",
        why: "Either the route or the invariant is wrong; both are security decisions.",
        example: "[invariants]\n\"GET *\" = { only = [] }\n",
        fixed: "[invariants]\n\"GET *\" = { only = [\"readers\"] }\n",
        sources: &[],
    },
};

/// Checks every invariant on every route that it covers.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let keys: Vec<&RouteKey> = model.routes.iter().map(|route| &route.key).collect();
    for invariant in &model.invariants {
        for index in invariant.pattern.matches(&keys) {
            let route = Id::at(index);
            // The routes that jwtgen adds for preflight requests call no function
            // of the blueprint.
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

/// What is wrong with a route, as a phrase that follows its name, and the reason.
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
            "required of every route that answers `{}`",
            invariant.text.value
        ))
        .also(route.span, "including this one")
        .note(found.why)
        .help("fix the route or the invariant, whichever is wrong")
}

/// A caller who may call a route but is not listed.
fn others(input: &Input<'_>, only: &[Permitted], route: Id<Route>) -> Option<Counterexample> {
    let model = input.model;
    let lists = |permitted: Permitted| only.contains(&permitted);
    let unless = |permitted: Permitted, who: String, why: &str| {
        (!lists(permitted)).then(|| Counterexample {
            what: format!("can be called by {who}"),
            why: why.to_owned(),
        })
    };
    let scopes = match &model.routes[route].access {
        Access::Public { .. } => {
            let anyone = Permitted::Caller(Principal::Anonymous);
            return unless(anyone, "anyone".into(), "the route is public");
        }
        Access::Iam => {
            let who = "anyone whose AWS credentials allow the call".into();
            let why = "`only` does not list `authorizer:iam`";
            return unless(Permitted::Iam, who, why);
        }
        Access::Foreign { authorizer, .. } | Access::Lambda { authorizer } => {
            let name = &model.authorizers[*authorizer].name;
            let who = format!("anyone whom the authorizer `{}` allows", name.value);
            let why = format!("`only` does not list `authorizer:{}`", name.value);
            return unless(Permitted::Authorizer(*authorizer), who, &why);
        }
        Access::Token { scopes, .. } => scopes,
    };
    // Everyone in a group has signed in.
    let people = lists(Permitted::Caller(Principal::SignedIn));
    let allowed = |group: Id<Group>| people || lists(Permitted::Caller(Principal::Group(group)));
    let listed = |caller: Principal| match caller {
        Principal::Group(group) => allowed(group),
        Principal::User(user) => {
            let mut groups = model.users[user].groups.iter();
            people || lists(Permitted::Caller(caller)) || groups.any(|group| allowed(*group))
        }
        Principal::Authorizer(authorizer) => lists(Permitted::Authorizer(authorizer)),
        Principal::Iam => lists(Permitted::Iam),
        Principal::Anonymous | Principal::SignedIn | Principal::Client(_) => {
            lists(Permitted::Caller(caller))
        }
    };
    let cells = input.matrix.row(route).iter();
    let mut others =
        cells.filter(|cell| cell.decision == Decision::Allow && !listed(cell.principal));
    if let Some(cell) = others.next() {
        return Some(callable_by(model, cell));
    }
    // No single group is enough, but people may be in several.
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
        what: format!(
            "can be called by people in more than one of {}",
            names.join(", ")
        ),
        why: format!(
            "together, these groups hold `{}`",
            model.scopes[*scope].name.value
        ),
    })
}

fn callable_by(model: &Model, cell: &Cell) -> Counterexample {
    Counterexample {
        what: format!(
            "can be called by `{}`",
            model.principal_name(cell.principal)
        ),
        why: cell.reason(model),
    }
}

/// Whether a caller without a token may call a route.
fn anonymous(input: &Input<'_>, route: Id<Route>) -> Option<Counterexample> {
    let cell = input.matrix.cell(Principal::Anonymous, route);
    match cell.decision {
        Decision::Allow => Some(callable_by(input.model, cell)),
        Decision::Depends => Some(Counterexample {
            what: "could be called by `anonymous`".into(),
            why: cell.reason(input.model),
        }),
        _ => None,
    }
}

/// Why a route requires no scope, if it does not.
fn without_scope(model: &Model, route: Id<Route>) -> Option<Counterexample> {
    let why = match &model.routes[route].access {
        Access::Token { scopes, .. } if !scopes.is_empty() => return None,
        Access::Foreign { scopes, .. } if !scopes.is_empty() => return None,
        Access::Public { .. } => "the route is public",
        Access::Token { .. } | Access::Foreign { .. } => {
            "the route accepts any token from its issuer"
        }
        Access::Lambda { .. } => "API Gateway checks no scopes where a Lambda authorizer decides",
        Access::Iam => "the route requires AWS credentials instead of a token",
    };
    Some(Counterexample {
        what: "requires no scope".into(),
        why: why.into(),
    })
}
