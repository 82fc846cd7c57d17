//! What jwtgen wrote the last time.

use super::{about, read, stays_inside};
use crate::generate::Files;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// Name of the manifest in the output folder.
pub const MANIFEST: &str = ".jwtgen.json";

/// Hashes of generated files by path.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// Form of this file.
    version: u32,
    /// SHA-256 in hexadecimal by path.
    files: BTreeMap<String, String>,
    /// The same of what a run is about to write. A run that was cut short leaves
    /// it behind, so that the next one knows its files whatever the blueprint
    /// says by then.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pending: BTreeMap<String, String>,
}

impl Manifest {
    /// The manifest of files that are about to be written.
    pub fn of(files: &Files) -> Manifest {
        Manifest {
            version: 1,
            files: files
                .iter()
                .map(|(path, contents)| (path.clone(), hash(contents)))
                .collect(),
            pending: BTreeMap::new(),
        }
    }

    /// What holds while the files of `next` take the places of those listed
    /// here.
    pub fn until(mut self, next: &Manifest) -> Manifest {
        self.version = next.version;
        self.pending = next.files.clone();
        self
    }

    /// The manifest in an output folder; empty if there is none.
    ///
    /// # Errors
    ///
    /// When it cannot be read or is not a manifest: without it, nobody could
    /// tell generated files from others.
    pub fn read(folder: &Path) -> io::Result<Manifest> {
        let path = folder.join(MANIFEST);
        let Some(contents) = read(&path)? else {
            return Ok(Manifest::default());
        };
        let broken = |why: String| {
            let help = "restore it, or delete it and compile with `--force`";
            about(
                &path,
                io::Error::new(io::ErrorKind::InvalidData, format!("{why}; {help}")),
            )
        };
        let manifest: Manifest = serde_json::from_slice(&contents)
            .map_err(|error| broken(format!("not a manifest of jwtgen ({error})")))?;
        if manifest.version != 1 {
            return Err(broken(format!(
                "a manifest of version {}",
                manifest.version
            )));
        }
        let outside = manifest.paths().find(|path| !stays_inside(path));
        match outside.map(str::to_owned) {
            Some(path) => Err(broken(format!("it lists `{path}`, which is outside"))),
            None => Ok(manifest),
        }
    }

    /// Whether a file is as jwtgen wrote it.
    pub fn wrote(&self, path: &str, contents: &[u8]) -> bool {
        let known = [&self.files, &self.pending].map(|files| files.get(path));
        // Hashing is worth it only for a file that is listed.
        known.iter().any(Option::is_some) && known.contains(&Some(&hash(contents)))
    }

    /// Whether the manifest lists a file.
    pub fn lists(&self, path: &str) -> bool {
        self.files.contains_key(path) || self.pending.contains_key(path)
    }

    /// The files it lists.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let pending = self.pending.keys();
        let pending = pending.filter(|path| !self.files.contains_key(*path));
        self.files.keys().chain(pending).map(String::as_str)
    }

    /// The manifest as it is written.
    pub fn to_json(&self) -> Vec<u8> {
        // INVARIANT: a map of strings always has a JSON form.
        let mut json = serde_json::to_string_pretty(self).expect("a manifest serialises");
        json.push('\n');
        json.into_bytes()
    }
}

fn hash(contents: &[u8]) -> String {
    Sha256::digest(contents)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
