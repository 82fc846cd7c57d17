//! `jwtgen diff`: what a change means for who may call what.

use super::read::{Origin, load};
use super::{ERROR, Examined, print, say};
use crate::cli::{Diff as Args, DiffFormat, Exit, FailOn, Format};
use crate::diagnostic::sarif;
use crate::diff::{self, Diff};
use crate::package::{Package, SourceError, Sources};
use anyhow::Result;
use std::path::{Path, PathBuf};

/// Runs the command.
pub fn run(args: &Args) -> Result<Exit> {
    let old = examine(&args.old, &args.overlay)?;
    let new = examine(&args.new, &args.overlay)?;
    let (Some(before), Some(after)) = (&old.checked, &new.checked) else {
        for side in [old, new].iter().filter(|side| side.checked.is_none()) {
            side.show(Format::Human)?;
            let path = side.source.path();
            say(&format!("{ERROR}: `{path}` has {}\n", side.counts()));
        }
        return Ok(Exit::Diagnostics);
    };
    let found = Diff::new(before, after);
    print(&match args.format {
        DiffFormat::Text => diff::text(&found),
        DiffFormat::Markdown => diff::markdown(&found),
        DiffFormat::Json => format!("{:#}\n", diff::json(&found)),
        DiffFormat::Sarif => {
            let findings = diff::findings(&found, &after.model);
            format!("{:#}\n", sarif::log(&findings, &new.source))
        }
    })?;
    let fails = match args.fail_on {
        Some(FailOn::Widen) => found.widens(),
        Some(FailOn::Any) => !found.is_empty(),
        None => false,
    };
    Ok(match fails {
        true => Exit::Different,
        false => Exit::Fine,
    })
}

/// Reads and checks one side. Access does not hang on the functions' sources,
/// which a revision of a repository could hardly give.
fn examine(side: &str, overlays: &[PathBuf]) -> Result<Examined> {
    let in_git = side
        .strip_prefix("git:")
        .and_then(|rest| rest.split_once(':'));
    let (origin, path) = match in_git {
        Some((revision, path)) => (Origin::Git(revision), path),
        None => (Origin::Disk, side),
    };
    let source = match load(Path::new(path), overlays, origin)? {
        Ok(source) => source,
        Err(broken) => return Ok(broken),
    };
    let (diagnostics, checked) = crate::check(&source, &Unread, None);
    Ok(Examined {
        source,
        diagnostics,
        checked,
    })
}

/// No source is looked at.
struct Unread;

impl Sources for Unread {
    fn read(&self, _: &str) -> Result<Package, SourceError> {
        Err(SourceError::Unread)
    }
}
