//! A `remove` that removes nothing.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0013",
    name: "invalid-removal",
    severity: Severity::Error,
    docs: Docs {
        what: "`remove` is not in an overlay, or it lists what the blueprint does not have.",
        why: "Only an overlay has something to remove from. What was not removed would still apply.",
        example: "remove = [\"groups.readers\"]\n",
        fixed: "name = \"shop\"\n\n[identity]\n\n[clients.web]\n\n[roles]\nreader = [\"read\"]\n\n[groups]\nreaders = [\"reader\"]\n\n[functions.api]\nsource = \"functions/api\"\n\n[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\"] }\n",
        sources: &[],
    },
};

/// `remove` in a blueprint.
pub fn not_an_overlay(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, span, "`remove` works in overlays only")
        .help("remove the keys themselves, or move this to a file for `--overlay`")
}

/// A value that is no list.
pub fn not_a_list(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, span, "`remove` is a list of keys")
        .help("write it as in `remove = [\"stage.throttle\"]`")
}

/// An item that is no dotted key.
pub fn not_a_key(span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, span, "this is not a valid key").help(
        "write a dotted key in quotes, with quotes around names that need them, as in `'routes.\"GET /items\".url'`",
    )
}

/// A key that does not exist.
pub fn missing(key: &str, span: Span) -> Diagnostic {
    Diagnostic::new(&RULE, span, format!("there is no `{key}` to remove"))
        .help("write the key as in the blueprint, from the top level down, or leave it out")
}
