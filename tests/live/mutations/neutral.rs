//! What may be changed without a consequence, and why.
//!
//! Whatever is not listed here has to be noticed. A listed change may have any
//! verdict.

/// Names of arguments and of blocks, at any depth, and why their contents decide
/// about nothing.
pub(super) const NEUTRAL: &[(&str, &str)] = &[
    ("description", "a text for people"),
    ("tags", "a label for people and invoices"),
    ("error_message", "the text of a check"),
    ("validation", "a check of a value, which sets none"),
    ("condition", "a check of a value, which sets none"),
];

/// Whether a path of names goes through something neutral.
pub(super) fn is_neutral(path: &[String]) -> bool {
    let listed = |name: &String| NEUTRAL.iter().any(|(neutral, _)| neutral == name);
    path.iter().any(listed)
}
