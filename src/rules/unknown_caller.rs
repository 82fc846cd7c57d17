//! An expectation about a caller that does not exist.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::unknown_name::Kind;
use crate::rules::{Docs, Rule};
use crate::similar::nearest;
use crate::source::Spanned;
use crate::syntax::foreign::{self, Word};
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0102",
    name: "unknown-caller",
    severity: Severity::Error,
    docs: Docs {
        what: "An expectation or an invariant names an unknown caller. Callers are `anonymous`, `signed-in` (anyone who has signed in, in no group), the blueprint's groups, users and machine clients, and `authorizer:NAME` for tokens that a JWT authorizer accepts.",
        why: "It would never be checked.",
        example: "[expect]\n\"GET /items\" = { raeders = \"allow\" }\n",
        fixed: "[expect]\n\"GET /items\" = { readers = \"allow\" }\n",
        sources: &[],
    },
};

/// Suggests the caller that was probably meant, or says what the name is.
pub fn diagnostic(name: &Spanned<String>, near: Option<String>, other: Option<Kind>) -> Diagnostic {
    let message = format!("there is no caller `{}`", name.value);
    let diagnostic = Diagnostic::new(&RULE, name.span, message);
    if let Some(text) = told(name).filter(|_| near.is_none()) {
        return diagnostic.help(text);
    }
    match (near, other) {
        (Some(near), _) => diagnostic.similar_name(quote(&near)),
        (None, Some(other)) if !matches!(other, Kind::Group | Kind::User) => {
            diagnostic.note(format!("this is {}, not a caller", other.with_article()))
        }
        _ => diagnostic,
    }
    .help("use `anonymous`, `signed-in`, a group, a user, a machine client or `authorizer:` and a JWT authorizer; put `group:`, `user:` or `client:` before a name that is ambiguous")
}

/// What to write for a caller as other tools call it.
fn told(name: &str) -> Option<&'static str> {
    let plain = if name == "*" { "everyone" } else { name };
    if name.starts_with(['!', '-', '~', '^']) {
        return Some("no caller can be excluded: name each caller, and what it is answered");
    }
    match foreign::word(plain, &["anonymous", "signed-in"]) {
        Some(Word::Tell(text)) => Some(text),
        _ if matches!(plain, "iam" | "aws" | "AWS_IAM") => Some(
            "calls with AWS credentials are decided by IAM policies: in `only`, write `authorizer:iam`; `[expect]` cannot name them",
        ),
        _ => None,
    }
}

/// The prefix of callers of this kind.
pub fn prefix(kind: Kind) -> &'static str {
    match kind {
        Kind::Client => "client",
        kind => kind.word(),
    }
}

/// The caller most like `written`: the same name of another kind, or a
/// similar name of the kind that the prefix names.
pub fn suggestion<'a>(
    written: &str,
    known: impl Iterator<Item = (Kind, &'a str)>,
) -> Option<String> {
    let (asked, name) = written.split_once(':').unwrap_or(("", written));
    let known: Vec<(&str, &str)> = known.map(|(kind, name)| (prefix(kind), name)).collect();
    if let Some((kind, name)) = known.iter().find(|(_, known)| *known == name) {
        return Some(format!("{kind}:{name}"));
    }
    let fits = |kind: &str| kind == asked || !matches!(asked, "group" | "user" | "client");
    let mut names: Vec<&str> = known
        .iter()
        .filter(|(kind, _)| fits(kind))
        .map(|(_, name)| *name)
        .chain(
            ["anonymous", "signed-in"]
                .into_iter()
                .filter(|_| asked.is_empty()),
        )
        .collect();
    names.sort_unstable();
    let near = nearest(name, names)?;
    let kinds = known
        .iter()
        .filter(|(kind, name)| *name == near && fits(kind));
    let kinds: Vec<&str> = kinds.map(|(kind, _)| *kind).collect();
    // A bare name is enough where it is unambiguous.
    match kinds.as_slice() {
        [kind, ..] if kinds.len() > 1 || !asked.is_empty() => Some(format!("{kind}:{near}")),
        _ => Some(near.to_owned()),
    }
}
