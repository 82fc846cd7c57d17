//! A table for READMEs and reviews.

use super::{Report, asks, clients_differ};
use crate::arena::Id;
use crate::model::{Access, Principal, Route};
use crate::text::invisible;
use crate::text::one_line;

/// The matrix as a Markdown table, with a legend and the reasons for public
/// routes below.
pub fn markdown(report: &Report<'_>) -> String {
    if report.routes.is_empty() {
        return "No route matches the filters.\n".to_owned();
    }
    let mut text = format!("{}\n{}\n", table(report), legend(report));
    let public = public(report);
    if !public.is_empty() {
        text.push_str(&format!("\n### Public routes\n\n{public}"));
    }
    text
}

/// What the table's words and columns mean, in one paragraph.
pub fn legend(report: &Report<'_>) -> String {
    let meanings = super::legend(report).into_iter();
    let mut sentences: Vec<String> = meanings
        .map(|(decision, meaning)| format!("`{decision}`: {meaning}."))
        .collect();
    let any = |wanted: &dyn Fn(&Principal) -> bool| report.callers.iter().any(wanted);
    if any(&|caller| *caller == Principal::SignedIn) {
        sentences.push("`signed-in` represents a user in no group.".to_owned());
    }
    if any(&|caller| matches!(caller, Principal::Group(_))) {
        sentences.push("A group's column represents a user in that group only.".to_owned());
    }
    if any(&|caller| matches!(caller, Principal::Authorizer(_))) {
        sentences.push(
            "An authorizer's column represents any token that it accepts, with no known scope."
                .to_owned(),
        );
    }
    if clients_differ(report.model) {
        sentences.push("A route accepts tokens of the listed app clients only.".to_owned());
    }
    sentences.join(" ")
}

/// The table without a legend.
pub fn table(report: &Report<'_>) -> String {
    let model = report.model;
    let differ = clients_differ(model);
    let callers = report.callers.iter();
    let mut head = vec!["Route".to_owned()];
    head.extend(callers.map(|caller| cell(&model.principal_name(*caller))));
    head.push("Access".to_owned());
    head.extend(differ.then(|| "App clients".to_owned()));
    let mut text = row(&head);
    text.push_str(&format!("|{}\n", "---|".repeat(head.len())));
    for route in &report.routes {
        let access = &model.routes[*route].access;
        let mut cells = vec![code([model.routes[*route].text.as_str()])];
        cells.extend(report.cells(*route).map(|cell| cell.decision.to_string()));
        cells.push(asks(model, access, &|names| code(names.iter().copied())));
        cells.extend(differ.then(|| code(access.client_names(model))));
        text.push_str(&row(&cells));
    }
    text
}

/// The public routes with their reasons, one per line.
pub fn public(report: &Report<'_>) -> String {
    let line = |route: &Id<Route>| {
        let route = &report.model.routes[*route];
        match &route.access {
            Access::Public { reason } => {
                let key = code([route.text.as_str()]);
                Some(format!("- {key}: {}\n", cell(reason)))
            }
            _ => None,
        }
    };
    report.routes.iter().filter_map(line).collect()
}

fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// Text inside a table cell or a list, with all markup escaped. A report may be
/// about names that a rule refuses: none leaves its cell.
pub fn cell(text: &str) -> String {
    let mut escaped = String::new();
    for c in one_line(text).chars() {
        if "\\`*_[]<>#|&~".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// Names as code inside a table cell. A name with a character that would end
/// the code or the cell is plain text.
pub fn code<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let ends = |c| matches!(c, '`' | '|' | '\\') || invisible(c);
    let code = |name: &str| match name.contains(ends) {
        true => cell(name),
        false => format!("`{name}`"),
    };
    names.into_iter().map(code).collect::<Vec<_>>().join(", ")
}
