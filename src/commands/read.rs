//! Reads blueprints: files of this folder, or of a revision of a repository.

use super::{Examined, folder_of, tidy};
use crate::Judged;
use crate::diagnostic::Diagnostics;
use crate::output::{MANIFEST, Manifest};
use crate::rules::not_utf8;
use crate::source::Source;
use crate::syntax::owner;
use anyhow::{Context, Result, bail, ensure};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

/// Where files are read from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Origin<'a> {
    /// The disk.
    Disk,
    /// A revision, as Git names it.
    Git(&'a str),
}

/// Reads the blueprint with its overlays and the owner of its identity; a file
/// that is not UTF-8 is a finding.
pub(super) fn load(
    blueprint: &Path,
    overlays: &[PathBuf],
    origin: Origin<'_>,
) -> Result<Result<Source, Examined>> {
    let path = match origin {
        Origin::Disk => tidy(blueprint),
        // Git distinguishes `./x` from `x`.
        Origin::Git(_) => blueprint.to_owned(),
    };
    let mut source: Option<Source> = None;
    let mut broken = Diagnostics::default();
    for file in [&path].into_iter().chain(overlays) {
        let (shown, text, valid) = read(file, &path, origin)?;
        let start = source.as_ref().map_or(0, |source| source.text.len());
        if let Some(valid) = valid {
            broken.push(not_utf8::diagnostic(start + valid));
        }
        match &mut source {
            Some(source) => source.push(shown, &text),
            None => source = Some(Source::new(shown, text)),
        }
    }
    let mut source = source.context("there is no blueprint")?;
    let owner = owner::path(source.parts().map(|part| part.text));
    if let Some(owner) = owner {
        within(folder_of(&path), &owner, origin)?;
        let path = folder_of(&path).join(&owner);
        let (shown, text, valid) =
            read(&path, &path, origin).context("cannot read the `owner` of `[identity]`")?;
        // Findings quote the text, which must not be that of just any file.
        ensure!(
            owner::is_blueprint(&text),
            "the `owner` of `[identity]`, `{owner}`, is not a blueprint"
        );
        if let Some(valid) = valid {
            broken.push(not_utf8::diagnostic(source.text.len() + valid));
        }
        source.push_owner(shown, &text);
    }
    Ok(match broken.has_errors() {
        true => Err(Examined {
            source,
            diagnostics: broken,
            judged: Judged::Unresolved,
        }),
        false => Ok(source),
    })
}

/// Refuses an owner outside the repository, whose text nobody may be shown. The
/// repository is the nearest folder above the blueprint with a `.git`; without
/// one, it is the parent of the blueprint's folder. Git itself refuses paths
/// outside a revision.
fn within(folder: &Path, owner: &str, origin: Origin<'_>) -> Result<()> {
    let outside = || format!("the `owner` of `[identity]`, `{owner}`, is outside the repository");
    ensure!(Path::new(owner).is_relative(), outside());
    if let Origin::Git(_) = origin {
        return Ok(());
    }
    let here = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    let here = here.canonicalize().context("cannot find the blueprint")?;
    let root = here.ancestors().find(|above| above.join(".git").exists());
    let root = root.or(here.parent()).unwrap_or(&here);
    // Symbolic links are followed before the places are compared.
    match folder.join(owner).canonicalize() {
        Ok(found) => ensure!(found.starts_with(root), outside()),
        // That there is no such file is said later.
        Err(_) => ensure!(lexically(&here, owner).starts_with(root), outside()),
    }
    Ok(())
}

/// A path with each `..` applied to what precedes it.
fn lexically(folder: &Path, path: &str) -> PathBuf {
    let mut found = folder.to_owned();
    for part in Path::new(path).components() {
        match part {
            Component::ParentDir => {
                found.pop();
            }
            part => found.push(part),
        }
    }
    found
}

/// Whether there is such a file.
pub(super) fn exists(path: &Path, origin: Origin<'_>) -> bool {
    match origin {
        Origin::Disk => path.is_file(),
        Origin::Git(revision) => in_git(revision, path).is_ok(),
    }
}

/// The manifest of the output folder next to a blueprint, if there is one.
pub(super) fn manifest(blueprint: &Path, origin: Origin<'_>) -> Result<Option<Manifest>> {
    let folder = folder_of(blueprint).join("out");
    let path = folder.join(MANIFEST);
    match origin {
        Origin::Disk if path.exists() => Ok(Some(Manifest::read(&folder)?)),
        Origin::Disk => Ok(None),
        Origin::Git(revision) => match in_git(revision, &path) {
            Err(_) => Ok(None),
            Ok((shown, contents)) => match Manifest::parse(&contents) {
                Ok(manifest) => Ok(Some(manifest)),
                Err(why) => bail!("cannot use `{shown}`: {why}"),
            },
        },
    }
}

/// A file's name, its text, and how much of it is UTF-8 where not all of it is.
fn read(
    path: &Path,
    blueprint: &Path,
    origin: Origin<'_>,
) -> Result<(String, String, Option<usize>)> {
    let (shown, bytes) = match origin {
        Origin::Disk => on_disk(&tidy(path), blueprint)?,
        Origin::Git(revision) => in_git(revision, path)?,
    };
    let (text, valid) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            bytes.truncate(valid);
            (String::from_utf8_lossy(&bytes).into_owned(), Some(valid))
        }
    };
    // Some editors start a file with a mark that is not part of the text.
    let text = match text.strip_prefix('\u{feff}') {
        Some(text) => text.to_owned(),
        None => text,
    };
    Ok((shown, text, valid))
}

fn on_disk(path: &Path, blueprint: &Path) -> Result<(String, Vec<u8>)> {
    let shown = path.display().to_string();
    match fs::read(path) {
        Ok(bytes) => Ok((shown, bytes)),
        Err(_) if path.is_dir() && path == blueprint => {
            let inner = tidy(&path.join("blueprint.toml"));
            match inner.is_file() {
                true => bail!(
                    "`{shown}` is a folder; the blueprint is `{}`",
                    inner.display()
                ),
                false => bail!("`{shown}` is a folder; pass a blueprint file"),
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => match path == blueprint {
            true => {
                bail!("there is no file `{shown}`; create one with `jwtgen init`")
            }
            false => bail!("there is no overlay `{shown}`"),
        },
        Err(error) => Err(error).context(format!("cannot read `{shown}`")),
    }
}

/// A file as a revision has it.
fn in_git(revision: &str, path: &Path) -> Result<(String, Vec<u8>)> {
    let shown = format!("git:{revision}:{}", path.display());
    let output = Command::new("git")
        .args(["show", "--end-of-options"])
        .arg(format!("{revision}:{}", path.display()))
        .output()
        .context("cannot run `git`")?;
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.trim().trim_start_matches("fatal: ");
    ensure!(output.status.success(), "cannot read `{shown}`: {said}");
    Ok((shown, output.stdout))
}
