//! `jwtgen matrix`: who may call what, and why.

use super::{ERROR, examine, folder_of, print, say, tidy};
use crate::cli::{Exit, Matrix, MatrixFormat};
use crate::matrix::explain::explain;
use crate::matrix::{self, Filter, Report};
use anyhow::Result;

/// Runs the command.
pub fn run(args: &Matrix) -> Result<Exit> {
    let out = tidy(&folder_of(&args.input.blueprint).join("out"));
    let examined = examine(&args.input, &out)?;
    let exit = match examined.checked() {
        Some(_) => Exit::Fine,
        // Reviewers of a change that breaks a rule need the report most.
        None => {
            examined.show_refusal()?;
            Exit::Diagnostics
        }
    };
    let Some(checked) = examined.complete() else {
        return Ok(exit);
    };
    let callers = args
        .callers
        .iter()
        .map(|name| matrix::caller(checked, name));
    let callers = match callers.collect::<Result<Vec<_>, String>>() {
        Ok(callers) => callers,
        Err(wrong) => return Ok(refuse(&wrong)),
    };
    if let Some(request) = &args.explain {
        let routes = match matrix::answering(&checked.model, request) {
            Ok(routes) => routes,
            Err(wrong) => return Ok(refuse(&wrong)),
        };
        let cells = routes
            .iter()
            .flat_map(|answer| callers.iter().map(move |caller| (answer, *caller)));
        let explained: Vec<_> = cells
            .map(|(answer, caller)| explain(checked, &examined.source, caller, answer))
            .collect();
        return match args.format {
            MatrixFormat::Json => print(&crate::text::json(&serde_json::json!(explained))),
            _ => {
                let texts: Vec<String> = explained.iter().map(|one| one.text()).collect();
                print(&texts.join("\n"))
            }
        }
        .map(|()| exit);
    }
    let filter = Filter {
        routes: args.route.clone(),
        callers,
        public: args.public,
    };
    let report = Report::new(checked, &filter);
    let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    print(&match args.format {
        MatrixFormat::Text => matrix::text(&report, width),
        MatrixFormat::Markdown => matrix::markdown(&report),
        MatrixFormat::Csv => matrix::csv(&report),
        MatrixFormat::Json => matrix::json(&report),
        MatrixFormat::Mermaid => matrix::mermaid(&report),
        MatrixFormat::Html => matrix::html(&report),
    })?;
    Ok(exit)
}

fn refuse(wrong: &str) -> Exit {
    say(&format!("{ERROR}: {wrong}\n"));
    Exit::Usage
}
