//! A scope that a resource server cannot have.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0317",
    name: "machine-scope",
    severity: Severity::Error,
    docs: Docs {
        what: "A machine client holds a scope with a `/` in its name.",
        why: "Cognito rejects it: the slash separates the resource server from the scope.",
        example: "[identity]\nscope_format = \"{name}/{scope}\"\ndomain = \"shop-demo\"\n\n[clients.web]\n\n[clients.batch]\nroles = [\"reader\"]\n\n[roles]\nreader = [\"read\", \"items/read\"]\n",
        fixed: "[identity]\nscope_format = \"{name}/{scope}\"\ndomain = \"shop-demo\"\n\n[clients.web]\n\n[clients.batch]\nroles = [\"reader\"]\n\n[roles]\nreader = [\"read\", \"items:read\"]\n\n[routes]\n\"GET /items\" = { function = \"api\", scopes = [\"read\", \"items:read\"] }\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResourceServerScopeType.html",
        ],
    },
};

/// Looks at the scopes of machine clients.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    for scope in model.machine_scopes() {
        let name = &model.scopes[scope].name;
        if name.contains('/') {
            let message = format!("a machine client cannot hold `{}`", name.value);
            let holder = model
                .machines()
                .find(|(_, machine)| machine.scopes.contains(&scope));
            let diagnostic = Diagnostic::new(&RULE, name.span, message);
            out.push(
                match holder {
                    Some((_, machine)) => diagnostic.also(machine.span, "these roles grant it"),
                    None => diagnostic,
                }
                .help("replace `/` with another character, such as `:`"),
            );
        }
    }
}
