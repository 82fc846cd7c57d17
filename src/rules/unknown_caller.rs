//! An expectation about someone who does not exist.

use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::rules::{Docs, Rule};
use crate::source::Spanned;

pub static RULE: Rule = Rule {
    code: "JG0102",
    name: "unknown-caller",
    severity: Severity::Error,
    docs: Docs {
        what: "An expectation names a caller that is neither `anonymous` nor a group or user of the blueprint.",
        why: "The expectation would never be checked.",
        example: "[expect]\n\"GET /items\" = { raeders = \"allow\" }\n",
        mended: "[expect]\n\"GET /items\" = { readers = \"allow\" }\n",
        source: "",
    },
};

/// Suggests a similar caller.
pub fn diagnostic(name: &Spanned<String>, known: impl Iterator<Item = String>) -> Diagnostic {
    let mut known: Vec<String> = known.chain(["anonymous".to_owned()]).collect();
    known.sort_unstable();
    let near = nearest(name, known.iter().map(String::as_str))
        .or_else(|| nearest(name, known.iter().map(|caller| name_of(caller))));
    Diagnostic::new(&RULE, name.span, format!("there is no caller `{}`", name.value))
        .did_you_mean(near.map(|near| format!("\"{near}\"")))
        .help("callers are `anonymous`, a group or a user; `group:` and `user:` tell equal names apart")
}

/// The caller without its prefix.
fn name_of(caller: &str) -> &str {
    caller.split_once(':').map_or(caller, |(_, name)| name)
}
