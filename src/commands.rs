//! Commands, one file each: read, call the library, print.

pub mod audit;
pub mod check;
pub mod compile;
pub mod completions;
mod consequences;
pub mod diff;
pub mod explain;
mod flags;
pub mod init;
pub mod man;
pub mod matrix;
mod read;
pub mod schema;
mod summary;
pub mod verify;

use crate::cli::{Cli, Command, Deny, Exit, Format, Input};
use crate::diagnostic::{Diagnostics, Severity, render, sarif};
use crate::package::Disk;
use crate::source::Source;
use crate::text::invisible;
use crate::{Checked, Complete, Judged};
use anyhow::{Context, Result};
use clap::Parser;
use read::{Origin, load};
use serde_json::{Value, json};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

/// The word before a failure, in red.
const ERROR: &str = "\x1b[1m\x1b[91merror\x1b[0m";

/// Runs the command given by the process's arguments.
pub fn run() -> ExitCode {
    let (format, result) = match Cli::parse().command {
        Command::Compile(args) => (args.shown.format, compile::run(&args)),
        Command::Check(args) => (args.shown.format, check::run(&args)),
        Command::Matrix(args) => (Format::Human, matrix::run(&args)),
        Command::Diff(args) => (Format::Human, diff::run(&args)),
        Command::Audit(args) => (Format::Human, audit::run(&args)),
        Command::Verify(args) => (Format::Human, verify::run(&args)),
        Command::Init(args) => (Format::Human, init::run(&args)),
        Command::Explain(args) => (Format::Human, explain::run(&args)),
        Command::Rules(args) => (Format::Human, explain::list(&args)),
        Command::Schema => (Format::Human, schema::run()),
        Command::Completions(args) => (Format::Human, completions::run(&args)),
        Command::Man(args) => (Format::Human, man::run(&args)),
    };
    let exit = result.unwrap_or_else(|error| {
        fail(&error, format);
        Exit::InputOutput
    });
    ExitCode::from(exit as u8)
}

/// Writes to standard error, with colours only on a terminal that wants them.
fn say(text: &str) {
    // Nobody is left to be told when standard error is gone.
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Writes to standard output. A reader that has gone is no failure.
fn print(text: &str) -> Result<()> {
    let mut stdout = anstream::stdout().lock();
    let written = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).context("cannot write to standard output")
        }
        _ => Ok(()),
    }
}

/// Says why a command failed, and also in JSON if that is the format.
fn fail(error: &anyhow::Error, format: Format) {
    let why = format!("{error:#}");
    // It may quote a file or another program.
    let shown = why.replace(|c| invisible(c) && c != '\n', "\u{fffd}");
    say(&format!("{ERROR}: {shown}\n"));
    if format == Format::Json {
        let report = json!({ "version": 1, "error": why });
        // Standard output may be what failed.
        let _ = print(&crate::text::json(&report));
    }
}

/// A blueprint, what was found in it, and what came of it.
struct Examined {
    source: Source,
    diagnostics: Diagnostics,
    judged: Judged,
}

/// Reads and checks the blueprint that the arguments name, with its overlays.
/// Sources lie next to the blueprint; `out` is where the output goes.
fn examine(input: &Input, out: &Path) -> Result<Examined> {
    let source = match load(&input.blueprint, &input.overlay, Origin::Disk)? {
        Ok(source) => source,
        Err(broken) => return Ok(broken),
    };
    let (diagnostics, judged) = inspect(&source, input, out);
    Ok(Examined {
        source,
        diagnostics,
        judged,
    })
}

/// Checks what was read, as the arguments want it.
fn inspect(source: &Source, input: &Input, out: &Path) -> (Diagnostics, Judged) {
    let folder = tidy(&input.blueprint);
    let sources = Disk::new(Path::new(".").join(folder_of(&folder)), out);
    let (mut diagnostics, mut judged) =
        crate::examine(source, &sources, input.aws_provider.as_ref());
    if input.deny == Some(Deny::Warnings) {
        diagnostics.deny_warnings();
    }
    if diagnostics.has_errors() {
        judged = judged.refused();
    }
    (diagnostics, judged)
}

/// The folder that holds a file; empty for the current one.
fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

/// The same path without what adds nothing, such as `./` at its start.
fn tidy(path: &Path) -> PathBuf {
    let tidy: PathBuf = path
        .components()
        .filter(|component| *component != Component::CurDir)
        .collect();
    match tidy.as_os_str().is_empty() {
        true => ".".into(),
        false => tidy,
    }
}

/// A path as a shell takes it, not to be confused with an option.
fn shell_word(path: &Path) -> String {
    let path = path.display().to_string();
    let path = match path.starts_with('-') {
        true => format!("./{path}"),
        false => path,
    };
    let plain = |c: char| c.is_alphanumeric() || "/._-".contains(c);
    if path.chars().all(plain) {
        return path;
    }
    if !path.contains(invisible) {
        return format!("'{}'", path.replace('\'', r"'\''"));
    }
    let escaped = path.chars().map(|c| match c {
        '\'' | '\\' => format!("\\{c}"),
        c if invisible(c) => match u32::from(c) {
            code @ 0..0x80 => format!("\\x{code:02x}"),
            code => format!("\\U{code:08x}"),
        },
        c => c.to_string(),
    });
    format!("$'{}'", escaped.collect::<String>())
}

impl Examined {
    /// The blueprint if nothing found is an error.
    fn checked(&self) -> Option<&Checked> {
        self.judged.accepted()
    }

    /// The blueprint for reports: every name in it is resolved.
    fn complete(&self) -> Option<&Complete> {
        self.judged.complete()
    }

    /// Forgets that the blueprint was accepted: more errors were found.
    fn refuse(&mut self) {
        let judged = std::mem::replace(&mut self.judged, Judged::Unresolved);
        self.judged = judged.refused();
    }

    /// The blueprint and its overlays, for a sentence.
    fn files(&self) -> String {
        self.named(|path| format!("`{path}`"))
    }

    /// The blueprint and its overlays, each path shown like this.
    fn named(&self, show: impl Fn(&str) -> String) -> String {
        let blueprint = self.source.parts().next();
        let blueprint = blueprint.map(|part| show(part.path)).unwrap_or_default();
        let overlays: Vec<String> = self.overlays().map(show).collect();
        match overlays.is_empty() {
            true => blueprint,
            false => format!("{blueprint} with {}", overlays.join(", ")),
        }
    }

    /// The overlays.
    fn overlays(&self) -> impl Iterator<Item = &str> {
        let parts = self.source.parts().filter(|part| !part.is_owner);
        parts.skip(1).map(|part| part.path)
    }

    /// The findings and the files they are about, as a document.
    fn document(&self) -> Value {
        let found = render::json(&self.diagnostics, &self.source);
        let overlays: Vec<&str> = self.overlays().collect();
        json!({ "version": 1, "overlays": overlays, "diagnostics": found })
    }

    /// Shows why the blueprint was not accepted.
    fn show_refusal(&self) -> Result<()> {
        self.show(Format::Human)?;
        say(&format!(
            "{ERROR}: {} has {}\n",
            self.files(),
            self.counts()
        ));
        Ok(())
    }

    /// Shows the findings; JSON is printed once at the end.
    fn show(&self, format: Format) -> Result<()> {
        let (found, source) = (&self.diagnostics, &self.source);
        match format {
            Format::Human => say(&render::human(found, source)),
            Format::Short => say(&render::short(found, source)),
            Format::Sarif => print(&crate::text::json(&sarif::log(found, source)))?,
            Format::Github => print(&render::github(found, source))?,
            Format::Json => {}
        }
        Ok(())
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
