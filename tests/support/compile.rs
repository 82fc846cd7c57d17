//! Compiles blueprints for tests.

use anyhow::{Context, Result, bail};
use jwtgen::Checked;
use jwtgen::generate::{self, Files};
use jwtgen::package::Disk;
use jwtgen::source::Source;
use jwtgen::version::Constraint;
use std::fs;
use std::path::Path;

/// The newest runtime that provider 3.39 accepts; even a mock provider validates
/// runtimes.
const OLD_RUNTIME: &str = "nodejs14.x";

/// What a blueprint compiles to; the error contains the findings in short form.
pub(crate) fn compile(blueprint: &Path, provider: Option<&str>) -> Result<Files> {
    Ok(generate::files(&checked(blueprint, provider)?))
}

/// The output of a blueprint that needs a newer provider, adapted to 3.39. Only
/// access tokens do not work: the handler is for trigger V2, but attached as V1.
pub(crate) fn compile_below(blueprint: &Path) -> Result<Files> {
    let checked = checked(blueprint, None)?;
    let floor = Constraint::parse(">= 3.39").expect("a valid constraint");
    Ok(generate::files(&checked.with_provider(floor)))
}

/// A blueprint without errors, for a provider.
pub(crate) fn checked(blueprint: &Path, provider: Option<&str>) -> Result<Checked> {
    let folder = blueprint.parent().context("a blueprint lies in a folder")?;
    let text = fs::read_to_string(blueprint)
        .with_context(|| format!("cannot read {}", blueprint.display()))?;
    let source = Source::new("blueprint.toml", text);
    let provider = provider.map(|text| Constraint::parse(text).expect("a valid constraint"));
    let sources = Disk::new(folder, &folder.join("out"));
    let (diagnostics, checked) = jwtgen::check(&source, &sources, provider.as_ref());
    match checked {
        Some(checked) => Ok(checked),
        None => bail!(jwtgen::diagnostic::render::short(&diagnostics, &source)),
    }
}

/// Writes files below a folder.
pub(crate) fn write(files: &Files, folder: &Path) -> Result<()> {
    for (path, contents) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().context("a file lies in a folder")?)?;
        fs::write(path, contents)?;
    }
    Ok(())
}

/// Replaces the runtime, the only thing that provider 3.39 rejects in output for
/// it.
pub(crate) fn use_old_runtime(folder: &Path) -> Result<()> {
    use_runtime(folder, OLD_RUNTIME)
}

/// The runtime that the output in a folder asks for.
pub(crate) fn runtime_of(folder: &Path) -> Result<String> {
    let mut files = Files::new();
    for file in ["functions.tf", "identity.tf"] {
        if let Ok(contents) = fs::read(folder.join(file)) {
            files.insert(file.to_owned(), contents);
        }
    }
    runtime_in(&files)
}

/// The runtime that an output asks for; none where it has no function.
pub(crate) fn runtime_in(files: &Files) -> Result<String> {
    for file in ["functions.tf", "identity.tf"] {
        let contents = files.get(file).map_or(&[][..], |contents| contents);
        let text = std::str::from_utf8(contents)?;
        let mut lines = text.lines().map(str::trim);
        if let Some(line) = lines.find(|line| line.starts_with("runtime ")) {
            return Ok(line.split('"').nth(1).context("a text")?.to_owned());
        }
    }
    Ok(OLD_RUNTIME.to_owned())
}

/// Replaces the runtime of every function of an output.
pub(crate) fn use_runtime(folder: &Path, runtime: &str) -> Result<()> {
    let module = folder.join("modules/function");
    if module.exists() {
        let text = format!(
            "resource \"aws_lambda_function\" \"this\" {{\n  runtime = \"{runtime}\"\n}}\n"
        );
        fs::write(module.join("runtime_override.tf"), text)?;
    }
    Ok(())
}
