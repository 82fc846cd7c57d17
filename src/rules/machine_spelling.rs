//! Machine clients with a scope format that Cognito cannot give them.

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::rules::{Docs, Input, Rule};

pub static RULE: Rule = Rule {
    code: "JG0315",
    name: "machine-spelling",
    severity: Severity::Error,
    docs: Docs {
        what: "There is a machine client, and `scope_format` is not some text followed by `/{scope}`.",
        why: "Cognito itself writes the scopes of a machine client: resource server, slash, scope. People and machines share one format, so that a route lists each scope once.",
        example: "[identity]\ndomain = \"shop-demo\"\n\n[clients.web]\n\n[clients.batch]\nroles = [\"reader\"]\n",
        fixed: "[identity]\nscope_format = \"{name}/{scope}\"\ndomain = \"shop-demo\"\n\n[clients.web]\n\n[clients.batch]\nroles = [\"reader\"]\n",
        sources: &[
            "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html",
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateResourceServer.html",
            "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResourceServerScopeType.html",
        ],
    },
};

/// Compares the scope format with that of resource servers.
pub fn check(input: &Input<'_>, out: &mut Diagnostics) {
    let model = input.model;
    let (Some(identity), Some((client, _))) = (&model.identity, model.machines().next()) else {
        return;
    };
    let format = &identity.scope_format;
    // Without a name, no format that uses it is valid.
    if model.name.is_empty() {
        return;
    }
    let client = &model.clients[client].name;
    if format.resource_server().is_none() {
        let message = "machine clients need the scope format `{name}/{scope}`";
        let diagnostic = Diagnostic::new(&RULE, format.span, message)
            .also(client.span, "this is a machine client");
        // The default format has the span of the whole section.
        out.push(match format.span == identity.span {
            true => diagnostic.help("set `scope_format = \"{name}/{scope}\"` in `[identity]`"),
            false => diagnostic.suggest(
                "write scopes as Cognito does",
                [(format.span, "\"{name}/{scope}\"".to_owned())],
            ),
        });
    }
}
