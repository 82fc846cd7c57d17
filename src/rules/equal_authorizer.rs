//! A JWT authorizer that is declared twice.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0340",
    name: "equal-authorizer",
    severity: Severity::Note,
    docs: Docs {
        what: "Two JWT authorizers have the same issuer, audience and source. One authorizer is generated for both.",
        why: "A token that is accepted under one name is accepted under the other. Two names look like two kinds of callers, which they are not.",
        example: "[authorizers.partner]\nissuer = \"https://partner.example.com\"\naudience = [\"orders\"]\n\n[authorizers.supplier]\nissuer = \"https://partner.example.com\"\naudience = [\"orders\"]\n\n[routes]\n\"GET /orders\" = { function = \"api\", authorizer = \"partner\", scopes = [\"orders\"] }\n\"GET /supplies\" = { function = \"api\", authorizer = \"supplier\", scopes = [\"supplies\"] }\n",
        fixed: "[authorizers.partner]\nissuer = \"https://partner.example.com\"\naudience = [\"orders\"]\n\n[authorizers.supplier]\nissuer = \"https://partner.example.com\"\naudience = [\"supplies\"]\n\n[routes]\n\"GET /orders\" = { function = \"api\", authorizer = \"partner\", scopes = [\"orders\"] }\n\"GET /supplies\" = { function = \"api\", authorizer = \"supplier\", scopes = [\"supplies\"] }\n",
        sources: &[],
    },
};

/// Reports each authorizer that is equal to one declared before it.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let authorizers = &input.model.authorizers;
    for authorizer in authorizers.iter() {
        let Some(first) = authorizer.same_as else {
            continue;
        };
        let (name, first) = (&authorizer.name, &authorizers[first].name);
        let message = format!(
            "the JWT authorizer `{}` accepts the same tokens as `{}`",
            name.value, first.value
        );
        let help = format!(
            "use `{}` on its routes and remove it, or give it its own audience",
            first.value
        );
        out.push(
            Diagnostic::new(&RULE, name.span, message)
                .also(first.span, "one authorizer is generated for both")
                .help(help),
        );
    }
}
