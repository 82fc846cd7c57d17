//! `jwtgen completions`: a completion script for a shell.

use super::print;
use crate::cli::{Cli, Completions, Exit};
use anyhow::Result;
use clap::CommandFactory;

/// Runs the command.
///
/// # Errors
///
/// When standard output cannot be written.
pub fn run(args: &Completions) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "jwtgen", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Fine)
}
