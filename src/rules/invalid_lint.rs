//! Something said of a rule that cannot be.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    code: "JG0009",
    name: "invalid-lint",
    severity: Severity::Error,
    docs: Docs {
        what: "`[lints]` names no rule, names one twice, names one that is an error, or allows one without a reason.",
        why: "An error is what AWS refuses or what nobody can mean; what is allowed is a decision that a reader has to understand.",
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
        None => diagnostic.help("`jwtgen rules` lists them all"),
    }
}

/// An error stays one.
pub fn error(name: &Spanned<String>, rule: &Rule) -> Diagnostic {
    let message = format!("`{}` is an error and stays one", rule.name);
    Diagnostic::new(&RULE, name.span, message).help(format!(
        "`jwtgen explain {}` tells how to mend it",
        rule.code
    ))
}

/// One rule by code and by name.
pub fn twice(name: &Spanned<String>, rule: &Rule) -> Diagnostic {
    let message = format!(
        "`{}` is `{}`, which is named already",
        name.value, rule.name
    );
    Diagnostic::new(&RULE, name.span, message).help("take one of the two away")
}

/// Asks for a reason.
pub fn no_reason(reason: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(&RULE, reason.span, "there is no reason for this")
        .help("say why findings of the rule are fine here")
}
