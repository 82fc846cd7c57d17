//! One HTML file that loads nothing from elsewhere.

use super::document::{Caller, RouteRow, callers, letter, routes, token};
use super::{Report, legend};
use crate::access::{Basis, NO_SCOPE};
use crate::arena::Id;
use crate::model::Model;
use crate::template;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Context<'a> {
    name: String,
    data: String,
    legend: Vec<(String, &'static str)>,
    style: &'a str,
    script: &'a str,
}

#[derive(Serialize)]
struct Data<'a> {
    name: &'a str,
    token: Option<&'static str>,
    no_scope: &'static str,
    /// By letter: the decision, and the phrase for its reason.
    bases: BTreeMap<char, (String, &'static str)>,
    callers: Vec<Caller>,
    /// Scopes of each role.
    roles: BTreeMap<&'a str, Vec<&'a str>>,
    /// A letter for each caller.
    routes: Vec<RouteRow<String>>,
}

/// The page.
pub fn html(report: &Report<'_>) -> String {
    let model = report.model;
    let cells = |route| {
        let cells = report.cells(route);
        cells.map(|cell| letter(cell.basis())).collect()
    };
    let data = Data {
        name: &model.name,
        token: token(model),
        no_scope: NO_SCOPE,
        bases: bases(),
        callers: callers(report),
        roles: roles(model),
        routes: routes(report, cells),
    };
    // INVARIANT: strings and lists of strings are JSON. Inside a script element
    // nothing but `<` could end it.
    let data = serde_json::json!(data).to_string().replace('<', "\\u003c");
    template::render(
        template::MATRIX,
        &Context {
            name: escaped(&model.name),
            data,
            legend: legend(report)
                .into_iter()
                .map(|(decision, meaning)| (decision.to_string(), meaning))
                .collect(),
            style: template::MATRIX_STYLE,
            script: template::MATRIX_SCRIPT,
        },
    )
}

fn bases() -> BTreeMap<char, (String, &'static str)> {
    let all = [
        Basis::Public,
        Basis::NoToken,
        Basis::ForeignMachine,
        Basis::MachinesOnly,
        Basis::AnyToken,
        Basis::Holds(Id::at(0)),
        Basis::HoldsOne,
        Basis::HoldsNone,
        Basis::ForeignIssuer,
        Basis::Function,
        Basis::Unsigned,
        Basis::Policies,
    ];
    let entry = |basis: Basis| {
        (
            letter(basis),
            (basis.decision().to_string(), basis.phrase()),
        )
    };
    all.into_iter().map(entry).collect()
}

fn roles(model: &Model) -> BTreeMap<&str, Vec<&str>> {
    let scopes = |scopes: &mut dyn Iterator<Item = &Id<crate::model::Scope>>| {
        scopes
            .map(|scope| model.scopes[*scope].name.as_str())
            .collect()
    };
    let roles = model.roles.iter();
    roles
        .map(|role| (role.name.as_str(), scopes(&mut role.scopes.iter())))
        .collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
