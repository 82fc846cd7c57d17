//! A prefix that leaves names no room.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0111",
    name: "invalid-prefix",
    severity: Severity::Error,
    docs: Docs {
        what: "The prefix holds characters that names cannot, or the longest name leaves it no room within 64 characters.",
        why: "AWS would refuse the names.",
        example: "prefix = \"dev env\"\n",
        fixed: "prefix = \"dev\"\n",
        sources: &["https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html"],
    },
};

/// Looks at the prefix together with the longest name.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let Some(prefix) = &model.prefix else { return };
    let room = model.prefix_room();
    let fits = |text: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        !text.is_empty() && text.chars().all(plain)
    };
    let message = match prefix.literal() {
        Some(text) if !fits(text) => format!("{text:?} cannot stand before a name"),
        Some(text) if text.len() > room => {
            format!(
                "the prefix is {} characters long, and names leave it {room}",
                text.len()
            )
        }
        None if room == 0 => "the longest name leaves no room for a prefix".to_owned(),
        _ => return,
    };
    out.push(
        Diagnostic::new(&RULE, prefix.span, message)
            .help("use letters, digits, `-` and `_`, and shorter names of functions"),
    );
}
