//! Outputs to change: what the compiler makes of a blueprint, read from its
//! folder.

use super::folder::program;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Files by path.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

/// A blueprint and what it compiles to.
pub(super) struct Case {
    /// Its name in messages.
    pub name: String,
    /// The blueprint.
    pub blueprint: PathBuf,
    /// Further arguments of every command: overlays, the floor of the provider.
    pub arguments: Vec<String>,
    /// The files of the output.
    pub files: Files,
}

impl Case {
    /// Compiles a blueprint as a user would.
    pub(super) fn new(name: &str, blueprint: PathBuf, arguments: &[&str]) -> Result<Case> {
        let folder = tempfile::tempdir()?;
        let out = folder.path().join("out");
        let output = Command::new(program())
            .arg("compile")
            .arg(&blueprint)
            .args(arguments)
            .arg("--out")
            .arg(&out)
            .output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{name}: {said}");
        Ok(Case {
            name: name.to_owned(),
            blueprint,
            arguments: arguments.iter().map(|&text| text.to_owned()).collect(),
            files: read(&out)?,
        })
    }

    /// The walkthrough, for a floor of the provider.
    pub(super) fn walkthrough(floor: Option<&str>) -> Result<Case> {
        let arguments: Vec<&str> = floor
            .into_iter()
            .flat_map(|it| ["--aws-provider", it])
            .collect();
        let blueprint = root().join("blueprint.toml");
        Case::new("walkthrough", blueprint, &arguments)
    }

    /// A case of `tests/compile`.
    pub(super) fn compiled(name: &str) -> Result<Case> {
        let folder = root().join("tests/compile").join(name);
        Case::new(name, folder.join("blueprint.toml"), &[])
    }
}

/// The repository.
pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder.
pub(super) fn read(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    let mut open = vec![folder.to_owned()];
    while let Some(current) = open.pop() {
        let entries = fs::read_dir(&current).with_context(|| current.display().to_string())?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder)?.to_string_lossy();
                files.insert(name.into_owned(), fs::read(&path)?);
            }
        }
    }
    Ok(files)
}

/// Writes a file, or removes it.
pub(super) fn put(folder: &Path, path: &str, contents: Option<&[u8]>) -> Result<()> {
    let path = folder.join(path);
    match contents {
        Some(contents) => {
            fs::create_dir_all(path.parent().context("a file lies in a folder")?)?;
            fs::write(path, contents)?;
        }
        None if path.exists() => fs::remove_file(path)?,
        None => {}
    }
    Ok(())
}
