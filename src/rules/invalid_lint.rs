//! An invalid entry of `[lints]`.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    code: "JG0009",
    name: "invalid-lint",
    severity: Severity::Error,
    docs: Docs {
        what: "An entry of `[lints]` is invalid. It names an unknown rule, names a rule twice, changes an error, or allows a rule without a reason.",
        why: "Errors report what AWS rejects or what cannot be intended, so they cannot be allowed. Allowing a warning is a decision, and a reader needs the reason.",
        example: "[lints]\nmissing-access = { allow = \"later\" }\n",
        fixed: "[lints]\nraisable-quota = \"deny\"\n",
        sources: &[],
    },
};

/// Suggests the rule that was probably meant.
pub fn unknown(name: &Spanned<String>, near: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &RULE,
        name.span,
        format!("there is no rule `{}`", name.value),
    );
    match near {
        Some(near) => diagnostic.did_you_mean(Some(near.to_owned())),
        None => diagnostic.help("run `jwtgen rules` to list all rules"),
    }
}

/// Errors cannot be changed.
pub fn error(name: &Spanned<String>, rule: &Rule) -> Diagnostic {
    let message = format!("`{}` is an error and cannot be changed", rule.name);
    Diagnostic::new(&RULE, name.span, message).help(format!(
        "fix its findings instead; `jwtgen explain {}` shows how",
        rule.code
    ))
}

/// One rule is listed by code and by name.
pub fn twice(name: &Spanned<String>, rule: &Rule) -> Diagnostic {
    let message = format!("{} (`{}`) is listed twice", rule.code, rule.name);
    Diagnostic::new(&RULE, name.span, message).help("remove one of the two entries")
}

/// Reports a missing reason.
pub fn no_reason(reason: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(&RULE, reason.span, "the reason is empty")
        .help("say why findings of this rule are acceptable here")
}
