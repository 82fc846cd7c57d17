//! `jwtgen check`: findings, and nothing written.

use super::{ERROR, Examined, examine, folder_of, print, say, tidy};
use crate::cli::{Check, Exit, Format};
use crate::diagnostic::render;
use anyhow::Result;
use serde_json::json;

/// Runs the command.
pub fn run(args: &Check) -> Result<Exit> {
    let out = tidy(&folder_of(&args.input.blueprint).join("out"));
    let examined = examine(&args.input, &out)?;
    examined.show(args.input.format)?;
    if args.input.format == Format::Json {
        let found = render::json(&examined.diagnostics, &examined.source);
        print(&format!(
            "{:#}\n",
            json!({ "version": 1, "diagnostics": found })
        ))?;
    } else {
        say(&verdict(&examined));
    }
    Ok(match examined.checked {
        Some(_) => Exit::Fine,
        None => Exit::Diagnostics,
    })
}

fn verdict(examined: &Examined) -> String {
    let path = examined.source.path();
    let counts = examined.counts();
    match (&examined.checked, counts.is_empty()) {
        (None, _) => format!("{ERROR}: `{path}` has {counts}\n"),
        (Some(_), true) => format!("`{path}` is fine\n"),
        (Some(_), false) => format!("`{path}` is fine, with {counts}\n"),
    }
}
