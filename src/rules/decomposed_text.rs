//! Text that Terraform would normalize.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0008",
    name: "decomposed-text",
    severity: Severity::Error,
    docs: Docs {
        what: "A string or a name is not in Unicode Normalization Form C (NFC).",
        why: "Terraform normalizes every string to NFC. A group in AWS would then have a different name from the one that the token handler knows, and two names that look alike would become one.",
        example: "[groups]\n\"cafe\u{301}\" = [\"reader\"]\n",
        fixed: "[groups]\n\"caf\u{e9}\" = [\"reader\"]\n",
        sources: &["https://pkg.go.dev/github.com/zclconf/go-cty/cty/ctystrings"],
    },
};

/// Offers the NFC form, if no other key has it.
pub fn diagnostic(composed: &str, free: bool, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &RULE,
        span,
        "this text is not in Unicode Normalization Form C (NFC)",
    );
    match free {
        true => diagnostic.fix("normalize it to NFC", [(span, quote(composed))]),
        false => diagnostic
            .help("another key is equal to this one in NFC: remove or rename one of the two"),
    }
}
