//! An input variable that Terraform would refuse.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Rule};
use crate::source::{Span, Spanned};

pub static RULE: Rule = Rule {
    code: "JG0109",
    name: "invalid-variable",
    severity: Severity::Error,
    docs: Docs {
        what: "An input variable has an invalid name, or a `pattern` without a matching value. A name is invalid if it is not an identifier, is reserved by Terraform, or is declared by jwtgen itself.",
        why: "Terraform would reject the output, and the generated Terraform test needs a value.",
        example: "[identity]\ndomain = { var = \"version\" }\n",
        fixed: "[identity]\ndomain = { var = \"domain\" }\n",
        sources: &["https://developer.hashicorp.com/terraform/language/block/variable"],
    },
};

/// Names reserved for the arguments of module blocks, and jwtgen's own.
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
        (false, _) => format!("{name:?} is not a valid variable name"),
        (true, true) => format!("the variable name `{name}` is reserved"),
        (true, false) => return,
    };
    out.push(
        Diagnostic::new(&RULE, span, message)
            .help("start with a letter and use letters, digits, `_` and `-`, as in `domain`"),
    );
}

/// Reports a pattern without a value that matches it: jwtgen cannot generate one.
pub fn no_example(name: &Spanned<String>, pattern: Span) -> Diagnostic {
    let message = format!(
        "the variable `{}` has a pattern but no matching value",
        name.value
    );
    Diagnostic::new(&RULE, name.span, message)
        .also(pattern, "the pattern")
        .help("add an `example` or a `default`: the generated Terraform test needs a value")
}
