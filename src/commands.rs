//! Commands, one file each: read, call the library, print.

pub mod check;
pub mod compile;
pub mod init;
mod summary;

use crate::cli::{Format, Input};
use crate::diagnostic::{Diagnostics, Severity, render};
use crate::package::Disk;
use crate::rules::not_utf8;
use crate::source::SourceFile;
use crate::{Checked, check as check_blueprint};
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::Write;
use std::path::Path;

/// The word before a failure, in red.
pub const ERROR: &str = "\x1b[1m\x1b[91merror\x1b[0m";

/// Writes to standard error, with colours only on a terminal that wants them.
pub fn say(text: &str) {
    // Nobody is left to be told when standard error is gone.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Writes to standard output.
fn print(text: &str) {
    let _ = anstream::stdout().lock().write_all(text.as_bytes());
}

/// A blueprint, what was found in it, and what came of it.
struct Examined {
    source: SourceFile,
    diagnostics: Diagnostics,
    checked: Option<Checked>,
}

/// Reads and checks the blueprint that the arguments name. Sources lie beside
/// it; `out` is where the output goes.
fn examine(input: &Input, out: &Path) -> Result<Examined> {
    let path = &input.blueprint;
    let shown = path.display().to_string();
    if path.is_dir() {
        bail!("`{shown}` is a folder; name the blueprint in it");
    }
    let bytes = fs::read(path).with_context(|| match path.exists() {
        true => format!("cannot read `{shown}`"),
        false => format!("cannot read `{shown}` (`jwtgen init` writes a first blueprint)"),
    })?;
    let (text, broken) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            bytes.truncate(valid);
            (String::from_utf8_lossy(&bytes).into_owned(), Some(valid))
        }
    };
    let source = SourceFile { path: shown, text };
    if let Some(valid) = broken {
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(not_utf8::diagnostic(valid));
        return Ok(Examined {
            source,
            diagnostics,
            checked: None,
        });
    }
    let sources = Disk::new(Path::new(".").join(folder_of(path)), out);
    let (diagnostics, checked) = check_blueprint(&source, &sources, input.aws_provider.as_ref());
    Ok(Examined {
        source,
        diagnostics,
        checked,
    })
}

/// The folder that holds a file; empty for the current one.
fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

impl Examined {
    /// Shows the findings to people; JSON is printed once at the end.
    fn show(&self, format: Format) {
        match format {
            Format::Human => say(&render::human(&self.diagnostics, &self.source)),
            Format::Short => say(&render::short(&self.diagnostics, &self.source)),
            Format::Json => {}
        }
    }

    /// How many errors and warnings there are, in words; empty for none.
    fn counts(&self) -> String {
        let count = |severity| {
            let name = render::severity_name(severity);
            match self.diagnostics.count(severity) {
                0 => None,
                1 => Some(format!("1 {name}")),
                many => Some(format!("{many} {name}s")),
            }
        };
        let counts = [Severity::Error, Severity::Warning, Severity::Note].map(count);
        counts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}
