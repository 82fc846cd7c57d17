//! Checks blueprints without file access.

use jwtgen::Checked;
use jwtgen::diagnostic::Diagnostics;
use jwtgen::package::{Package, SourceError, Sources};
use jwtgen::source::Source;
use std::collections::BTreeMap;

/// A module with a handler.
const CODE: &[u8] = b"exports.handler = async () => ({});";

/// Every path is a folder with an `index.js`, unless its name says otherwise: one
/// with an extension is a file.
struct Anywhere;

impl Sources for Anywhere {
    fn read(&self, source: &str) -> Result<Package, SourceError> {
        if source.contains("..") {
            return Err(SourceError::Outside(source.to_owned()));
        }
        match source.split('/').next() {
            Some("missing") => Err(SourceError::NotFound),
            Some("empty") => Err(SourceError::Empty),
            Some("unreadable") => Err(SourceError::Unreadable("permission denied".into())),
            _ if source.ends_with(".js") || source.ends_with(".zip") || source.ends_with(".ts") => {
                let name = source.rsplit('/').next().unwrap_or(source);
                Ok(Package::file(name, CODE.to_vec()))
            }
            _ => {
                let mut files = BTreeMap::from([("index.js".to_owned(), CODE.to_vec())]);
                if source.starts_with("large/") {
                    // The rest of the archive takes it above the limit of 50 MB.
                    files.insert("data.bin".to_owned(), vec![0; 50 * 1024 * 1024]);
                }
                if source.starts_with("secret/") {
                    files.insert(".env".to_owned(), Vec::new());
                }
                Ok(Package::folder(files))
            }
        }
    }
}

/// A blueprint whose file name is `case.toml`.
pub(crate) fn blueprint(text: impl Into<String>) -> Source {
    Source::new("case.toml", text)
}

/// All findings in a blueprint.
pub(crate) fn check(source: &Source) -> Diagnostics {
    jwtgen::check(source, &Anywhere, None).0
}

/// All findings in a blueprint, and the checked result.
pub(crate) fn judge(source: &Source) -> (Diagnostics, Option<Checked>) {
    jwtgen::check(source, &Anywhere, None)
}

/// A blueprint without errors.
pub(crate) fn accepted(source: &Source) -> Checked {
    let (found, checked) = jwtgen::check(source, &Anywhere, None);
    checked.unwrap_or_else(|| panic!("{}", jwtgen::diagnostic::render::short(&found, source)))
}
