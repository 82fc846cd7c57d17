//! Parts of the documentation that the tests produce: the lines between
//! `<!-- name -->` and `<!-- /name -->` of a page.

use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::Path;
use std::sync::Mutex;

/// Every such part, by page. The tests compare this list with the pages, so
/// that no page shows a part that nothing checks.
pub(crate) const PARTS: [(&str, &[&str]); 11] = [
    (
        "README.md",
        &[
            "excerpt",
            "matrix",
            "route",
            "first-compile",
            "new-compile",
            "error",
        ],
    ),
    ("docs/audit.md", &["audited", "mutations"]),
    ("docs/changes.md", &["changes"]),
    ("docs/diff.md", &["diff"]),
    ("docs/errors.md", &["errors"]),
    ("docs/examples.md", &["examples"]),
    ("docs/matrix.md", &["matrix", "explained"]),
    (
        "docs/quickstart.md",
        &[
            "commands",
            "transcript",
            "verify",
            "clean-up",
            "clean-up-any",
        ],
    ),
    (
        "docs/tested.md",
        &[
            "live-access",
            "live-machines",
            "live-oidc",
            "live-authorizers",
        ],
    ),
    ("docs/verify.md", &["verify", "breaks"]),
    (
        "docs/walkthrough.md",
        &["blueprint", "compile", "route", "matrix", "calls"],
    ),
];

/// Tests of one program run side by side, and each rewrites a whole page.
static WRITING: Mutex<()> = Mutex::new(());

/// Compares a part of a page with what it should be; with
/// `SNAPSHOTS=overwrite`, rewrites it.
///
/// # Errors
///
/// If the part differs, is not in the page, or is not listed in [`PARTS`].
pub(crate) fn check(page: &str, name: &str, expected: &str) -> Result<()> {
    let listed = |(path, names): &(&str, &[&str])| *path == page && names.contains(&name);
    ensure!(
        PARTS.iter().any(listed),
        "add `{name}` of {page} to `PARTS`"
    );
    let _writing = WRITING
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let text = fs::read_to_string(&path)?;
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let missing = |mark: &str| format!("{page} has no `{}`", mark.trim_end());
    let start = text.find(&begin).with_context(|| missing(&begin))? + begin.len();
    let length = text[start..].find(&end).with_context(|| missing(&end))?;
    let found = &text[start..start + length];
    if found == expected {
        return Ok(());
    }
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        let new = format!("{}{expected}{}", &text[..start], &text[start + length..]);
        return Ok(fs::write(&path, new)?);
    }
    let diff = similar::TextDiff::from_lines(found, expected);
    let diff = diff.unified_diff().header(page, "expected").to_string();
    ensure!(
        false,
        "{page} is out of date:\n{diff}\nSNAPSHOTS=overwrite rewrites it"
    );
    Ok(())
}

/// A fenced block.
pub(crate) fn fenced(language: &str, text: &str) -> String {
    format!("```{language}\n{}\n```\n", text.trim_end())
}
