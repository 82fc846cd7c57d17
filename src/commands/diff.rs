//! `jwtgen diff`: what a change means for who may call what.

use super::flags::{self, Beside};
use super::read::{Origin, load};
use super::{Examined, print, say};
use crate::Complete;
use crate::cli::{Diff as Args, DiffFormat, Exit, FailOn};
use crate::diagnostic::sarif;
use crate::diff::{self, Diff};
use crate::package::{Package, SourceError, Sources};
use crate::text::one_line;
use anyhow::Result;
use std::path::{Path, PathBuf};

/// Runs the command.
pub fn run(args: &Args) -> Result<Exit> {
    let (old_side, new_side) = (Side::of(&args.old), Side::of(&args.new));
    let recorded = flags::beside(new_side.path, new_side.origin, &args.overlay)?;
    say(recorded.notes());
    let old = examine(&old_side, &args.overlay, &recorded)?;
    let new = examine(&new_side, &args.overlay, &recorded)?;
    let exit = refusals(&old, &new)?;
    let (Some(before), Some(after)) = (old.complete(), new.complete()) else {
        return Ok(exit);
    };
    let found = Diff::new(before, after);
    print(&match args.format {
        DiffFormat::Text => diff::text(&found),
        DiffFormat::Markdown => diff::markdown(&found),
        DiffFormat::Json => crate::text::json(&diff::json(&found)),
        DiffFormat::Sarif => {
            let findings = diff::findings(&found, &after.model);
            crate::text::json(&sarif::log(&findings, &new.source))
        }
    })?;
    let counts = |found: &Diff| match args.fail_on {
        Some(FailOn::Widen) => found.widens(),
        Some(FailOn::Any) => !found.is_empty(),
        None => false,
    };
    // A manifest comes with the change that is reviewed, so its flags must not
    // hide anything.
    let hidden = !counts(&found)
        && !recorded.overlays.is_empty()
        && counts_without(&old_side, &new_side, counts)?;
    if hidden {
        say(
            "note: access changes without the overlays that the manifest records, so this counts as a difference\n",
        );
    }
    Ok(match exit {
        Exit::Fine if hidden || counts(&found) => Exit::Different,
        exit => exit,
    })
}

/// Whether the difference counts where neither side has its recorded overlays.
fn counts_without(old: &Side<'_>, new: &Side<'_>, counts: impl Fn(&Diff) -> bool) -> Result<bool> {
    let none = Beside::default();
    let (old, new) = (examine(old, &[], &none)?, examine(new, &[], &none)?);
    let both: Option<(&Complete, &Complete)> = old.complete().zip(new.complete());
    Ok(both.is_some_and(|(old, new)| counts(&Diff::new(old, new))))
}

/// Shows what is wrong with the two sides. What rules found in the old one
/// cannot be changed any more, so it is only counted.
fn refusals(old: &Examined, new: &Examined) -> Result<Exit> {
    match (old.checked(), old.complete()) {
        (None, None) => old.show_refusal()?,
        (None, Some(_)) => say(&format!(
            "note: {} has {}; it is compared anyway\n",
            old.files(),
            old.counts()
        )),
        (Some(_), _) => {}
    }
    if new.checked().is_none() {
        new.show_refusal()?;
    }
    Ok(match (old.checked(), new.checked()) {
        (Some(_), Some(_)) => Exit::Fine,
        _ => Exit::Diagnostics,
    })
}

/// A blueprint to compare: a file, or `git:REV:path`.
struct Side<'a> {
    origin: Origin<'a>,
    path: &'a Path,
}

impl Side<'_> {
    fn of(text: &str) -> Side<'_> {
        let in_git = text
            .strip_prefix("git:")
            .and_then(|rest| rest.split_once(':'));
        match in_git {
            Some((revision, path)) => Side {
                origin: Origin::Git(revision),
                path: Path::new(path),
            },
            None => Side {
                origin: Origin::Disk,
                path: Path::new(text),
            },
        }
    }
}

/// Reads and checks one side. Who may call what does not depend on the
/// functions' sources, which a revision of a repository could hardly give.
fn examine(side: &Side<'_>, given: &[PathBuf], recorded: &Beside) -> Result<Examined> {
    let mut overlays = given.to_vec();
    for path in recorded.of(side.path) {
        match super::read::exists(&path, side.origin) {
            true => overlays.push(path),
            // The change that is compared may be what adds it.
            false => {
                let (side, path) = (side.path.display(), path.display());
                let note = format!("note: `{side}` has no overlay `{path}` and is read without it");
                say(&(one_line(&note) + "\n"));
            }
        }
    }
    let source = match load(side.path, &overlays, side.origin)? {
        Ok(source) => source,
        Err(broken) => return Ok(broken),
    };
    let (diagnostics, judged) = crate::examine(&source, &Unread, None);
    Ok(Examined {
        source,
        diagnostics,
        judged,
    })
}

/// No source is looked at.
struct Unread;

impl Sources for Unread {
    fn read(&self, _: &str) -> Result<Package, SourceError> {
        Err(SourceError::Unread)
    }
}
