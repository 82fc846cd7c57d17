//! `jwtgen audit`: whether Terraform does what the blueprint says.

use super::{ERROR, examine, folder_of, print, say, tidy};
use crate::audit::{self, Verdict};
use crate::cli::{Audit as Args, DiffFormat, Exit, Format};
use crate::diagnostic::sarif;
use crate::evidence::{Disk, Evidence, Folder};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

/// Runs the command.
pub fn run(args: &Args) -> Result<Exit> {
    let shown = args.evidence.display();
    let config = args.config.as_ref().map(Disk::new);
    let folder = config.as_ref().map(|folder| folder as &dyn Folder);
    let own = Disk::new(&args.evidence);
    let evidence = match args.evidence.is_dir() {
        true => Evidence::of_folder(&own, BTreeMap::new()),
        false => Evidence::of_json(&document(args)?, folder),
    }
    .with_context(|| format!("cannot audit `{shown}`"))?;
    if args.alone {
        return alone(args, &evidence);
    }
    let out = tidy(&folder_of(&args.input.blueprint).join("out"));
    let examined = examine(&args.input, &out)?;
    let Some(checked) = examined.checked() else {
        examined.show_refusal()?;
        return Ok(Exit::Diagnostics);
    };
    let found = match audit::audit(checked, &evidence, args.module.as_deref()) {
        Ok(found) => found,
        Err(refusal) => {
            say(&format!("{ERROR}: cannot audit `{shown}`: {refusal}\n"));
            if args.module.is_none() {
                say(
                    "help: where the output is a module of a larger configuration, name it with `--module module.NAME`\n",
                );
            }
            return Ok(Exit::Different);
        }
    };
    let source = &examined.source;
    print(&match args.format {
        DiffFormat::Text => audit::text(&found, source),
        DiffFormat::Markdown => audit::markdown(&found, source),
        DiffFormat::Json => format!("{:#}\n", audit::json(&found, source)),
        DiffFormat::Sarif => {
            let findings = audit::findings(&found, checked.model.name.span);
            format!("{:#}\n", sarif::log(&findings, source))
        }
    })?;
    Ok(match found.verdict() {
        Verdict::Same => Exit::Fine,
        Verdict::Different => Exit::Different,
        Verdict::Unknown => Exit::Unknown,
    })
}

/// Reads what `terraform show -json` wrote.
fn document(args: &Args) -> Result<Value> {
    let shown = args.evidence.display();
    let bytes = fs::read(&args.evidence).with_context(|| format!("cannot read `{shown}`"))?;
    if bytes.starts_with(b"PK") {
        bail!(
            "`{shown}` is a plan in Terraform's own form; audit what `terraform show -json {shown}` writes"
        );
    }
    serde_json::from_slice(&bytes).with_context(|| format!("`{shown}` is no JSON"))
}

fn alone(args: &Args, evidence: &Evidence<'_>) -> Result<Exit> {
    let apis = audit::alone(evidence);
    if apis.is_empty() {
        bail!("`{}` holds no HTTP API", args.evidence.display());
    }
    print(&match args.format {
        DiffFormat::Json => format!("{:#}\n", audit::alone_json(&apis)),
        DiffFormat::Text => audit::alone_text(&apis),
        DiffFormat::Markdown | DiffFormat::Sarif => {
            say(&format!(
                "{ERROR}: `--alone` is written as `text` or `json`\n"
            ));
            return Ok(Exit::Usage);
        }
    })?;
    Ok(match apis.iter().all(audit::Alone::is_certain) {
        true => Exit::Fine,
        false => Exit::Unknown,
    })
}
