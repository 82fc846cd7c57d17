//! An expectation whose caller could be two.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Spanned;
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0103",
    name: "ambiguous-caller",
    severity: Severity::Error,
    docs: Docs {
        what: "An expectation names a caller that is both a group and a user.",
        why: "The two may hold different scopes; jwtgen never guesses.",
        example: "[users]\nreaders = []\n\n[expect]\n\"GET /items\" = { readers = \"allow\" }\n",
        mended: "[users]\nreaders = []\n\n[expect]\n\"GET /items\" = { \"group:readers\" = \"allow\" }\n",
        source: "",
    },
};

/// Offers both readings.
pub fn diagnostic(name: &Spanned<String>) -> Diagnostic {
    let readings = |kind: &str| {
        let text = quote(&format!("{kind}:{}", name.value));
        (format!("for the {kind}"), [(name.span, text)])
    };
    let message = format!("`{}` is both a group and a user", name.value);
    let (group, group_edit) = readings("group");
    let (user, user_edit) = readings("user");
    Diagnostic::new(&RULE, name.span, message)
        .fix(group, group_edit)
        .fix(user, user_edit)
}
