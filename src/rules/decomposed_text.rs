//! Text that Terraform would change.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0008",
    name: "decomposed-text",
    severity: Severity::Error,
    docs: Docs {
        what: "A string or a name is not in Unicode's composed form, NFC.",
        why: "Terraform brings every string into that form. The group in AWS would then have another name than the one that the token handler knows, and two names that look alike would become one.",
        example: "[groups]\n\"cafe\u{301}\" = [\"reader\"]\n",
        fixed: "[groups]\n\"caf\u{e9}\" = [\"reader\"]\n",
        sources: &["https://pkg.go.dev/github.com/zclconf/go-cty/cty/ctystrings"],
    },
};

/// Offers the composed form, if no other key has it.
pub fn diagnostic(composed: &str, free: bool, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(&RULE, span, "this text is not in Unicode's composed form");
    match free {
        true => diagnostic.fix("write it composed", [(span, quote(composed))]),
        false => diagnostic.help("the composed form is there already: make one of the two"),
    }
}
