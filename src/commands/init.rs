//! `jwtgen init`: a first blueprint with its functions, and the commands to the
//! first call.

use super::{say, shell_word, tidy};
use crate::cli::{Exit, Init};
use crate::output::Stage;
use crate::rules::invalid_domain_prefix;
use crate::syntax::reference;
use anyhow::{Context, Result, bail};
use std::path::Path;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The blueprint of an API called [`NAME`].
const BLUEPRINT: &str = include_str!("init/blueprint.toml");

/// The name of the API where the folder's name gives none.
const NAME: &str = "my-api";

/// Longest name of a blueprint.
const LONGEST: usize = 50;

/// The commands from `jwtgen compile` to the first call.
const NEXT: &str = include_str!("init/next.sh");

/// Runs the command. What exists is never overwritten.
///
/// # Errors
///
/// When a file exists already or cannot be written.
pub fn run(args: &Init) -> Result<Exit> {
    let name = name(&args.dir);
    let files = files(name.as_deref().unwrap_or(NAME));
    let place = |path: &str| tidy(&args.dir.join(path));
    for (path, _) in &files {
        let path = place(path);
        if path.exists() || path.is_symlink() {
            bail!("nothing was written: `{}` already exists", path.display());
        }
    }
    let mut stage = Stage::default();
    for (path, text) in &files {
        stage
            .add(place(path), text.as_bytes())
            .context("nothing was written")?;
    }
    stage.commit()?;
    for (path, _) in &files {
        say(&format!("  created  {}\n", place(path).display()));
    }
    if name.is_none() {
        say(&format!(
            "note: the folder's name has no letter or digit that a name can hold; the API is called \
             `{NAME}`: change `name` in the blueprint\n"
        ));
    }
    say(&next(&tidy(&args.dir)));
    Ok(Exit::Fine)
}

/// What is written, by path.
fn files(name: &str) -> [(&'static str, String); 4] {
    let domain = name.to_lowercase().replace('_', "-");
    let domain = match invalid_domain_prefix::reserved(&domain) {
        Some(_) => NAME,
        None => &domain,
    };
    let blueprint = BLUEPRINT
        .replace(&format!("name = \"{NAME}\""), &format!("name = \"{name}\""))
        .replace(&format!("\"{NAME}-demo\""), &format!("\"{domain}-demo\""));
    [
        ("blueprint.toml", blueprint),
        (
            "blueprint.schema.json",
            crate::text::json(&reference::json_schema()),
        ),
        (
            "functions/admin/index.js",
            include_str!("init/functions/admin/index.js").to_owned(),
        ),
        (
            "functions/hello/index.js",
            include_str!("init/functions/hello/index.js").to_owned(),
        ),
    ]
}

/// A valid name for an API in a folder, made of the folder's own: other
/// characters become hyphens, and letters lose their accents.
fn name(folder: &Path) -> Option<String> {
    // A folder that exists may be `.`, or end in `..`.
    let folder = folder
        .canonicalize()
        .or_else(|_| std::path::absolute(folder))
        .ok()?;
    let written = folder.file_name()?.to_string_lossy().into_owned();
    let mut name = String::new();
    for c in written.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            c if c.is_ascii_alphanumeric() || c == '_' => name.push(c),
            _ if name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    name.truncate(LONGEST);
    let name = name.trim_matches(['-', '_']);
    (!name.is_empty()).then(|| name.to_owned())
}

/// What to type next, from the current folder.
fn next(folder: &Path) -> String {
    let mut text =
        "\nNext steps, up to the first call. They need Terraform, curl and jq, and AWS credentials and\n\
         AWS_REGION in the environment:\n\n"
            .to_owned();
    let change = match folder == Path::new(".") {
        true => String::new(),
        false => format!("cd {}\n", shell_word(folder)),
    };
    let commands = format!("{change}jwtgen compile\n{NEXT}");
    for line in commands.lines() {
        text.push_str(&format!("  {line}\n"));
    }
    text.push_str(
        "\nThe last command calls the API as bob: 200 for /hello, 403 for /admin. To call every route as\n\
         every caller:\n\n  jwtgen verify\n",
    );
    text
}
