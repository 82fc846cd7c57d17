//! A prefix with the hyphen that jwtgen adds.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0113",
    name: "hyphenated-prefix",
    severity: Severity::Warning,
    docs: Docs {
        what: "The prefix ends with a hyphen, and another one follows it in every name.",
        why: "The names become `dev--shop` instead of `dev-shop`, and cannot all be changed later.",
        example: "prefix = \"dev-\"\n",
        fixed: "prefix = \"dev\"\n",
        sources: &[],
    },
};

/// Looks at the end of the prefix.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let Some(prefix) = &input.model.prefix else {
        return;
    };
    let Some(plain) = prefix.literal().and_then(|text| text.strip_suffix('-')) else {
        return;
    };
    let found = Diagnostic::new(&RULE, prefix.span, "a hyphen is added after the prefix");
    out.push(match plain {
        "" => found.help("remove the prefix, or write a word"),
        plain => found.suggest(
            format!("write `{}`, unless these names are deployed", quote(plain)),
            [(prefix.span, quote(plain))],
        ),
    });
}
