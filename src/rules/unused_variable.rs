//! An input variable that no value is taken from.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};
use crate::similar::nearest;
use crate::syntax::quote;

pub static RULE: Rule = Rule {
    code: "JG0112",
    name: "unused-variable",
    severity: Severity::Warning,
    docs: Docs {
        what: "`[variables]` declares an input variable that no value is taken from.",
        why: "Terraform asks for a value that has no effect. Often its name is misspelled where it is used, which declares another variable there.",
        example: "[functions.api]\nsource = \"functions/api\"\nenv = { TABLE = { var = \"tabel\" } }\n\n[variables.table]\ndescription = \"Name of the table\"\n",
        fixed: "[functions.api]\nsource = \"functions/api\"\nenv = { TABLE = { var = \"table\" } }\n\n[variables.table]\ndescription = \"Name of the table\"\n",
        sources: &[],
    },
};

/// Looks for declared variables without a use.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let variables = &input.model.variables;
    // Only those that are not declared may be misspelled.
    let used = variables.iter().filter(|(_, variable)| !variable.declared);
    let used: Vec<&str> = used.map(|(name, _)| name.as_str()).collect();
    for (name, variable) in variables {
        if !variable.uses.is_empty() {
            continue;
        }
        let message = format!("nothing uses the variable `{name}`");
        let found = Diagnostic::new(&RULE, variable.span, message);
        let near = nearest(name, used.iter().copied());
        out.push(match near {
            Some(near) => found.help(format!(
                "`{near}` is used and not declared: give both the same name"
            )),
            None => found.help(format!(
                "write `{{ var = {} }}` where the value is needed, or remove the variable",
                quote(name)
            )),
        });
    }
}
