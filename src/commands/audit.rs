//! `jwtgen audit`: whether Terraform does what the blueprint says.

use super::flags::{self, Remembered};
use super::{ERROR, examine, folder_of, print, say, shell_word, tidy};
use crate::Checked;
use crate::audit::{self, Audit, Verdict};
use crate::cli::{Audit as Args, DiffFormat, Exit};
use crate::evidence::{Disk, Evidence, Folder, is_plan};
use crate::generate;
use crate::output::{Change, Flags, MANIFEST, WritePlan};
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
            if args.module.is_none() {
                say(
                    "help: if the output is a module of a larger configuration, pass its address, as in `--module module.NAME`\n",
                );
            }
            return Ok(Exit::Different);
        }
    };
    let beside = Disk::new(&out);
    let mut with_folder = None;
    if let Some(document) = document
        .as_ref()
        .filter(|document| args.config.is_none() && is_plan(document) && found.leaves_open())
    {
        match choose(args, document, &evidence, &out, &beside)? {
            Choice::Read(evidence) => {
                found = audit::audit(checked, &evidence, module)?;
                found.origins.folder = Some(out.display().to_string());
                found.doubts.extend(edited(checked, &out)?);
                with_folder = Some(evidence);
            }
            Choice::Leave { note, help } => {
                found.origins.notes.extend(note);
                found.origins.help = Some(help);
            }
        }
    }
    let evidence = with_folder.as_ref().unwrap_or(&evidence);
    confirm(args, &remembered, evidence, &out, &mut found)?;
    let source = &examined.source;
    print(&match args.format {
        DiffFormat::Text => audit::text(&found, source),
        DiffFormat::Markdown => audit::markdown(&found, source),
        DiffFormat::Json => format!("{:#}\n", audit::json(&found, source)),
        DiffFormat::Sarif => {
            let whole = checked.model.name.span;
            format!("{:#}\n", audit::sarif(&found, source, whole))
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

/// What becomes of the output folder next to a blueprint.
enum Choice<'f> {
    /// The plan was made from it.
    Read(Evidence<'f>),
    /// It is not read.
    Leave {
        /// Why, where that is not obvious.
        note: Option<String>,
        /// How to find out what the plan leaves open.
        help: String,
    },
}

/// Reads the output folder in addition to a plan only where it is the blueprint's and
/// the plan was made from it. The verdict is then what `--config` gives.
fn choose<'f>(
    args: &Args,
    document: &Value,
    plan: &Evidence<'_>,
    out: &Path,
    folder: &'f Disk,
) -> Result<Choice<'f>> {
    let leave = |folder: &str, note| Choice::Leave {
        note,
        help: format!(
            "a first plan leaves out what depends on ids; `--config {folder}` reads the folder \
             that the plan was made from"
        ),
    };
    let shown = out.display();
    let ours = || -> Result<bool> {
        Ok(args.module.is_none() && flags::recorded(out, &args.input.blueprint)?.is_some())
    };
    if args.no_out && out.join(MANIFEST).exists() {
        return Ok(leave(&shell_word(out), None));
    }
    if args.no_out || !ours()? {
        return Ok(leave("DIR", None));
    }
    let why = match Evidence::of_json(document, Some(folder)) {
        Err(refusal) => refusal.to_string(),
        Ok(evidence) => {
            let mut more = evidence.doubts.iter();
            match more.find(|doubt| !plan.doubts.contains(doubt)) {
                None => return Ok(Choice::Read(evidence)),
                Some(doubt) => doubt.clone(),
            }
        }
    };
    let note = format!("the files of `{shown}` were not read: {why}");
    Ok(leave("DIR", Some(note)))
}

/// Why an output folder proves nothing about a plan: it is not what the
/// blueprint compiles to. Nothing else says that it is the
/// folder of the plan.
fn edited(checked: &Checked, out: &Path) -> Result<Option<String>> {
    let plan = WritePlan::new(out, generate::files(checked), Flags::default(), false)?;
    let entries = plan.entries().iter();
    let changed = entries.filter(|file| file.change != Change::Same && file.path != MANIFEST);
    let mut paths = plan.conflicts().iter().chain(changed);
    let path = paths.next().map(|file| &file.path);
    let path = path.or_else(|| plan.kept().first());
    Ok(path.map(|path| {
        format!(
            "`{}` is not what the blueprint compiles to, so its folder does not prove what the \
             plan leaves out; compile, then plan again",
            out.join(path).display()
        )
    }))
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
    serde_json::from_slice(&bytes).with_context(|| format!("`{shown}` is not JSON"))
}

fn alone(args: &Args, evidence: &Evidence<'_>) -> Result<Exit> {
    let apis = audit::alone(evidence);
    if apis.is_empty() {
        bail!("`{}` contains no HTTP API", args.evidence.display());
    }
    print(&match args.format {
        DiffFormat::Json => format!("{:#}\n", audit::alone_json(&apis)),
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
