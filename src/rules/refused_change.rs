//! A change that Terraform or AWS refuses.

use crate::backend::Consequence;
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::{Docs, Rule};
use crate::source::Span;

pub static RULE: Rule = Rule {
    code: "JG0704",
    name: "refused-change",
    severity: Severity::Warning,
    docs: Docs {
        what: "Terraform would refuse to plan the change, or AWS to apply it. A protected user pool would be replaced, a custom attribute is changed or removed, or a name passes from one resource to another. `compile` compares the blueprint with the last compile into the output folder to find out.",
        why: "An apply that AWS refuses stops halfway.",
        example: "",
        fixed: "",
        sources: &[
            "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle",
            "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html",
        ],
    },
};

/// A change that a protected resource does not allow. `name` is what keeps the name
/// of the user pool, if anything in `[identity]` does.
pub fn protected(
    found: &Consequence,
    loses: &str,
    name: Option<String>,
    place: Span,
) -> Diagnostic {
    let argument = found.argument.unwrap_or("its address");
    let message = format!(
        "Terraform would refuse to replace `{}`: it is protected, and {loses} would be lost",
        found.address
    );
    let found = Diagnostic::new(&RULE, place, message)
        .note(format!("`{argument}` cannot be changed in place"));
    match (argument, name) {
        ("name", Some(name)) => found.help(format!(
            "keep the name of the user pool: write `name = {name}` in `[identity]`"
        )),
        ("name", None) => found.help("undo the change: a user pool cannot be renamed"),
        _ => found.help(
            "undo the change; a user pool with other settings is another pool, which people have to be moved to",
        ),
    }
}

/// A change that AWS does not make.
pub fn refused(found: &Consequence, reason: &str, place: Span) -> Diagnostic {
    let address = &found.address;
    let argument = found.argument.unwrap_or("address");
    let message = format!("AWS would refuse to change `{argument}` of `{address}`");
    let help = match argument {
        "schema" => "keep the attribute, and add another one with a new name",
        _ => {
            "apply in two steps: first without the old entry, then with the new one; or use `renamed_from` if it is the same function, client or route"
        }
    };
    Diagnostic::new(&RULE, place, message)
        .note(reason)
        .help(help)
}
