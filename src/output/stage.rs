//! Keeps new contents under temporary names until all of them are on disk.

use super::about;
use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// Files that are written but not yet moved into place. Dropping it leaves the
/// disk unchanged.
#[derive(Debug, Default)]
pub struct Stage {
    /// Temporary files and their final paths. The files are closed, since there
    /// may be more of them than a process may have open.
    files: VecDeque<(TempPath, PathBuf)>,
    /// Folders created for them.
    made: BTreeSet<PathBuf>,
}

impl Stage {
    /// Writes a file next to its final path.
    ///
    /// # Errors
    ///
    /// If it cannot be written. The error names the final path.
    pub fn add(&mut self, place: PathBuf, contents: &[u8]) -> io::Result<()> {
        self.put(place, contents, None)
    }

    /// Writes a file that replaces one of the user's, with the same permissions.
    ///
    /// # Errors
    ///
    /// If it cannot be written. The error names the final path.
    pub fn replace(&mut self, place: PathBuf, contents: &[u8]) -> io::Result<()> {
        let permissions = fs::metadata(&place)
            .map_err(|error| about(&place, error))?
            .permissions();
        self.put(place, contents, Some(permissions))
    }

    fn put(
        &mut self,
        place: PathBuf,
        contents: &[u8],
        permissions: Option<fs::Permissions>,
    ) -> io::Result<()> {
        let folder = place.parent().unwrap_or(Path::new(""));
        self.make(folder)?;
        let write = || {
            let mut file = temporary(folder)?;
            // Not with the methods of the temporary file, whose errors name its path.
            file.as_file_mut().write_all(contents)?;
            if let Some(permissions) = permissions {
                file.as_file().set_permissions(permissions)?;
            }
            Ok(file.into_temp_path())
        };
        let file = write().map_err(|error| about(&place, error))?;
        self.files.push_back((file, place));
        Ok(())
    }

    /// Moves all files into place, in the order in which they were added.
    ///
    /// # Errors
    ///
    /// If a file cannot be moved; those before it are then in place.
    pub fn commit(&mut self) -> io::Result<()> {
        while !self.files.is_empty() {
            self.commit_next()?;
        }
        // Paths may go through a folder that holds none of the files.
        self.made.clear();
        Ok(())
    }

    /// Moves the next file into place, if there is one.
    ///
    /// # Errors
    ///
    /// If it cannot be moved.
    pub fn commit_next(&mut self) -> io::Result<()> {
        let Some((file, place)) = self.files.pop_front() else {
            return Ok(());
        };
        file.persist(&place)
            .map_err(|error| about(&place, error.error))
    }

    fn make(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = folder
            .ancestors()
            .take_while(|ancestor| !ancestor.as_os_str().is_empty() && !ancestor.exists())
            .collect();
        for folder in missing.into_iter().rev() {
            // `a/..` is there as soon as `a` is.
            if folder.exists() {
                continue;
            }
            fs::create_dir(folder).map_err(|error| about(folder, error))?;
            self.made.insert(folder.to_owned());
        }
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.files.clear();
        // Inner folders come after outer ones. Folders that are not empty stay.
        for folder in self.made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// A temporary file, opened like any new file: it gets the usual permissions,
/// and errors do not name its path, which means nothing to users.
fn temporary(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    // To the system, an empty path is not a folder.
    let folder = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    tempfile::Builder::new()
        .prefix(".jwtgen-")
        .make_in(folder, |path| fs::File::create_new(path))
}
