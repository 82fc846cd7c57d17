//! Writes the output folder: all files are compared first, then written
//! together.
//!
//! A manifest records what jwtgen wrote. A file that is not in it, or differs
//! from its record, belongs to the user and is never touched.

mod manifest;
mod stage;

pub use manifest::{Flags, MANIFEST, Manifest, Record, is_plain};
pub use stage::Stage;

use crate::backend::Lifecycle;
use crate::generate::Files;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

/// What happens to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It does not exist yet.
    Create,
    /// It exists with other contents.
    Update,
    /// It exists with the same contents.
    Same,
    /// It exists but is no longer generated.
    Remove,
}

/// A file and what happens to it.
#[derive(Debug)]
pub struct Planned {
    /// Path below the output folder; `/` separates folders.
    pub path: String,
    /// What happens to it.
    pub change: Change,
    /// Whether jwtgen wrote a file with this name before.
    pub known: bool,
    /// Current contents, if it exists.
    pub old: Option<Vec<u8>>,
    /// New contents, unless it is removed.
    pub new: Option<Vec<u8>>,
}

/// Everything that would be written, compared with the existing files.
#[derive(Debug)]
pub struct WritePlan {
    folder: PathBuf,
    entries: Vec<Planned>,
    conflicts: Vec<Planned>,
    kept: Vec<String>,
    /// The manifest that is valid while files are moved into place.
    interim: Vec<u8>,
    /// The resources of the last compile.
    before: Lifecycle,
}

impl WritePlan {
    /// Compares the files with an output folder, which need not exist; the record
    /// goes into its manifest. With `force`, files that were
    /// edited are overwritten; none of them is removed.
    ///
    /// # Errors
    ///
    /// If something in the folder cannot be read, or there is a folder in place
    /// of a file.
    pub fn new(folder: &Path, files: Files, record: Record, force: bool) -> io::Result<WritePlan> {
        let old_manifest = Manifest::read(folder)?;
        let mut plan = WritePlan {
            folder: folder.to_owned(),
            entries: Vec::new(),
            conflicts: Vec::new(),
            kept: Vec::new(),
            interim: Vec::new(),
            before: old_manifest.resources().clone(),
        };
        let manifest = Manifest::of(&files, record);
        let paths = files.keys().map(String::as_str);
        refuse_linked_folders(folder, paths.chain(old_manifest.paths()))?;
        for (path, new) in files {
            let old = read(&folder.join(&path))?;
            let change = match &old {
                None => Change::Create,
                Some(old) if *old == new => Change::Same,
                Some(_) => Change::Update,
            };
            let edited = change == Change::Update
                && !old
                    .as_deref()
                    .is_some_and(|old| old_manifest.wrote(&path, old));
            let planned = Planned {
                known: old_manifest.lists(&path),
                path,
                change,
                old,
                new: Some(new),
            };
            match edited && !force {
                true => plan.conflicts.push(planned),
                false => plan.entries.push(planned),
            }
        }
        for path in old_manifest.paths().filter(|path| !manifest.lists(path)) {
            let place = folder.join(path);
            // A folder with that name was not written by jwtgen.
            if !place.is_file() {
                continue;
            }
            let Some(old) = read(&place)? else { continue };
            match old_manifest.wrote(path, &old) {
                true => plan.entries.push(Planned {
                    path: path.to_owned(),
                    change: Change::Remove,
                    known: true,
                    old: Some(old),
                    new: None,
                }),
                false => plan.kept.push(path.to_owned()),
            }
        }
        plan.add_manifest(&manifest)?;
        plan.interim = old_manifest.until(&manifest).to_json();
        Ok(plan)
    }

    fn add_manifest(&mut self, manifest: &Manifest) -> io::Result<()> {
        let old = read(&self.folder.join(MANIFEST))?;
        let new = manifest.to_json();
        self.entries.push(Planned {
            path: MANIFEST.to_owned(),
            known: true,
            change: match &old {
                None => Change::Create,
                Some(old) if *old == new => Change::Same,
                Some(_) => Change::Update,
            },
            old,
            new: Some(new),
        });
        Ok(())
    }

    /// The resources of the last compile into the folder.
    pub fn before(&self) -> &Lifecycle {
        &self.before
    }

    /// The output folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Files to create, update, keep and remove; the manifest comes last.
    pub fn entries(&self) -> &[Planned] {
        &self.entries
    }

    /// Edited files that would have to be overwritten.
    pub fn conflicts(&self) -> &[Planned] {
        &self.conflicts
    }

    /// Edited files that are no longer generated; they are kept.
    pub fn kept(&self) -> &[String] {
        &self.kept
    }

    /// Whether nothing would be written.
    pub fn is_current(&self) -> bool {
        self.conflicts.is_empty()
            && self
                .entries
                .iter()
                .all(|planned| planned.change == Change::Same)
    }

