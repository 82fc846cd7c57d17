//! A scope that cannot be in a token.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::model::scope_character;
use crate::rules::too_many_scopes::foreign_scopes;
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0203",
    name: "invalid-scope-name",
    severity: Severity::Error,
    docs: Docs {
        what: "A scope is empty or has an invalid character. Spaces, `\"`, `\\` and characters outside printable ASCII are not allowed.",
        why: "Scopes in a token are separated by spaces: `read write` would be two scopes.",
        example: "[roles]\nreader = [\"read\", \"read all\"]\n",
        fixed: "[roles]\nreader = [\"read\", \"read:all\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\", \"read:all\"] }\n",
        sources: &[
            "https://www.rfc-editor.org/rfc/rfc6749#section-3.3",
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResourceServerScopeType.html",
        ],
    },
};

/// Checks every scope of the roles and of other issuers.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let own = input.model.scopes.iter();
    let own = own.map(|scope| (scope.name.span, scope.name.as_str()));
    let foreign = foreign_scopes(input.model)
        .flat_map(|(span, scopes)| scopes.iter().map(move |scope| (span, scope.as_str())));
    for (span, name) in own.chain(foreign) {
        let problem = match name.chars().find(|c| !scope_character(*c)) {
            Some(bad) => format!("a scope cannot contain {bad:?}"),
            None if name.is_empty() => "a scope cannot be empty".to_owned(),
            None => continue,
        };
        out.push(
            Diagnostic::new(&RULE, span, problem)
                .help("use printable ASCII without spaces, `\"` and `\\`, as in `orders:read`"),
        );
    }
}
