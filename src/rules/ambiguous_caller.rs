//! An expectation whose caller is ambiguous.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::unknown_caller::prefix;
use crate::rules::unknown_name::Kind;
use crate::rules::{Docs, Rule};
use crate::source::Spanned;
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0103",
    name: "ambiguous-caller",
    severity: Severity::Error,
    docs: Docs {
        what: "An expectation or an invariant names an ambiguous caller. The name belongs to more than one of group, user and machine client.",
        why: "They may hold different scopes, and jwtgen does not guess.",
        example: "[users]\nreaders = []\n\n[expect]\n\"GET /items\" = { readers = \"allow\" }\n",
        fixed: "[users]\nreaders = []\n\n[expect]\n\"GET /items\" = { \"group:readers\" = \"allow\" }\n",
        sources: &[],
    },
};

/// Suggests every reading.
pub fn diagnostic(name: &Spanned<String>, kinds: impl Iterator<Item = Kind>) -> Diagnostic {
    let kinds: Vec<Kind> = kinds.collect();
    let words: Vec<String> = kinds.iter().map(|kind| kind.with_article()).collect();
    let several = match words.as_slice() {
        [first, second] => format!("both {first} and {second}"),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
        [] => String::new(),
    };
    let message = format!("`{}` is {several}", name.value);
    let diagnostic = Diagnostic::new(&RULE, name.span, message);
    kinds.into_iter().fold(diagnostic, |diagnostic, kind| {
        let text = quote(&format!("{}:{}", prefix(kind), name.value));
        diagnostic.suggest(format!("to mean the {}", kind.word()), [(name.span, text)])
    })
}
