//! A function's source outside the blueprint's folder.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::package::SourceError;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0502",
    name: "source-outside",
    severity: Severity::Error,
    docs: Docs {
        what: "A function's source, or a link within it, is outside the blueprint's folder.",
        why: "The output would depend on files that are not reviewed with the blueprint, and could include secrets of the machine that compiles it.",
        example: "[functions.api]\nsource = \"../api\"\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\n",
        sources: &[],
    },
};

/// Reports sources outside the folder.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for (id, function) in input.model.functions.entries() {
        if let Err(SourceError::Outside(path)) = input.packages.get(id) {
            let message = format!("`{path}` is outside the blueprint's folder");
            out.push(
                Diagnostic::new(&RULE, function.source.span, message)
                    .help("move the code into the blueprint's folder"),
            );
        }
    }
}
