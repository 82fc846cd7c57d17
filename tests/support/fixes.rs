//! Whether help does what it says.

use crate::support::checks::{blueprint, check};
use jwtgen::diagnostic::{Diagnostic, Diagnostics};
use jwtgen::fix;
use jwtgen::source::Source;

/// Applies every help with edits of every finding, each by itself: the finding
/// has to be gone, and the TOML must be no worse than before.
#[allow(dead_code)] // Not every test of fixes uses this.
pub(crate) fn every_help_fixes(found: &Diagnostics, source: &Source) -> Result<(), String> {
    some_help_fixes(found, source, 0, usize::MAX)
}

/// The same for as many as `count` of them, beginning with one chosen by `first`.
#[allow(dead_code)] // As above.
pub(crate) fn some_help_fixes(
    found: &Diagnostics,
    source: &Source,
    first: usize,
    count: usize,
) -> Result<(), String> {
    let with_edits =
        |diagnostic: &'_ Diagnostic| diagnostic.help.iter().any(|help| !help.edits.is_empty());
    let offered: Vec<&Diagnostic> = found.iter().filter(|found| with_edits(found)).collect();
    let first = first % offered.len().max(1);
    for diagnostic in offered
        .iter()
        .cycle()
        .skip(first)
        .take(count.min(offered.len()))
    {
        for help in diagnostic.help.iter().filter(|help| !help.edits.is_empty()) {
            if help.apply(&source.text) == source.text {
                let message = &diagnostic.message;
                return Err(format!("{message}: `{}` changes nothing", help.text));
            }
            let fixed = blueprint(help.apply(&source.text));
            let gone = alike(diagnostic, &check(&fixed)) < alike(diagnostic, found);
            // An error may give way to the next one like it on the same line.
            let errors = syntax_errors(&source.text);
            let fewer = syntax_errors(&fixed.text) < errors;
            if !(gone || fewer) || syntax_errors(&fixed.text) > errors {
                let (message, help) = (&diagnostic.message, &help.text);
                return Err(format!(
                    "{message}: `{help}` turns\n{}\ninto\n{}",
                    source.text, fixed.text
                ));
            }
        }
    }
    Ok(())
}

/// Fixes a blueprint as `check --fix` does: comments stay, the TOML is no worse,
/// and fixing it again changes nothing.
pub(crate) fn fixing_ends(source: &Source) -> Result<(), String> {
    for suggestions in [false, true] {
        let (fixed, repairs) = fix::apply(source.clone(), suggestions, check);
        let (again, none) = fix::apply(fixed.clone(), suggestions, check);
        let (before, after) = (comments(&source.text), comments(&fixed.text));
        let worse = syntax_errors(&fixed.text) > syntax_errors(&source.text);
        let unchanged = repairs.is_empty() == (fixed.text == source.text);
        if !none.is_empty() || again.text != fixed.text || worse || !unchanged || before != after {
            return Err(format!(
                "fixed to\n{}\nby {repairs:#?}\nand {none:#?}",
                fixed.text
            ));
        }
    }
    Ok(())
}

/// Comments on lines of their own.
fn comments(text: &str) -> Vec<&str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| line.starts_with('#')).collect()
}

/// How often something is found; places move with every edit.
#[allow(dead_code)] // As above.
fn alike(wanted: &Diagnostic, found: &Diagnostics) -> usize {
    found
        .iter()
        .filter(|other| other.rule.code == wanted.rule.code && other.message == wanted.message)
        .count()
}

/// How many mistakes the TOML parser counts.
pub(crate) fn syntax_errors(text: &str) -> usize {
    toml::de::DeTable::parse_recoverable(text).1.len()
}
