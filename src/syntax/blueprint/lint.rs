//! Reads `[lints]`.

use super::{text, texts};
use crate::source::Spanned;
use crate::syntax::shape::span;
use toml::de::DeValue;

/// The severity that a blueprint sets for a rule.
#[derive(Debug)]
pub enum Lint {
    /// Findings are warnings.
    Warn,
    /// Findings are errors.
    Deny,
    /// Findings are suppressed.
    Allow {
        /// Why.
        reason: Spanned<String>,
        /// The routes or names whose findings are; all if left out.
        subjects: Option<Vec<Spanned<String>>>,
    },
}

/// Reads an entry; `None` if it is invalid, which has been reported.
pub(super) fn lint(value: &toml::Spanned<DeValue<'_>>) -> Option<Lint> {
    match value.get_ref() {
        DeValue::String(word) if word == "warn" => Some(Lint::Warn),
        DeValue::String(word) if word == "deny" => Some(Lint::Deny),
        DeValue::Table(table) => {
            let reason = text(table, "allow")?;
            let place = span(value);
            Some(Lint::Allow {
                reason: Spanned::new(reason.value, place),
                subjects: texts(table, "for"),
            })
        }
        _ => None,
    }
}
