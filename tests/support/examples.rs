//! The blueprints of `examples/`.

use anyhow::{Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of each example, by name.
pub(crate) fn examples() -> Result<Vec<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut folders: Vec<PathBuf> = fs::read_dir(root)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    folders.sort();
    ensure!(folders.len() >= 10, "{folders:?}");
    Ok(folders)
}

/// The name of an example.
pub(crate) fn name(folder: &Path) -> String {
    folder
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
