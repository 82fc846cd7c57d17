//! `jwtgen schema`: the language for editors.

use super::print;
use crate::cli::Exit;
use crate::syntax::reference;
use anyhow::Result;

/// Runs the command.
pub fn run() -> Result<Exit> {
    print(&crate::text::json(&reference::json_schema()))?;
    Ok(Exit::Fine)
}
