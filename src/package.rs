//! Function sources and the archives made from them.

mod archive;
mod disk;
mod exports;

pub use archive::archive;
pub use disk::Disk;
pub use exports::{Language, certainly_lacks, exported};

use crate::arena::Id;
use crate::model::{Function, Model};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Where sources come from.
pub trait Sources {
    /// Reads the file or folder that a function names.
    fn read(&self, source: &str) -> Result<Package, SourceError>;
}

/// Why a source cannot be packaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceError {
    /// The blueprint does not name one.
    Unwritten,
    /// It has not been read.
    Unread,
    /// There is no such file or folder.
    NotFound,
    /// This path, of the source or something in it, is outside the blueprint's
    /// folder.
    Outside(String),
    /// A folder without files.
    Empty,
    /// It cannot be read, for the given reason.
    Unreadable(String),
}

/// The files of one function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// Contents by path; `/` separates folders.
    files: BTreeMap<String, Vec<u8>>,
    /// Whether the source is a single file.
    single: bool,
}

impl Package {
    /// A package of one file.
    pub fn file(name: impl Into<String>, contents: Vec<u8>) -> Package {
        Package {
            files: BTreeMap::from([(name.into(), contents)]),
            single: true,
        }
    }

    /// A package of the files of a folder.
    pub fn folder(files: BTreeMap<String, Vec<u8>>) -> Package {
        Package {
            files,
            single: false,
        }
    }

    /// What is deployed: a single file is named `index`, unless the function names
    /// its handler. Lambda applies a new handler and new code one after the other,
    /// and calls in between fail, so that renaming the file must not change the
    /// handler. A file of an unknown language keeps its name, which may be the one
    /// that its runtime looks for.
    pub fn deployed(&self, function: &Function) -> Cow<'_, Package> {
        let only = self.files.first_key_value();
        let only = only.filter(|_| self.single && function.handler.is_none());
        let indexed = only.and_then(|(name, contents)| {
            let (_, extension) = name.rsplit_once('.')?;
            Language::of(extension)?;
            Some(Package::file(
                format!("index.{extension}"),
                contents.clone(),
            ))
        });
        indexed.map_or(Cow::Borrowed(self), Cow::Owned)
    }

    /// Paths and contents, sorted by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files
            .iter()
            .map(|(name, contents)| (name.as_str(), contents.as_slice()))
    }

    /// The handler of a function with this source: as written, otherwise the
    /// function `handler` of `index` or of the only file.
    pub fn handler(&self, function: &Function) -> String {
        let only = self.files.keys().next().filter(|_| self.single);
        let stem = only.map_or("index", |name| {
            name.rsplit_once('.')
                .map_or(name.as_str(), |(stem, _)| stem)
        });
        handler(function, stem)
    }

    /// Bytes of its archive, in which nothing is compressed.
    pub fn archived(&self) -> u64 {
        // Each file has two headers with its path, and the archive an end. Source:
        // https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
        let file = |(name, contents): (&String, &Vec<u8>)| {
            30 + 46 + 2 * name.len() as u64 + contents.len() as u64
        };
        22 + self.files.iter().map(file).sum::<u64>()
    }
}

/// The handler of a function: as written, otherwise the function `handler` of this
/// module.
pub fn handler(function: &Function, module: &str) -> String {
    match &function.handler {
        Some(handler) => handler.value.clone(),
        None => format!("{module}.handler"),
    }
}

/// The sources of every function of a model.
#[derive(Debug)]
pub struct Packages(Vec<Result<Package, SourceError>>);

impl Packages {
    /// Reads every function's source.
    pub fn load(model: &Model, sources: &dyn Sources) -> Packages {
        let load = |function: &Function| match function.source.is_empty() {
            true => Err(SourceError::Unwritten),
            false => sources.read(&function.source),
        };
        Packages(model.functions.iter().map(load).collect())
    }

    /// The source of one function.
    pub fn get(&self, function: Id<Function>) -> Result<&Package, &SourceError> {
        self.0[function.index()].as_ref()
    }
}
