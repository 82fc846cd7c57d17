//! A name that no input variable can have.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Rule};
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    code: "JG0109",
    name: "invalid-variable",
    severity: Severity::Error,
    docs: Docs {
        what: "The name of an input variable is not an identifier, is reserved by Terraform, or is one that jwtgen declares itself. Or it has a `pattern`, and no value that matches is known.",
        why: "Terraform would refuse the output.",
        example: "[identity]\ndomain = { var = \"version\" }\n",
        fixed: "[identity]\ndomain = { var = \"domain\" }\n",
        sources: &["https://developer.hashicorp.com/terraform/language/block/variable"],
    },
};

/// Names that Terraform keeps for modules' own arguments, and jwtgen's own.
const RESERVED: [&str; 11] = [
    "_",
    "count",
    "depends_on",
    "for_each",
    "lifecycle",
    "locals",
    "provider",
    "providers",
    "source",
    "user_passwords",
    "version",
];

/// Checks one name.
pub fn check(name: &str, span: Span, out: &mut Diagnostics) {
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let rest = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    let message = match (starts && rest, RESERVED.contains(&name)) {
        (false, _) => format!("{name:?} is not a name for a variable"),
        (true, true) => format!("the variable name `{name}` is taken"),
        (true, false) => return,
    };
    out.push(
        Diagnostic::new(&RULE, span, message)
            .help("use letters, digits, `_` and `-`, and start with a letter, as in `domain`"),
    );
}

/// Asks for a value that matches a pattern: jwtgen cannot make one up.
pub fn no_example(name: &Spanned<String>, pattern: Span) -> Diagnostic {
    let message = format!("no value is known that `{}` may have", name.value);
    Diagnostic::new(&RULE, name.span, message)
        .also(pattern, "it has to match this")
        .help("add `example` or `default`, for Terraform's test of the output")
}
