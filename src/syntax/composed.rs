//! Checks that every string and every name is in the Unicode form that Terraform keeps.

use super::shape::span;
use crate::diagnostic::Diagnostics;
use crate::rules::decomposed_text;
use crate::source::Span;
use crate::text::composed;
use toml::de::{DeTable, DeValue};

/// Checks a table and everything in it.
pub(super) fn check(table: &DeTable<'_>, out: &mut Diagnostics) {
    for (key, inner) in table {
        if let Some(composed) = composed(key.get_ref()) {
            let free = !table.contains_key(composed.as_str());
            out.push(decomposed_text::diagnostic(&composed, free, span(key)));
        }
        value(inner.get_ref(), span(inner), out);
    }
}

// The parser limits how deeply values nest.
fn value(found: &DeValue<'_>, place: Span, out: &mut Diagnostics) {
    match found {
        DeValue::String(text) => {
            if let Some(composed) = composed(text) {
                out.push(decomposed_text::diagnostic(&composed, true, place));
            }
        }
        DeValue::Array(items) => {
            for item in items {
                value(item.get_ref(), span(item), out);
            }
        }
        DeValue::Table(inner) => check(inner, out),
        _ => {}
    }
}
