//! An invalid entry of `[lints]`.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Spanned;
use crate::syntax::quote;
use std::collections::BTreeSet;

pub static RULE: Rule = Rule {
    code: "JG0009",
    name: "invalid-lint",
    severity: Severity::Error,
    docs: Docs {
        what: "An entry of `[lints]` is invalid. It names an unknown rule, names a rule twice, changes an error, allows a rule without a reason, or allows a rule about access (`any-token`, `open-catch-all`) without the routes that it is `for`.",
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

/// Reports that the routes are missing for an access rule; those with findings are `about`.
pub fn no_subject(
    name: &Spanned<String>,
    table: &Spanned<String>,
    about: BTreeSet<String>,
) -> Diagnostic {
    let message = format!("`{}` is allowed for every route", name.value);
    let diagnostic = Diagnostic::new(&RULE, name.span, message)
        .note("a finding about another route would go unnoticed");
    let routes: Vec<String> = about.iter().map(|it| quote(it)).collect();
    if routes.is_empty() {
        return diagnostic.help("add `for = [\"…\"]` with the routes, or remove the entry");
    }
    let text = format!(
        "{{ allow = {}, for = [{}] }}",
        quote(table),
        routes.join(", ")
    );
    diagnostic.fix("name the routes that it is for", [(table.span, text)])
}

/// Reports a missing reason.
pub fn no_reason(reason: &Spanned<String>) -> Diagnostic {
    Diagnostic::new(&RULE, reason.span, "the reason is empty")
        .help("say why findings of this rule are acceptable here")
}
