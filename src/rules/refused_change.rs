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
        what: "Terraform would refuse to plan the change, or AWS to apply it. A protected user pool would be replaced or deleted, a custom attribute is changed or removed, or a name passes from one resource to another. `compile` compares the blueprint with the last compile into the output folder to find out.",
        why: "An apply that AWS refuses stops halfway.",
        example: "",
        fixed: "",
        sources: &[
            "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle",
            "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html",
        ],
    },
};

/// Where the last compile was not what is applied.
const NEVER_APPLIED: &str = "if the last compile was never applied, ignore this";

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
        "Terraform would refuse to replace `{}`: it is protected, and would otherwise lose {loses}",
        found.address
    );
    let found = Diagnostic::new(&RULE, place, message)
        .note(format!("`{argument}` cannot be changed in place"));
    let found = match (argument, name) {
        ("name", Some(name)) => found.help(format!(
            "keep the name of the user pool: write `name = {name}` in `[identity]`"
        )),
        ("name", None) => found.help("undo the change: a user pool cannot be renamed"),
        _ => found.help(
            "undo the change; a user pool with other settings is another pool, which people have to be moved to",
        ),
    };
    found.help(NEVER_APPLIED)
}

/// The loss of something that AWS does not delete.
pub fn guarded(found: &Consequence, reason: &str, place: Span) -> Diagnostic {
    let message = format!("AWS would refuse to delete `{}`", found.address);
    Diagnostic::new(&RULE, place, message)
        .note(reason)
        .help("undo the change; or, to lose it on purpose, first set `protect = false` alone, compile and apply")
        .help(NEVER_APPLIED)
}

/// Something whose name is not free yet.
pub fn taken(found: &Consequence, place: Span) -> Diagnostic {
    let address = &found.address;
    let argument = found.argument.unwrap_or("address");
    let message = format!("AWS would refuse to create `{address}`: its `{argument}` is taken");
    let diagnostic = Diagnostic::new(&RULE, place, message)
        .note("another resource has it until Terraform destroys or renames that one");
    let diagnostic = diagnostic.help(match address.starts_with("module.") {
        true => "if it is the same function, use `renamed_from`; else choose a name that is new, and apply twice to swap names",
        false => "apply in two steps: first without the old entry, then with the new one",
    });
    diagnostic.help(NEVER_APPLIED)
}

/// A part that AWS does not change or remove.
pub fn kept(
    found: &Consequence,
    name: &str,
    (removed, reason): (bool, &str),
    place: Span,
) -> Diagnostic {
    let address = &found.address;
    let verb = if removed { "remove" } else { "change" };
    let message = format!("AWS would refuse to {verb} the attribute `{name}` of `{address}`");
    Diagnostic::new(&RULE, place, message)
        .note(reason)
        .help(match removed {
            true => "put the attribute back; the pool keeps it, used or not",
            false => "leave the attribute as it was, and add another one with a new name",
        })
        .help(NEVER_APPLIED)
}

/// More new parts than AWS adds at once.
pub fn too_many(found: &Consequence, (count, at_once): (usize, usize), place: Span) -> Diagnostic {
    let address = &found.address;
    let message = format!("AWS would refuse to add {count} attributes to `{address}` at once");
    Diagnostic::new(&RULE, place, message)
        .note(format!(
            "Cognito adds at most {at_once} custom attributes in one call"
        ))
        .help(format!(
            "compile and apply with at most {at_once} new attributes first, then with the rest"
        ))
        .help(NEVER_APPLIED)
}

/// A change that AWS does not make.
pub fn refused(found: &Consequence, reason: &str, place: Span) -> Diagnostic {
    let address = &found.address;
    let argument = found.argument.unwrap_or("address");
    let message = format!("AWS would refuse to change `{argument}` of `{address}`");
    let help = match argument {
        "name" => "choose another name, or change it in two steps, by way of another name",
        _ => "apply in two steps: first without the entry, then with the new one",
    };
    Diagnostic::new(&RULE, place, message)
        .note(reason)
        .help(help)
        .help(NEVER_APPLIED)
}
