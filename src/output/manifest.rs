//! What jwtgen wrote the last time, and with which flags.

use super::{about, read, stays_inside};
use crate::backend::Lifecycle;
use crate::generate::Files;
use crate::text::invisible;
use crate::version::Constraint;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// Name of the manifest in the output folder.
pub const MANIFEST: &str = ".jwtgen.json";

/// The flags that an output was compiled with, apart from where it is.
///
/// A manifest is input like any other: paths are checked when it is read, and
/// no verdict may depend on these flags only.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flags {
    /// File name of the blueprint: several may share a folder.
    pub blueprint: String,
    /// `--aws-provider`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aws_provider: Option<String>,
    /// `--overlay`, each as a path below the blueprint's folder; `/` separates
    /// folders.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overlays: Vec<String>,
    /// Whether there were overlays outside the blueprint's folder, whose paths
    /// mean nothing on another machine, or whose paths contain invisible
    /// characters. No overlay is listed then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unlisted_overlays: bool,
}

impl Flags {
    /// Whether no flag was given.
    pub fn is_empty(&self) -> bool {
        self.aws_provider.is_none() && self.overlays.is_empty() && !self.unlisted_overlays
    }

    /// What is wrong with flags that a manifest lists.
    fn flaw(&self) -> Option<String> {
        let outside = self.overlays.iter().find(|path| !stays_inside(path));
        let constraint = self.aws_provider.as_deref();
        let texts = self.overlays.iter().chain(&self.aws_provider);
        let mut texts = texts.chain([&self.blueprint]);
        if !texts.all(|text| is_plain(text)) {
            return Some("its flags contain invisible characters".into());
        }
        match (outside, constraint.map(Constraint::parse)) {
            (Some(path), _) => Some(format!("it lists the overlay `{path}`, which is outside")),
            (None, Some(Err(_))) => Some("its `aws_provider` is not a version constraint".into()),
            _ => None,
        }
    }
}

/// Whether a text looks like what it is. One that does not is neither recorded
/// nor shown.
pub fn is_plain(text: &str) -> bool {
    !text.contains(invisible)
}

/// What a manifest records of a compile, apart from its files.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// The flags.
    pub flags: Flags,
    /// The resources that an apply can lose.
    pub resources: Lifecycle,
}

/// Hashes of generated files by path.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the format.
    version: u32,
    /// SHA-256 in hexadecimal by path.
    files: BTreeMap<String, String>,
    /// The same for files that a run is about to write. An interrupted run leaves
    /// it behind, so that the next one knows its files even if the blueprint has
    /// changed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pending: BTreeMap<String, String>,
    /// The flags; none where none was given, as before flags were recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    flags: Option<Flags>,
    /// What the next compile compares with: the resources that an apply can lose.
    #[serde(default, skip_serializing_if = "Lifecycle::is_empty")]
    resources: Lifecycle,
}

impl Manifest {
    /// The manifest of files that are about to be written.
    pub fn of(files: &Files, record: Record) -> Manifest {
        Manifest {
            version: 1,
            files: files
                .iter()
                .map(|(path, contents)| (path.clone(), hash(contents)))
                .collect(),
            pending: BTreeMap::new(),
            flags: Some(record.flags).filter(|flags| !flags.is_empty()),
            resources: record.resources,
        }
    }

    /// The flags that it records.
    pub fn flags(&self) -> Option<&Flags> {
        self.flags.as_ref()
    }

    /// The resources of this compile.
    pub fn resources(&self) -> &Lifecycle {
        &self.resources
    }

    /// The manifest to use while the files of `next` replace those listed here.
    pub fn until(mut self, next: &Manifest) -> Manifest {
        self.version = next.version;
        self.pending = next.files.clone();
        self.flags = next.flags.clone();
        self
    }

    /// The manifest in an output folder; empty if it does not exist.
    ///
    /// # Errors
    ///
    /// When it cannot be read or is not a manifest: without it, generated files
    /// could not be distinguished from others.
    pub fn read(folder: &Path) -> io::Result<Manifest> {
        let path = folder.join(MANIFEST);
        let Some(contents) = read(&path)? else {
            return Ok(Manifest::default());
        };
        Manifest::parse(&contents).map_err(|why| {
            let help = "restore it, or delete it and compile with `--force`";
            let why = format!("{why}; {help}");
            about(&path, io::Error::new(io::ErrorKind::InvalidData, why))
        })
    }

    /// A manifest from its text.
    ///
    /// # Errors
    ///
    /// Why it is not one, or cannot be used.
    pub fn parse(contents: &[u8]) -> Result<Manifest, String> {
        let manifest: Manifest = serde_json::from_slice(contents)
            .map_err(|error| format!("not a manifest of jwtgen ({error})"))?;
        if manifest.version != 1 {
            return Err(format!("a manifest of version {}", manifest.version));
        }
        if let Some(flaw) = manifest.flags.as_ref().and_then(Flags::flaw) {
            return Err(flaw);
        }
        if !manifest.resources.texts().all(is_plain) {
            return Err("the resources it lists contain invisible characters".into());
        }
        if !manifest.paths().all(is_plain) {
            return Err("the paths it lists contain invisible characters".into());
        }
        let outside = manifest.paths().find(|path| !stays_inside(path));
        match outside.map(str::to_owned) {
            Some(path) => Err(format!("it lists `{path}`, which is outside")),
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
        let mut json = serde_json::to_string_pretty(self).expect("a manifest serializes");
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
