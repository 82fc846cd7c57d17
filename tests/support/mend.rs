//! Whether help does what it says.

use crate::support::checks::{blueprint, check};
use jwtgen::diagnostic::{Diagnostic, Diagnostics};
use jwtgen::source::Source;

/// Carries out every help with edits of every finding, each by itself: the
/// finding has to be gone, and the TOML to be no worse than before.
pub fn every_help_mends(found: &Diagnostics, source: &Source) -> Result<(), String> {
    for diagnostic in found.iter() {
        for help in diagnostic.help.iter().filter(|help| !help.edits.is_empty()) {
            let mended = blueprint(help.apply(&source.text));
            let gone = count(diagnostic, &check(&mended)) < count(diagnostic, found);
            // An error may give way to the next one like it on the same line.
            let errors = syntax_errors(&source.text);
            let fewer = syntax_errors(&mended.text) < errors;
            if !(gone || fewer) || syntax_errors(&mended.text) > errors {
                let (message, help) = (&diagnostic.message, &help.text);
                return Err(format!("{message}: `{help}` leads to\n{}", mended.text));
            }
        }
    }
    Ok(())
}

/// How often something is found; places move with every edit.
fn count(wanted: &Diagnostic, found: &Diagnostics) -> usize {
    found
        .iter()
        .filter(|other| other.rule.code == wanted.rule.code && other.message == wanted.message)
        .count()
}

/// How many mistakes the TOML parser counts.
pub fn syntax_errors(text: &str) -> usize {
    toml::de::DeTable::parse_recoverable(text).1.len()
}
