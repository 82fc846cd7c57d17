//! A scope that cannot stand in a token.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::scope_character;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0203",
    name: "invalid-scope-name",
    severity: Severity::Error,
    docs: Docs {
        what: "A scope is empty or holds a space, `\"`, `\\` or a character outside printable ASCII.",
        why: "Scopes are separated by spaces in a token: `read write` would be two scopes.",
        example: "[roles]\nreader = [\"read\", \"read all\"]\n",
        mended: "[roles]\nreader = [\"read\", \"read:all\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\", \"read:all\"] }\n",
        source: "RFC 6749, section 3.3; b:ResourceServerScopeType",
    },
};

/// Looks at every scope of the roles.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    for scope in input.model.scopes.iter() {
        let name = &scope.name;
        let problem = match name.chars().find(|c| !scope_character(*c)) {
            Some(bad) => format!("a scope cannot hold {bad:?}"),
            None if name.is_empty() => "a scope cannot be empty".to_owned(),
            None => continue,
        };
        out.push(
            Diagnostic::new(&RULE, name.span, problem)
                .help("use printable ASCII without spaces, `\"` and `\\`, such as `orders:read`"),
        );
    }
}
