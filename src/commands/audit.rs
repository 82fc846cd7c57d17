//! `jwtgen audit`: whether Terraform does what the blueprint says.

use super::flags::Remembered;
use super::{ERROR, examine, folder_of, print, say, shell_word, tidy};
use crate::Checked;
use crate::audit::{self, Audit, Verdict};
use crate::cli::{Audit as Args, DiffFormat, Exit};
use crate::evidence::{self, Disk, Evidence, Folder, is_plan, leaves_out};
use crate::output::MANIFEST;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Runs the command.
pub fn run(args: &Args) -> Result<Exit> {
    let shown = args.evidence.display();
    let config = args.config.as_ref().map(Disk::new);
    let own = Disk::new(&args.evidence);
    let document = match args.evidence.is_dir() {
        true => None,
        false => Some(document(args)?),
    };
    let evidence = match &document {
        None => Evidence::of_folder(&own, BTreeMap::new()),
        Some(document) => {
            let folder = config.as_ref().map(|folder| folder as &dyn Folder);
            Evidence::of_json(document, folder)
        }
    }
    .with_context(|| format!("cannot audit `{shown}`"))?;
    if args.alone {
        return alone(args, &evidence);
    }
    let out = tidy(&folder_of(&args.input.blueprint).join("out"));
    let remembered = match args.no_out {
        true => Remembered::nothing(&args.input),
        false => Remembered::new(&args.input, &manifest_folder(args, &out))?,
    };
    let examined = examine(&remembered.input, &out)?;
    let Some(checked) = examined.checked() else {
        say(&remembered.notes());
        examined.show_refusal()?;
        return Ok(Exit::Diagnostics);
    };
    let module = args.module.as_deref();
    let mut found = match audit::audit(checked, &evidence, module) {
        Ok(found) => found,
        Err(refusal) => {
            say(&remembered.notes());
            say(&format!("{ERROR}: cannot audit `{shown}`: {refusal}\n"));
            if args.module.is_none() && evidence.addresses().next().is_some() {
                say(
                    "help: if the output is a module of a larger configuration, pass its address, as in `--module module.NAME`\n",
                );
            }
            return Ok(Exit::Different);
        }
    };
    let is_plan = document.as_ref().is_some_and(is_plan);
    found.origins.folder = args
        .config
        .as_ref()
        .filter(|_| is_plan)
        .map(|folder| folder.display().to_string());
    let leaves_out = document.as_ref().is_some_and(leaves_out);
    if leaves_out && args.config.is_none() && found.leaves_open() {
        found.origins.help = Some(name_the_folder(args, &out));
    }
    confirm(args, &remembered, &evidence, &out, &mut found)?;
    let source = &examined.source;
    print(&match args.format {
        DiffFormat::Text => audit::text(&found, source),
        DiffFormat::Markdown => audit::markdown(&found, source),
        DiffFormat::Json => crate::text::json(&audit::json(&found, source)),
        DiffFormat::Sarif => {
            let whole = checked.model.name.span;
            crate::text::json(&audit::sarif(&found, source, whole))
        }
    })?;
    Ok(match found.verdict() {
        Verdict::Same => Exit::Fine,
        Verdict::Different => Exit::Different,
        Verdict::Unknown => Exit::Unknown,
    })
}

/// The folder whose manifest says what the output was compiled with: the one
/// that is audited or named, else the one next to the blueprint.
fn manifest_folder(args: &Args, out: &Path) -> PathBuf {
    let named = [Some(&args.evidence), args.config.as_ref()];
    let mut named = named.into_iter().flatten();
    let own = named.find(|folder| folder.join(MANIFEST).exists());
    own.map_or_else(|| out.to_owned(), |folder| tidy(folder))
}

/// How to find out what a first plan leaves open. Only the caller knows from
/// which folder it was made.
fn name_the_folder(args: &Args, out: &Path) -> String {
    let folder = match args.module.is_none() && out.join(MANIFEST).exists() {
        true => shell_word(out),
        false => "DIR".to_owned(),
    };
    format!(
        "a first plan leaves out what depends on ids; `--config {folder}` reads the folder \
         that the plan was made from"
    )
}

/// Keeps flags that only a manifest names from making an output the same:
/// anyone who changes an output may also change its manifest.
fn confirm(
    args: &Args,
    remembered: &Remembered,
    evidence: &Evidence<'_>,
    out: &Path,
    found: &mut Audit,
) -> Result<()> {
    found.origins.notes.extend(remembered.unused());
    if remembered.flags.is_empty() {
        return Ok(());
    }
    found.origins.manifest.clone_from(&remembered.manifest);
    found.origins.flags.clone_from(&remembered.flags);
    let same = |checked: &Checked| {
        let audited = audit::audit(checked, evidence, args.module.as_deref());
        audited.is_ok_and(|audited| audited.verdict() == Verdict::Same)
    };
    let without = examine(&args.input, out)?;
    if found.verdict() == Verdict::Same && !without.checked().is_some_and(same) {
        found.doubts.push(
            "this is the same only with the flags taken from the manifest, which may have been \
             changed along with the output; repeat them on the command line"
                .to_owned(),
        );
    }
    Ok(())
}

/// Reads what `terraform show -json` wrote.
fn document(args: &Args) -> Result<Value> {
    let shown = args.evidence.display();
    let bytes = fs::read(&args.evidence).with_context(|| format!("cannot read `{shown}`"))?;
    if bytes.starts_with(b"PK") {
        bail!(
            "`{shown}` is a plan in Terraform's binary format; audit the output of `terraform show -json {shown}`"
        );
    }
    evidence::document(&bytes).with_context(|| format!("cannot audit `{shown}`"))
}

fn alone(args: &Args, evidence: &Evidence<'_>) -> Result<Exit> {
    let apis = audit::alone(evidence);
    if apis.is_empty() {
        bail!("`{}` contains no HTTP API", args.evidence.display());
    }
    print(&match args.format {
        DiffFormat::Json => crate::text::json(&audit::alone_json(&apis)),
        DiffFormat::Text => audit::alone_text(&apis),
        DiffFormat::Markdown | DiffFormat::Sarif => {
            say(&format!(
                "{ERROR}: `--alone` supports only `text` and `json`\n"
            ));
            return Ok(Exit::Usage);
        }
    })?;
    Ok(match apis.iter().all(audit::Alone::is_certain) {
        true => Exit::Fine,
        false => Exit::Unknown,
    })
}
