//! `jwtgen man`: the man pages, one for each command.

use super::{print, say, tidy};
use crate::cli::{Cli, EXIT_CODES, Exit, Man as Args};
use crate::output::Stage;
use anyhow::{Context, Result};
use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};
use std::io;

/// Runs the command. Pages that exist are overwritten.
///
/// # Errors
///
/// When the folder or standard output cannot be written.
pub fn run(args: &Args) -> Result<Exit> {
    let mut root = Cli::command().disable_help_subcommand(true);
    root.build();
    let Some(folder) = &args.dir else {
        let (_, text) = page(&root)?;
        print(&text)?;
        return Ok(Exit::Fine);
    };
    let mut stage = Stage::default();
    let mut count = 0;
    for command in std::iter::once(&root).chain(root.get_subcommands()) {
        let (name, text) = page(command)?;
        stage
            .add(tidy(&folder.join(name)), text.as_bytes())
            .context("nothing was written")?;
        count += 1;
    }
    stage.commit()?;
    say(&format!(
        "wrote {count} man pages to {}\n",
        folder.display()
    ));
    Ok(Exit::Fine)
}

/// File name and text of a command's page.
fn page(command: &Command) -> io::Result<(String, String)> {
    // The exit codes get the section that man pages have for them.
    let man = Man::new(command.clone().after_help(None::<&str>))
        .source(concat!("jwtgen ", env!("CARGO_PKG_VERSION")))
        .manual("jwtgen manual");
    let mut text = Vec::new();
    man.render(&mut text)?;
    if command.has_subcommands() {
        exit_status(&mut text)?;
    }
    let text = String::from_utf8_lossy(&text).into_owned();
    Ok((man.get_filename(), text))
}

fn exit_status(text: &mut Vec<u8>) -> io::Result<()> {
    let mut section = Roff::new();
    section.control("SH", ["EXIT STATUS"]);
    for (exit, meaning) in EXIT_CODES {
        section.control("TP", []);
        section.text([roman((exit as u8).to_string())]);
        section.text([roman(meaning)]);
    }
    section.to_writer(text)
}
