//! `jwtgen check`: shows findings, and writes only the fixes that were asked
//! for.

use super::read::{Origin, load};
use super::{ERROR, Examined, examine, folder_of, inspect, print, say, tidy};
use crate::cli::{Check, Exit, Fix, Format};
use crate::fix::{self, Repair};
use crate::output::Stage;
use crate::source::Source;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Runs the command.
pub fn run(args: &Check) -> Result<Exit> {
    let out = tidy(&folder_of(&args.input.blueprint).join("out"));
    let repairs = match args.fix {
        Some(which) => fix(args, which, &out)?,
        None => Vec::new(),
    };
    let examined = examine(&args.input, &out)?;
    examined.show(args.shown.format)?;
    if args.shown.format == Format::Json {
        let mut report = examined.document();
        if args.fix.is_some() {
            report["repairs"] = repairs.iter().map(repair_json).collect();
        }
        print(&crate::text::json(&report))?;
    } else {
        say(&repairs.iter().map(repair_line).collect::<String>());
        say(&verdict(&examined));
    }
    Ok(match examined.checked() {
        Some(_) => Exit::Fine,
        None => Exit::Diagnostics,
    })
}

/// Fixes the files of a blueprint.
fn fix(args: &Check, which: Fix, out: &Path) -> Result<Vec<Repair>> {
    // A file that is not text cannot be fixed.
    let Ok(source) = load(&args.input.blueprint, &args.input.overlay, Origin::Disk)? else {
        return Ok(Vec::new());
    };
    let check = |source: &Source| inspect(source, &args.input, out).0;
    let (fixed, repairs) = fix::apply(source.clone(), which == Fix::All, check);
    write(args, &source, &fixed).context("nothing was fixed")?;
    Ok(repairs)
}

/// Writes the files that differ, all of them or none as far as the system
/// allows.
fn write(args: &Check, before: &Source, after: &Source) -> Result<()> {
    let mut stage = Stage::default();
    let input = &args.input;
    let files = [&input.blueprint].into_iter().chain(&input.overlay);
    for ((file, old), new) in files.zip(before.parts()).zip(after.parts()) {
        if old.text == new.text {
            continue;
        }
        // A link stays a link, and the mark that some editors write stays too.
        let place = fs::canonicalize(file).with_context(|| format!("`{}`", old.path))?;
        let bytes = fs::read(&place).with_context(|| format!("`{}`", old.path))?;
        let mark = bytes.len().checked_sub(old.text.len());
        let mark = mark.filter(|mark| bytes[*mark..] == *old.text.as_bytes());
        ensure!(mark.is_some(), "`{}` was changed in the meantime", old.path);
        let mut contents = bytes[..mark.unwrap_or_default()].to_vec();
        contents.extend_from_slice(new.text.as_bytes());
        stage.replace(place, &contents)?;
    }
    stage.commit()?;
    Ok(())
}

fn repair_line(repair: &Repair) -> String {
    let Repair {
        code,
        message,
        help,
        path,
        line,
    } = repair;
    crate::text::one_line(&format!("fixed {path}:{line}: {message} [{code}]: {help}")) + "\n"
}

fn repair_json(repair: &Repair) -> Value {
    json!({
        "code": repair.code,
        "message": repair.message,
        "help": repair.help,
        "file": repair.path,
        "line": repair.line,
    })
}

fn verdict(examined: &Examined) -> String {
    let path = examined.files();
    let counts = examined.counts();
    match (examined.checked(), counts.is_empty()) {
        (None, _) => format!("{ERROR}: {path} has {counts}\n"),
        (Some(_), true) => format!("{path} is fine\n"),
        (Some(_), false) => format!("{path} is fine, with {counts}\n"),
    }
}
