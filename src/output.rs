//! Files to the output folder: everything is compared first, then written at
//! once.
//!
//! A manifest remembers what jwtgen wrote. A file that is not in it, or is not
//! as it says, belongs to somebody else and is never touched.

mod manifest;

use crate::generate::Files;
use manifest::{MANIFEST, Manifest};
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use tempfile::NamedTempFile;

/// What becomes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It does not exist yet.
    Create,
    /// It is there with other contents.
    Update,
    /// It is there already.
    Same,
    /// It is there and no longer generated.
    Remove,
}

/// A file and what becomes of it.
#[derive(Debug)]
pub struct Planned {
    /// Path below the output folder; `/` separates folders.
    pub path: String,
    /// What becomes of it.
    pub change: Change,
    /// Contents now, if it exists.
    pub old: Option<Vec<u8>>,
    /// Contents to be, unless it is removed.
    pub new: Option<Vec<u8>>,
}

/// Everything that would be written, compared with what is there.
#[derive(Debug)]
pub struct WritePlan {
    folder: PathBuf,
    entries: Vec<Planned>,
    conflicts: Vec<Planned>,
    kept: Vec<String>,
}

impl WritePlan {
    /// Compares the files with an output folder, which need not exist. With
    /// `force`, files that were edited are overwritten.
    ///
    /// # Errors
    ///
    /// When something in the folder cannot be read, or a folder stands where a
    /// file belongs.
    pub fn new(folder: &Path, files: Files, force: bool) -> io::Result<WritePlan> {
        let old_manifest = Manifest::read(folder)?;
        let mut plan = WritePlan {
            folder: folder.to_owned(),
            entries: Vec::new(),
            conflicts: Vec::new(),
            kept: Vec::new(),
        };
        let manifest = Manifest::of(&files);
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
            let Some(old) = read(&folder.join(path))? else {
                continue;
            };
            match old_manifest.wrote(path, &old) || force {
                true => plan.entries.push(Planned {
                    path: path.to_owned(),
                    change: Change::Remove,
                    old: Some(old),
                    new: None,
                }),
                false => plan.kept.push(path.to_owned()),
            }
        }
        plan.add_manifest(&manifest)?;
        Ok(plan)
    }

    fn add_manifest(&mut self, manifest: &Manifest) -> io::Result<()> {
        let old = read(&self.folder.join(MANIFEST))?;
        let new = manifest.to_json();
        self.entries.push(Planned {
            path: MANIFEST.to_owned(),
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

    /// The output folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Files to create, update, leave and remove; the manifest comes last.
    pub fn entries(&self) -> &[Planned] {
        &self.entries
    }

    /// Files that were edited and stand in the way.
    pub fn conflicts(&self) -> &[Planned] {
        &self.conflicts
    }

    /// Files that are no longer generated and were edited; they stay.
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

    /// Writes what changed. All new contents are on disk under temporary names
    /// before the first file changes, so that a full disk changes nothing; each
    /// file then takes its place at once.
    ///
    /// # Errors
    ///
    /// When something cannot be written.
    pub fn apply(&self) -> io::Result<()> {
        let mut made = MadeFolders::default();
        let staged = match self.stage(&mut made) {
            Ok(staged) => staged,
            Err(error) => {
                made.undo();
                return Err(error);
            }
        };
        for (file, path) in staged {
            file.persist(&path)
                .map_err(|error| about(&path, error.error))?;
        }
        for planned in self.entries.iter().filter(|p| p.change == Change::Remove) {
            self.remove(&planned.path)?;
        }
        Ok(())
    }

    fn stage(&self, made: &mut MadeFolders) -> io::Result<Vec<(NamedTempFile, PathBuf)>> {
        let mut staged = Vec::new();
        for planned in &self.entries {
            let (Change::Create | Change::Update, Some(new)) = (planned.change, &planned.new)
            else {
                continue;
            };
            let path = self.folder.join(&planned.path);
            let folder = path.parent().unwrap_or(&self.folder);
            made.make(folder)?;
            let mut file = temporary(folder).map_err(|error| about(&path, error))?;
            file.write_all(new)
                .and_then(|()| file.flush())
                .map_err(|error| about(&path, error))?;
            staged.push((file, path));
        }
        Ok(staged)
    }

    /// Removes a file and the folders that it leaves empty.
    fn remove(&self, path: &str) -> io::Result<()> {
        let path = self.folder.join(path);
        fs::remove_file(&path).map_err(|error| about(&path, error))?;
        let mut folder = path.parent();
        while let Some(parent) = folder.filter(|parent| *parent != self.folder) {
            // Fails when something of somebody else's is left there.
            if fs::remove_dir(parent).is_err() {
                break;
            }
            folder = parent.parent();
        }
        Ok(())
    }
}

/// Folders made for this output, innermost last.
#[derive(Default)]
struct MadeFolders(BTreeSet<PathBuf>);

impl MadeFolders {
    fn make(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = folder
            .ancestors()
            .take_while(|ancestor| !ancestor.as_os_str().is_empty() && !ancestor.exists())
            .collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder).map_err(|error| about(folder, error))?;
            self.0.insert(folder.to_owned());
        }
        Ok(())
    }

    fn undo(self) {
        for folder in self.0.into_iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// A temporary file with the permissions that an ordinary new file gets.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".jwtgen-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// A file's contents; `None` if there is none.
fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(contents) => Ok(Some(contents)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(about(path, error)),
    }
}

/// An error that names the path it is about.
fn about(path: &Path, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// Whether a path of a manifest stays below the output folder.
fn stays_inside(path: &str) -> bool {
    !path.is_empty()
        && Path::new(path)
            .components()
            .all(|component| matches!(component, Component::Normal(_)))
}
