//! Parts of the README and of other pages that the tests produce: between
//! `<!-- name -->` and `<!-- /name -->`.

use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;
use std::sync::Mutex;

/// Tests of one program run side by side, and each rewrites the whole file.
static WRITING: Mutex<()> = Mutex::new(());

/// Compares a part of the README with what it should be; with
/// `SNAPSHOTS=overwrite`, rewrites it.
pub fn check(name: &str, expected: &str) -> Result<()> {
    check_in("README.md", name, expected)
}

/// The same for any page, by its path in the repository.
pub fn check_in(page: &str, name: &str, expected: &str) -> Result<()> {
    let _writing = WRITING
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let text = fs::read_to_string(&path)?;
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let start = text.find(&begin).with_context(|| format!("no {begin}"))? + begin.len();
    let length = text[start..]
        .find(&end)
        .with_context(|| format!("no {end}"))?;
    let found = &text[start..start + length];
    if found == expected {
        return Ok(());
    }
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        let new = format!("{}{expected}{}", &text[..start], &text[start + length..]);
        return Ok(fs::write(&path, new)?);
    }
    let diff = similar::TextDiff::from_lines(found, expected);
    let diff = diff.unified_diff().header(page, "as it is").to_string();
    ensure!(
        false,
        "{page} is not true any more:\n{diff}\nSNAPSHOTS=overwrite rewrites it"
    );
    Ok(())
}

/// A fenced block.
pub fn fenced(language: &str, text: &str) -> String {
    format!("```{language}\n{}\n```\n", text.trim_end())
}