    /// Writes all new contents under temporary names, so that a full disk
    /// changes nothing.
    ///
    /// # Errors
    ///
    /// If something cannot be written; the folder is then unchanged.
    pub fn stage(&self) -> io::Result<Staged<'_>> {
        let mut stage = Stage::default();
        if !self.is_current() {
            stage.add(self.folder.join(MANIFEST), &self.interim)?;
        }
        for planned in &self.entries {
            if let (Change::Create | Change::Update, Some(new)) = (planned.change, &planned.new) {
                stage.add(self.folder.join(&planned.path), new)?;
            }
        }
        Ok(Staged { plan: self, stage })
    }

    /// Removes a file, and the folders that are then empty.
    fn remove(&self, path: &str) -> io::Result<()> {
        let path = self.folder.join(path);
        fs::remove_file(&path).map_err(|error| about(&path, error))?;
        let mut folder = path.parent();
        while let Some(parent) = folder.filter(|parent| *parent != self.folder) {
            // Fails if the folder contains other files.
            if fs::remove_dir(parent).is_err() {
                break;
            }
            folder = parent.parent();
        }
        Ok(())
    }
}

/// A plan whose new contents are on disk.
#[derive(Debug)]
pub struct Staged<'a> {
    plan: &'a WritePlan,
    stage: Stage,
}

impl Staged<'_> {
    /// Removes what is no longer generated and moves the new contents into place,
    /// each file atomically. First it writes a manifest that lists both the old
    /// and the new files, and last the new manifest, so that the next run
    /// completes an interrupted one.
    ///
    /// # Errors
    ///
    /// If a file cannot be removed or moved.
    pub fn commit(mut self) -> io::Result<()> {
        self.stage.commit_next()?;
        let entries = self.plan.entries.iter();
        for planned in entries.filter(|planned| planned.change == Change::Remove) {
            self.plan.remove(&planned.path)?;
        }
        self.stage.commit()
    }
}

/// Rejects symbolic links in place of folders below the output folder: files
/// would be written or removed somewhere else.
fn refuse_linked_folders<'a>(
    folder: &Path,
    paths: impl Iterator<Item = &'a str>,
) -> io::Result<()> {
    let mut seen = BTreeSet::new();
    for path in paths {
        let inner = Path::new(path).ancestors().skip(1);
        for inner in inner.filter(|inner| !inner.as_os_str().is_empty()) {
            let place = folder.join(inner);
            if seen.insert(inner) && place.is_symlink() {
                let shown = place.display();
                let message = format!("`{shown}` is a symbolic link, not a folder");
                return Err(io::Error::new(io::ErrorKind::NotADirectory, message));
            }
        }
    }
    Ok(())
}

/// A file's contents; `None` if it does not exist.
fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    let special = |metadata: fs::Metadata| !metadata.is_file() && !metadata.is_dir();
    if fs::metadata(path).is_ok_and(special) {
        let message = format!("`{}` is not a regular file", path.display());
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    match fs::read(path) {
        Ok(contents) => Ok(Some(contents)),
        Err(error) if error.kind() == io::ErrorKind::NotFound && !path.is_symlink() => Ok(None),
        Err(error) => Err(about(path, error)),
    }
}

/// An error that names its path and says what is in the way there.
fn about(path: &Path, error: io::Error) -> io::Error {
    let shown = path.display();
    let message = match error.kind() {
        io::ErrorKind::IsADirectory => format!("`{shown}` is a folder, not a file"),
        io::ErrorKind::NotADirectory => {
            let file = path.ancestors().find(|ancestor| ancestor.is_file());
            let file = file.unwrap_or(path).display();
            format!("`{file}` is a file, not a folder")
        }
        _ if path.is_symlink() && !path.exists() => format!("`{shown}` is a broken symbolic link"),
        _ => format!("`{shown}`: {error}"),
    };
    io::Error::new(error.kind(), message)
}

/// Whether a path in a manifest is below the output folder.
fn stays_inside(path: &str) -> bool {
    !path.is_empty()
        && Path::new(path)
            .components()
            .all(|component| matches!(component, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Files {
        let names = ["a.tf", "b.tf", "c/d.tf"];
        let files = names.map(|name| (name.to_owned(), format!("{name} {text}").into_bytes()));
        files.into_iter().collect()
    }

    #[test]
    fn a_run_that_was_cut_short_does_not_stand_in_the_way_of_another_blueprint() {
        let folder = tempfile::tempdir().unwrap();
        let plan =
            |text| WritePlan::new(folder.path(), files(text), Record::default(), false).unwrap();
        plan("one").stage().unwrap().commit().unwrap();
        for moved in 0..=4 {
            let two = plan("two");
            let mut staged = two.stage().unwrap();
            for _ in 0..moved {
                staged.stage.commit_next().unwrap();
            }
            drop(staged);
            let three = plan("three");
            assert!(three.conflicts().is_empty(), "after {moved} moves");
            three.stage().unwrap().commit().unwrap();
            assert!(plan("three").is_current());
        }
    }
}
