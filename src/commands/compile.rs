//! `jwtgen compile`: checks, generates, and writes what changed.

use super::flags::{self, Remembered};
use super::{ERROR, Examined, examine, folder_of, print, say, summary, tidy};
use crate::backend;
use crate::cli::{Compile, Deny, Exit, Format};
use crate::diagnostic::Diagnostics;
use crate::generate;
use crate::model::Model;
use crate::output::{Change, Flags, WritePlan};
use crate::rules::{removed_throttle, replaced_resource};
use crate::source::Span;
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
        let files = generate::files(checked);
        WritePlan::new(&out, files, flags.clone(), args.force)
    });
    if let Some(Ok(plan)) = &plan {
        warn_of_replacements(&mut examined, plan, args.input.deny);
    }
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
    let words = || summary::written(&plan, path) + &changed(before.as_ref(), &flags);
    tell(&words, summary::json(&plan, true))?;
    Ok(Exit::Fine)
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

/// Compares Terraform that was written before with what would be.
fn warn_of_replacements(examined: &mut Examined, plan: &WritePlan, deny: Option<Deny>) {
    let Some(checked) = examined.checked() else {
        return;
    };
    let model = &checked.model;
    let place = match &model.identity {
        Some(identity) => identity.span,
        None => model.name.span,
    };
    let text = |bytes: &Option<Vec<u8>>| {
        let bytes = bytes.as_deref().unwrap_or_default();
        String::from_utf8_lossy(bytes).into_owned()
    };
    let mut later = Diagnostics::default();
    for planned in plan.entries() {
        let changes = matches!(planned.change, Change::Update | Change::Remove);
        if !changes || !planned.path.ends_with(".tf") {
            continue;
        }
        if backend::removes_throttle(&text(&planned.old), &text(&planned.new)) {
            later.push(removed_throttle::diagnostic(model.name.span));
        }
        for found in backend::replaced(&text(&planned.old), &text(&planned.new)) {
            let attribute = found.attribute;
            later.push(replaced_resource::diagnostic(
                &found.address,
                attribute,
                found.loses,
                client(model, &found.address).unwrap_or(place),
            ));
        }
    }
    checked.lints.judge(&mut later);
    examined.diagnostics.append(later, 0);
    examined.diagnostics.sort();
    if deny == Some(Deny::Warnings) {
        examined.diagnostics.deny_warnings();
    }
    if examined.diagnostics.has_errors() {
        examined.refuse();
    }
}

/// The place of the app client at an address.
fn client(model: &Model, address: &str) -> Option<Span> {
    let mut clients = model.clients.iter();
    let client = clients
        .find(|client| backend::client_address(model, &client.name).as_deref() == Some(address));
    client.map(|client| client.name.span)
}
