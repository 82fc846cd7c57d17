//! `jwtgen compile`: check, generate, and write what changed.

use super::{ERROR, examine, folder_of, print, say, summary, tidy};
use crate::cli::{Compile, Exit, Format};
use crate::diagnostic::render;
use crate::generate;
use crate::output::WritePlan;
use anyhow::{Context, Result};
use serde_json::{Value, json};

/// Runs the command.
pub fn run(args: &Compile) -> Result<Exit> {
    let out = tidy(&match &args.out {
        Some(out) => out.clone(),
        None => folder_of(&args.input.blueprint).join("out"),
    });
    let examined = examine(&args.input, &out)?;
    examined.show(args.shown.format)?;
    // Whatever the outcome, it is told once: in words or as one document.
    let tell = |words: &dyn Fn() -> String, output: Value| match args.shown.format {
        Format::Json => {
            let found = render::json(&examined.diagnostics, &examined.source);
            let report = json!({ "version": 1, "diagnostics": found, "output": output });
            print(&format!("{report:#}\n"))
        }
        Format::Human | Format::Short | Format::Sarif | Format::Github => {
            say(&words());
            Ok(())
        }
    };
    let path = examined.source.path();
    let Some(checked) = &examined.checked else {
        let counts = examined.counts();
        let words = || format!("{ERROR}: nothing was written: `{path}` has {counts}\n");
        tell(&words, Value::Null)?;
        return Ok(Exit::Diagnostics);
    };
    let plan = WritePlan::new(&out, generate::files(checked), args.force)
        .context("nothing was written")?;
    if args.check {
        tell(&|| summary::check(&plan, path), summary::json(&plan, false))?;
        return Ok(match plan.is_current() {
            true => Exit::Fine,
            false => Exit::Stale,
        });
    }
    if !plan.conflicts().is_empty() {
        tell(&|| summary::refused(&plan), summary::json(&plan, false))?;
        return Ok(Exit::Diagnostics);
    }
    let staged = plan.stage().context("nothing was written")?;
    staged
        .commit()
        .context("the output was written only in part; compile again")?;
    tell(
        &|| summary::written(&plan, path),
        summary::json(&plan, true),
    )?;
    Ok(Exit::Fine)
}
