//! `jwtgen compile`: checks, generates, and writes what changed.

use super::flags::{self, Remembered};
use super::{ERROR, consequences, examine, folder_of, print, say, summary, tidy};
use crate::backend::Lifecycle;
use crate::cli::{Compile, Exit, Format};
use crate::generate;
use crate::output::{Flags, Record, WritePlan};
use crate::text::one_line;
use anyhow::{Context, Result};
use serde_json::{Value, json};

/// Runs the command.
pub fn run(args: &Compile) -> Result<Exit> {
    let out = tidy(&match &args.out {
        Some(out) => out.clone(),
        None => folder_of(&args.input.blueprint).join("out"),
    });
    // What is written is what the command line says; what is checked is what
    // was written.
    let remembered = match args.check {
        true => Remembered::new(&args.input, &out)?,
        false => Remembered::nothing(&args.input),
    };
    let mut examined = examine(&remembered.input, &out)?;
    let flags = flags::given(&remembered.input);
    let plan = examined.checked().map(|checked| {
        let graph = generate::graph(checked);
        let resources = Lifecycle::of(&checked.model, &graph);
        let files = generate::files_of(checked, &graph);
        let record = Record {
            flags: flags.clone(),
            resources: resources.clone(),
        };
        let plan = WritePlan::new(&out, files, record, args.force);
        (plan, graph, resources)
    });
    if let Some((Ok(plan), graph, next)) = &plan {
        consequences::warn(&mut examined, plan, (graph, next), args.input.deny);
    }
    let plan = plan.map(|(plan, ..)| plan);
    examined.show(args.shown.format)?;
    // Whatever the outcome, it is reported once: as text or as one document.
    let tell = |words: &dyn Fn() -> String, output: Value| match args.shown.format {
        Format::Json => {
            let mut report = examined.document();
            report["output"] = output;
            print(&crate::text::json(&report))
        }
        Format::Human | Format::Short | Format::Sarif | Format::Github => {
            say(&words());
            Ok(())
        }
    };
    let path = &examined.named(str::to_owned);
    let (Some(_), Some(plan)) = (examined.checked(), plan) else {
        let counts = examined.counts();
        let notes = remembered.notes();
        let words = || {
            format!(
                "{notes}{ERROR}: nothing was written: {} has {counts}\n",
                examined.files()
            )
        };
        tell(&words, Value::Null)?;
        return Ok(Exit::Diagnostics);
    };
    let plan = plan.context("nothing was written")?;
    if args.check {
        let words = || remembered.notes() + &summary::check(&plan, path);
        let mut output = summary::json(&plan, false);
        if !remembered.flags.is_empty() {
            output["flags"] = json!(remembered.flags);
        }
        tell(&words, output)?;
        return Ok(match plan.is_current() {
            true => Exit::Fine,
            false => Exit::Stale,
        });
    }
    if !plan.conflicts().is_empty() {
        tell(&|| summary::refused(&plan), summary::json(&plan, false))?;
        return Ok(Exit::Diagnostics);
    }
    let before = flags::recorded(&out, &args.input.blueprint)?;
    let staged = plan.stage().context("nothing was written")?;
    staged
        .commit()
        .context("the output was only partly written; compile again")?;
    let words =
        || summary::written(&plan, path) + &changed(before.as_ref(), &flags) + uncompared(&plan);
    tell(&words, summary::json(&plan, true))?;
    Ok(Exit::Fine)
}

/// Says that nobody knows what an apply loses.
fn uncompared(plan: &WritePlan) -> &'static str {
    match summary::compared(plan) {
        true => "",
        false => {
            "note: the last compile recorded no resources, so see the plan for what an apply would replace or destroy\n"
        }
    }
}

/// Says that an output was compiled with other flags before.
fn changed(before: Option<&Flags>, now: &Flags) -> String {
    match before.filter(|before| *before != now) {
        Some(before) => {
            let (before, now) = (flags::words(before), flags::words(now));
            one_line(&format!("note: compiled with {now}; before, with {before}")) + "\n"
        }
        None => String::new(),
    }
}
