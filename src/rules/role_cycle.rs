//! Roles that include each other.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    code: "JG0104",
    name: "role-cycle",
    severity: Severity::Error,
    docs: Docs {
        what: "A role includes itself, directly or through other roles. A chain of more than 100 roles is treated as a cycle.",
        why: "Its set of scopes is not defined.",
        example: "[roles]\nreader = [\"read\", { role = \"writer\" }]\nwriter = [{ role = \"reader\" }]\n\n[groups]\nreaders = [\"reader\"]\nwriters = [\"writer\"]\n",
        fixed: "[roles]\nreader = [\"read\"]\nwriter = [{ role = \"reader\" }]\n\n[groups]\nreaders = [\"reader\"]\nwriters = [\"writer\"]\n",
        sources: &[],
    },
};

/// Shows the whole cycle. `cycle` starts with the role that `last` names
/// again; if it does not, it is a chain that is too long to follow.
pub fn diagnostic(last: &Spanned<String>, cycle: &[(usize, &Spanned<String>)]) -> Diagnostic {
    let mut names: Vec<&str> = cycle.iter().map(|(_, name)| name.as_str()).collect();
    names.push(last);
    let message = match names.first() == names.last() {
        true => format!("the role `{}` includes itself", last.value),
        false => format!(
            "more than {} roles include one another in a chain",
            names.len() - 1
        ),
    };
    let way = match names.as_slice() {
        [head @ .., _, _] if names.len() > 12 => format!("{} → …", head[..10].join(" → ")),
        names => names.join(" → "),
    };
    let diagnostic = Diagnostic::new(&RULE, last.span, message).note(way).help(
        match names.first() == names.last() {
            true => "remove one of the inclusions",
            false => "list the scopes of some of these roles directly",
        },
    );
    match cycle.first() {
        Some((_, first)) => diagnostic.also(first.span, "the chain starts here"),
        None => diagnostic,
    }
}
