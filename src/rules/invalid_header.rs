//! An invalid header name.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0406",
    name: "invalid-header",
    severity: Severity::Error,
    docs: Docs {
        what: "A header of `cors` is neither a header name nor `*`.",
        why: "It would allow nothing, and calls that need the header would fail only in browsers.",
        example: "[api]\ncors = { origins = [\"https://example.com\"], headers = [\"authorization, x-id\"] }\n",
        fixed: "[api]\ncors = { origins = [\"https://example.com\"], headers = [\"authorization\", \"x-id\"] }\n",
        sources: &["https://www.rfc-editor.org/rfc/rfc9110#section-5.1"],
    },
};

/// Checks allowed and exposed headers.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let cors = input.model.api.cors.iter();
    for header in cors.flat_map(|cors| cors.headers.iter().flatten().chain(&cors.expose)) {
        let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
        if header.is_empty() || !header.chars().all(token) {
            out.push(
                Diagnostic::new(&RULE, header.span, "this is not a valid header name")
                    .help("write each name as a separate string, without `:` or spaces"),
            );
        }
    }
}
