//! An invalid entry of `[audit.accept]`.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::invalid_reason::flaw;
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
        if let Some(message) = flaw(reason, "what an audit accepts needs a reason") {
            out.push(
                Diagnostic::new(&RULE, reason.span, message)
                    .help("say in a few words why it does not change who may call what"),
            );
        }
    }
}

/// Whether it may be an address: of a resource, or of a block as `import to = x.y`
/// and `provider "x"`. A pattern would accept what nobody has looked at.
fn is_address(text: &str) -> bool {
    let outside_keys: String = text.split('"').step_by(2).collect();
    let names_one = text.contains('.') || text.contains(" \"");
    let is_pattern = outside_keys.contains(['*', '?']);
    names_one && !is_pattern && text.trim() == text && !text.chars().any(invisible)
}
