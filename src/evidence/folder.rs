//! Where Terraform files are read from.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// How large a file may be, in bytes: more than the 250 MB of the largest package.
/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>.
const LARGEST: u64 = 256 << 20;

/// A folder with Terraform files.
pub trait Folder {
    /// Names of the entries of a folder below this one.
    ///
    /// # Errors
    ///
    /// When there is no such folder, or it cannot be read.
    fn names(&self, below: &Path) -> io::Result<Vec<String>>;

    /// Contents of a file below this folder.
    ///
    /// # Errors
    ///
    /// When there is no such file, or it cannot be read.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
}

/// A folder of the disk.
pub struct Disk(PathBuf);

impl Disk {
    /// The folder of this path.
    pub fn new(path: impl Into<PathBuf>) -> Disk {
        Disk(path.into())
    }
}

impl Folder for Disk {
    fn names(&self, below: &Path) -> io::Result<Vec<String>> {
        fs::read_dir(self.0.join(below))?
            .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
            .collect()
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let path = self.0.join(path);
        // A pipe or a device may have no end, or none yet.
        if !fs::metadata(&path)?.is_file() {
            return Err(io::Error::other("it is not a regular file"));
        }
        let mut bytes = Vec::new();
        let mut file = fs::File::open(path)?.take(LARGEST + 1);
        file.read_to_end(&mut bytes)?;
        match bytes.len() as u64 > LARGEST {
            true => Err(io::Error::other("it is too large")),
            false => Ok(bytes),
        }
    }
}

/// Files by path; `/` separates folders.
impl Folder for BTreeMap<String, Vec<u8>> {
    fn names(&self, below: &Path) -> io::Result<Vec<String>> {
        let inside = self.keys().filter_map(|path| {
            let first = Path::new(path).strip_prefix(below).ok()?;
            let first = first.components().next()?;
            Some(first.as_os_str().to_string_lossy().into_owned())
        });
        let names: BTreeSet<String> = inside.collect();
        match names.is_empty() {
            true => Err(io::ErrorKind::NotFound.into()),
            false => Ok(names.into_iter().collect()),
        }
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let tidy: PathBuf = path
            .components()
            .filter(|component| *component != std::path::Component::CurDir)
            .collect();
        self.get(&tidy.display().to_string())
            .cloned()
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}
