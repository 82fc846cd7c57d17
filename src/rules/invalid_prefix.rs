//! A prefix that does not fit the names.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0111",
    name: "invalid-prefix",
    severity: Severity::Error,
    docs: Docs {
        what: "The prefix is too long or contains characters that names cannot. With the prefix, the longest name can have at most 64 characters.",
        why: "AWS would reject the names.",
        example: "prefix = \"dev env\"\n",
        fixed: "prefix = \"dev\"\n",
        sources: &["https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html"],
    },
};

/// Checks the prefix together with the longest name.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let Some(prefix) = &model.prefix else { return };
    let room = model.prefix_room();
    let fits = |text: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        !text.is_empty() && text.chars().all(plain)
    };
    let message = match prefix.literal() {
        Some(text) if !fits(text) => format!("{text:?} is not a valid prefix"),
        Some(text) if text.len() > room => {
            format!(
                "the prefix is {} characters long, but the names leave room for {room}",
                text.len()
            )
        }
        None if room == 0 => "the longest name leaves no room for a prefix".to_owned(),
        _ => return,
    };
    out.push(Diagnostic::new(&RULE, prefix.span, message).help(
        "use ASCII letters, digits, `-` and `_`, and shorten the prefix or the function names",
    ));
}
