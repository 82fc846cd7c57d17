//! A scope that is missing from the catalogue.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::similar::nearest;
use crate::source::Spanned;
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0318",
    name: "unlisted-scope",
    severity: Severity::Error,
    docs: Docs {
        what: "A role lists a scope that is missing from `[scopes]`.",
        why: "If there is a `[scopes]` section, it must list every scope; one that is missing is most likely misspelled.",
        example: "[scopes]\nread = \"Read items\"\n\n[roles]\nreader = [\"read\", \"raed\"]\n",
        fixed: "[scopes]\nread = \"Read items\"\n\n[roles]\nreader = [\"read\"]\n",
        sources: &[],
    },
};

/// Suggests a scope of the catalogue.
pub fn diagnostic<'a>(name: &Spanned<String>, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let message = format!("`[scopes]` does not list `{}`", name.value);
    let near = nearest(name, known).map(quote);
    let diagnostic = Diagnostic::new(&RULE, name.span, message);
    match near {
        Some(near) => diagnostic.similar_name(near),
        None => diagnostic.help("add the scope to `[scopes]`"),
    }
}
