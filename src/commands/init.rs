//! `jwtgen init`: a first blueprint with its functions.

use super::{say, shell_word, tidy};
use crate::cli::{Exit, Init};
use crate::output::Stage;
use anyhow::{Context, Result, bail};

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
    let place = |path: &str| tidy(&args.dir.join(path));
    for (path, _) in FILES {
        let path = place(path);
        if path.exists() || path.is_symlink() {
            bail!("nothing was written: `{}` exists already", path.display());
        }
    }
    let mut stage = Stage::default();
    for (path, text) in FILES {
        stage
            .add(place(path), text.as_bytes())
            .context("nothing was written")?;
    }
    stage.commit()?;
    for (path, _) in FILES {
        say(&format!("  created  {}\n", place(path).display()));
    }
    let blueprint = place("blueprint.toml");
    say(&match blueprint.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => {
            format!("next: jwtgen compile {}\n", shell_word(&blueprint))
        }
        _ => "next: jwtgen compile\n".to_owned(),
    });
    Ok(Exit::Fine)
}
