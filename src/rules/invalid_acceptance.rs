//! An invalid entry of `[audit.accept]`.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};
use crate::text::invisible;

pub static RULE: Rule = Rule {
    code: "JG0011",
    name: "invalid-acceptance",
    severity: Severity::Error,
    docs: Docs {
        what: "An entry of `[audit.accept]` is invalid. The key must be the address of one resource, data source or block as an audit reports it, and the value must say why in one line of visible text.",
        why: "An audit stops asking about what is accepted. The report shows the reason to everyone who relies on the verdict.",
        example: "[audit.accept]\n\"aws_lambda_permission.partner\" = \"\"\n",
        fixed: "[audit.accept]\n\"aws_lambda_permission.partner\" = \"agreed with the partner team\"\n",
        sources: &[],
    },
};

/// Looks at every entry.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for (address, reason) in &input.model.accepted {
        if !is_address(&address.value) {
            let message = format!("`{}` is not the address of one resource", address.value);
            out.push(
                Diagnostic::new(&RULE, address.span, message)
                    .help("copy the address from the report of `jwtgen audit`"),
            );
        }
        let message = if reason.trim().is_empty() {
            "what an audit accepts needs a reason"
        } else if reason.chars().any(invisible) {
            "a reason must be one line of visible characters"
        } else {
            continue;
        };
        out.push(
            Diagnostic::new(&RULE, reason.span, message)
                .help("say in a few words why it does not change who may call what"),
        );
    }
}

/// Whether it may be an address: several names with dots between, or the kind and
/// label of a block. Patterns are none.
fn is_address(text: &str) -> bool {
    let outside_keys = text.split('"').step_by(2).collect::<String>();
    let is_block = text.contains(" \"");
    !text.chars().any(invisible)
        && text.trim() == text
        && !outside_keys.contains(['*', '?'])
        && (is_block || text.contains('.') && !outside_keys.contains(char::is_whitespace))
}
