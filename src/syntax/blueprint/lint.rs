//! Reads `[lints]`.

use super::text;
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
    /// Findings are suppressed, for this reason.
    Allow(Spanned<String>),
}

/// Reads an entry; `None` if it is invalid, which has been reported.
pub fn lint(value: &toml::Spanned<DeValue<'_>>) -> Option<Lint> {
    match value.get_ref() {
        DeValue::String(word) if word == "warn" => Some(Lint::Warn),
        DeValue::String(word) if word == "deny" => Some(Lint::Deny),
        DeValue::Table(table) => {
            let reason = text(table, "allow")?;
            let place = span(value);
            Some(Lint::Allow(Spanned::new(reason.value, place)))
        }
        _ => None,
    }
}
