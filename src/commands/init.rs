//! `jwtgen init`: a first blueprint with its functions.

use super::say;
use crate::cli::{Exit, Init};
use anyhow::{Context, Result, bail};
use std::fs;

/// What is written, by path.
const FILES: [(&str, &str); 3] = [
    ("blueprint.toml", include_str!("init/blueprint.toml")),
    (
        "functions/admin/index.js",
        include_str!("init/functions/admin/index.js"),
    ),
    (
        "functions/hello/index.js",
        include_str!("init/functions/hello/index.js"),
    ),
];

/// Runs the command. What exists is never overwritten.
pub fn run(args: &Init) -> Result<Exit> {
    let dir = &args.dir;
    for (path, _) in FILES {
        let path = dir.join(path);
        if path.exists() {
            bail!("`{}` exists already; nothing was written", path.display());
        }
    }
    for (path, text) in FILES {
        let path = dir.join(path);
        let write = || {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&path, text)
        };
        write().with_context(|| format!("cannot write `{}`", path.display()))?;
        say(&format!("  created  {}\n", path.display()));
    }
    say(&match dir.as_os_str() == "." {
        true => "next: jwtgen compile\n".to_owned(),
        false => format!(
            "next: jwtgen compile {}\n",
            dir.join("blueprint.toml").display()
        ),
    });
    Ok(Exit::Fine)
}
