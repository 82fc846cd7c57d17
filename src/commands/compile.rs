//! `jwtgen compile`: check, generate, and write what changed.

use super::{ERROR, examine, folder_of, print, say, summary};
use crate::cli::{Compile, Exit, Format};
use crate::diagnostic::render;
use crate::generate;
use crate::output::WritePlan;
use anyhow::{Context, Result};
use serde_json::{Value, json};

/// Runs the command.
pub fn run(args: &Compile) -> Result<Exit> {
    let blueprint = &args.input.blueprint;
    let out = match &args.out {
        Some(out) => out.clone(),
        None => folder_of(blueprint).join("out"),
    };
    let examined = examine(&args.input, &out)?;
    examined.show(args.input.format);
    let json = |output: Value| {
        if args.input.format == Format::Json {
            let found = render::json(&examined.diagnostics, &examined.source);
            let report = json!({ "version": 1, "diagnostics": found, "output": output });
            print(&format!("{report:#}\n"));
        }
    };
    let Some(checked) = &examined.checked else {
        json(Value::Null);
        if args.input.format != Format::Json {
            let counts = examined.counts();
            say(&format!(
                "{ERROR}: nothing was written: `{}` has {counts}\n",
                examined.source.path
            ));
        }
        return Ok(Exit::Diagnostics);
    };
    let plan = WritePlan::new(&out, generate::files(checked), args.force)
        .context("cannot compare with the output folder")?;
    json(summary::json(&plan));
    let human = args.input.format != Format::Json;
    if !plan.conflicts().is_empty() {
        if human {
            say(&summary::conflicts(&plan));
        }
        return Ok(match args.check {
            true => Exit::Stale,
            false => Exit::Diagnostics,
        });
    }
    if args.check {
        if human {
            say(&summary::check(&plan));
        }
        return Ok(match plan.is_current() {
            true => Exit::Fine,
            false => Exit::Stale,
        });
    }
    plan.apply().context("nothing was written")?;
    if human {
        say(&summary::written(&plan, &examined.source.path));
    }
    Ok(Exit::Fine)
}
